"""The ledger: one JSON line for each request that could act on a target, written before the request leaves.

Lines are only appended, each with one write. So an interrupted run leaves whole lines, and earlier runs are kept.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from contract_tests.verifier.transport import CouldNotVerifyError


class Ledger:
    """A file of JSON lines. The first line creates its folder."""

    def __init__(self, path: Path) -> None:
        """Take the path of the file."""
        self.path = path

    def write(self, **entry: str | int) -> None:
        """Append one line: the time in UTC, then the entry.

        Raises:
            CouldNotVerifyError: the line could not be written, so the request it announces must not leave.
        """
        line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **entry}) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab", buffering=0) as file:
                file.write(line.encode())
        except OSError as error:
            reason = (error.strerror or "not writable").lower()
            raise CouldNotVerifyError(f"{self.path}: {reason}; without its ledger nothing is acted on.") from error
