"""Derive generated/ from openapi.yaml, or with --check prove that it is already what would be derived.

`nox -s generate` and `nox -s drift` run this with the pinned tools. Exit status: 0 done or current, 1 drift,
2 could not.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import tools, trees
from scripts.contract import Contract, ContractError, load
from scripts.tools import GenerationError
from scripts.trees import Difference

GENERATED = Path(__file__).parents[1] / "generated"


def render(contract: Contract) -> dict[str, bytes]:
    """The files of generated/ by their path in it: a pure function of contract, pinned tools and templates."""
    pinned = tools.pinned()
    tools.require(pinned)
    from scripts import client  # noqa: PLC0415 - another generator than the pinned one may lack what it imports

    package = {f"{client.PACKAGE}/{path}": content for path, content in client.render(contract).items()}
    provenance = {"openapi.yaml": contract.sha256, "templates": client.fingerprint(), "tools": pinned}
    return package | {"provenance.json": f"{json.dumps(provenance, indent=2)}\n".encode()}


def differences(contract: Contract) -> list[Difference]:
    """What is not in generated/ as the contract gives it; nothing if generated/ is current."""
    return trees.differences(GENERATED, render(contract))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write generated/ or check it; print what was done or found."""
    parser = argparse.ArgumentParser(prog="generate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare and explain")
    options = parser.parse_args(arguments)
    try:
        contract = load()
        return _check(contract) if options.check else _write(contract)
    except (ContractError, GenerationError, OSError) as error:
        print(f"generate: {error}", file=sys.stderr)
        return 2


def _write(contract: Contract) -> int:
    tree = render(contract)
    trees.replace(GENERATED, tree)
    print(f"generated/ written: {len(tree)} files from openapi.yaml {contract.sha256[:12]}")
    return 0


def _check(contract: Contract) -> int:
    found = differences(contract)
    for difference in found:
        print(f"generated/{difference}")
    if found:
        print(f"generated/ is not what openapi.yaml {contract.sha256[:12]} gives: run `nox -s generate` and commit")
        return 1
    print(f"generated/ is current with openapi.yaml {contract.sha256[:12]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
