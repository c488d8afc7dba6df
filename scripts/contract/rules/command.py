"""List every breach of every rule about openapi.yaml."""

import argparse
import sys
from collections.abc import Sequence

from scripts.contract.document import PATH, load
from scripts.contract.rules import RULES, check
from scripts.contract.values import ContractError


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the contract and print the findings."""
    argparse.ArgumentParser(prog="nox -s rules --", description=__doc__).parse_args(arguments)
    try:
        findings = check(load())
    except ContractError as error:
        print(error, file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    if not findings:
        print(f"{PATH.name}: sound, {len(RULES)} rules hold")
    return 1 if findings else 0
