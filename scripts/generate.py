"""Derive generated/ from openapi.yaml, or with --check prove that it is already what would be derived.

`nox -s generate` and `nox -s drift` run this with the pinned tools. Exit status: 0 done or current, 1 drift,
2 could not.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from enum import Enum

from scripts import pins, reference, trees
from scripts.contract.document import ROOT, Contract, load
from scripts.contract.rules import require
from scripts.contract.values import ContractError
from scripts.crash import guarded
from scripts.pins import GenerationError
from scripts.reference import node
from scripts.trees import BusyError, Difference

GENERATED = ROOT / "generated"
REFERENCE = "reference"


class Scope(Enum):
    """How much of generated/ is derived. What is not is taken over as it stands there."""

    ALL = "all"
    WITHOUT_NODE = "what needs no Node"
    CLIENT = "client"


def render(contract: Contract, scope: Scope = Scope.WITHOUT_NODE) -> dict[str, bytes]:
    """The files of generated/ by their path in it: with Scope.ALL a pure function of contract, tools and templates."""
    pinned = pins.pinned()
    pins.require(pinned)
    from scripts.client import guide, package  # noqa: PLC0415 - another generator may lack what they import

    client = {f"{package.PACKAGE}/{path}": content for path, content in package.render(contract).items()}
    client |= guide.render(contract)
    others = {f"{REFERENCE}/{path}": content for path, content in _reference(contract, scope).items()}
    provenance = {
        "openapi.yaml": contract.sha256,
        "templates": package.fingerprint(),
        "tools": pinned,
        "node": node.pinned(),
    }
    return client | others | {"provenance.json": f"{json.dumps(provenance, indent=2)}\n".encode()}


def _reference(contract: Contract, scope: Scope) -> dict[str, bytes]:
    if scope is Scope.ALL:
        return reference.render(contract)
    committed = trees.read(GENERATED / REFERENCE)
    return committed if scope is Scope.CLIENT else reference.render(contract, committed)


def differences(contract: Contract, scope: Scope = Scope.WITHOUT_NODE) -> list[Difference]:
    """What is not in generated/ as the contract gives it; nothing if generated/ is current."""
    return trees.differences(GENERATED, render(contract, scope))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write generated/ or check it; print what was done or found."""
    parser = argparse.ArgumentParser(
        prog="generate",
        description=(__doc__ or "").splitlines()[0],
        allow_abbrev=False,  # noxfile.py looks for --only
    )
    parser.add_argument("--check", action="store_true", help="write nothing, compare and explain")
    parser.add_argument("--only", choices=[Scope.CLIENT.value], help="leave the reference as it is; needs no Node")
    options = parser.parse_args(arguments)
    scope = Scope(options.only) if options.only else Scope.ALL
    try:
        contract = load()
        pins.require(pins.pinned())
        require(contract, "everyone", "client", *(() if scope is Scope.CLIENT else ("reference",)))
        return _check(contract, scope) if options.check else _write(contract, scope)
    except (BusyError, ContractError, GenerationError) as error:
        for line in str(error).splitlines():
            print(f"generate: {line}", file=sys.stderr)
    except OSError as error:
        print(f"generate: generated/ is left as it was: {(error.strerror or str(error)).lower()}", file=sys.stderr)
    return 2


def _write(contract: Contract, scope: Scope) -> int:
    tree = render(contract, scope)
    if load().source != contract.source:
        raise GenerationError("openapi.yaml changed during this run, so nothing is written: run it again")
    removed = [one.path for one in trees.differences(GENERATED, tree) if one.kind == "extra"]
    trees.replace(GENERATED, tree)
    for path in removed:
        print(f"generated/{path}: removed, since openapi.yaml does not give it")
    print(f"generated/ written: {len(tree)} files from openapi.yaml {contract.sha256[:12]}")
    return 0


def _check(contract: Contract, scope: Scope) -> int:
    found = differences(contract, scope)
    for difference in found:
        print(f"generated/{difference}")
    if found:
        print(f"generated/ is not what openapi.yaml {contract.sha256[:12]} gives: run `nox -s generate` and commit")
        return 1
    print(f"generated/ is current with openapi.yaml {contract.sha256[:12]}")
    return 0


if __name__ == "__main__":
    sys.exit(guarded("generate", main))
