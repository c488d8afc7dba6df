"""`python -m contract_tests`: the main job; `python -m contract_tests audit FILE`: the audit of recorded traffic."""

import sys

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests import command
from contract_tests.verifier.audit import command as audit
from scripts.crash import guarded

if __name__ == "__main__":
    if sys.argv[1:2] == ["audit"]:
        sys.exit(guarded("audit", audit.main, sys.argv[2:]))
    sys.exit(guarded("contract", command.main))
