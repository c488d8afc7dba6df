"""The ledger: one JSON line for each request that could act on a target, written before the request leaves.

Lines are only appended, each with one write. So an interrupted run leaves whole lines, and earlier runs are kept.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from contract_tests.verifier.redaction import masked
from contract_tests.verifier.transport import CouldNotVerifyError


class Ledger:
    """A file of JSON lines. The first line creates its folder."""

    def __init__(self, path: Path, *secrets: str) -> None:
        """Take the path of the file, and what must not stand in it."""
        self.path = path
        self._secrets = secrets

    def write(self, **entry: str | int) -> None:
        """Append one line: the time in UTC, then the entry.

        Raises:
            CouldNotVerifyError: the line could not be written, so the request it announces must not leave.
        """
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = masked(json.dumps({"time": time, **entry}), self._secrets).encode() + b"\n"
        reason = "the disk is full"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab", buffering=0) as file:
                is_whole = file.write(line) == len(line)
        except OSError as error:
            is_whole, reason = False, (error.strerror or "not writable").lower()
        if not is_whole:
            raise CouldNotVerifyError(f"{self.path}: {reason}; without its ledger nothing is acted on.")
