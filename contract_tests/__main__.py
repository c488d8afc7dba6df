"""`python -m contract_tests` is the main job.

`audit FILE` after it audits recorded traffic, `evidence FILE...` says what edits of openapi.yaml evidence suggests.
"""

import sys

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests import command
from contract_tests.verifier.audit import command as audit
from contract_tests.verifier.evidence import command as evidence
from scripts.crash import guarded

if __name__ == "__main__":
    if sys.argv[1:2] == ["audit"]:
        sys.exit(guarded("audit", audit.main, sys.argv[2:]))
    if sys.argv[1:2] == ["evidence"]:
        sys.exit(guarded("evidence", evidence.main, sys.argv[2:]))
    sys.exit(guarded("contract", command.main))
