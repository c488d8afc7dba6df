"""The ledger: one JSON line for each request that could act on a target, written before the request leaves.

Lines are only appended, each with one write, under a lock on the file. So an interrupted run leaves whole lines,
earlier runs are kept, and all runs that share a ledger share the budget of each target.
"""

import errno
import fcntl
import json
import os
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from contract_tests.verifier.places import place
from contract_tests.verifier.redaction import masked
from contract_tests.verifier.transport import CouldNotVerifyError


class Ledger:
    """A file of JSON lines. The first line creates its folder."""

    def __init__(self, path: Path, *secrets: str) -> None:
        """Take the path of the file, and what must not stand in it."""
        self.path = path
        self._secrets = secrets
        self._read = 0  # bytes of the file whose lines were counted
        self._lines = Counter[tuple[str, str, str]]()

    def write(self, **entry: str | int) -> None:
        """Append one line: the time in UTC, then the entry without the secrets.

        Raises:
            CouldNotVerifyError: the line could not be written, so the request it announces must not leave.
        """
        with self._locked() as file:
            self._append(file, self._masked(entry))

    def charge(self, budget: int | None, *, server: str, operation: str, values: str, **entry: str) -> int:
        """Append one line for a target; return its number among the target's lines.

        Server, operation and values are what a later run counts by, so they stand in the line as they are. Nothing is
        written, and 0 returned, if the target has as many lines as its budget.

        Raises:
            CouldNotVerifyError: as for `write`.
        """
        target = place(server), operation, values
        with self._locked() as file:
            self._count(file)
            if budget is not None and self._lines[target] >= budget:
                return 0
            number = self._lines[target] + 1
            key = {"server": server, "operation": operation, "values": values}
            self._read += self._append(file, {**key, "number": number, **self._masked(entry)})
            self._lines[target] = number
        return number

    def _masked(self, entry: Mapping[str, str | int]) -> dict[str, str | int]:
        return {key: masked(one, self._secrets) if isinstance(one, str) else one for key, one in entry.items()}

    @contextmanager
    def _locked(self) -> Generator[FileIO]:
        """The file, which no other process reads or writes meanwhile."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileIO(os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644), "r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield file
        except OSError as error:
            reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or "not writable"
            message = f"{self.path}: {reason.lower()}; without its ledger nothing is acted on."
            raise CouldNotVerifyError(message) from error

    def _append(self, file: FileIO, entry: dict[str, str | int]) -> int:
        """Write one line, or nothing; return how many bytes it has."""
        end = file.seek(0, os.SEEK_END)
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": time, **entry}).encode() + b"\n"
        written = file.write(line)
        if written != len(line):
            file.truncate(end)
            raise OSError(errno.ENOSPC, "")
        return written

    def _count(self, file: FileIO) -> None:
        """Count the lines that were added since the last time, by whichever process."""
        end = file.seek(0, os.SEEK_END)
        start = self._read if end >= self._read else 0  # a new file took its place: what was counted stays counted
        file.seek(start)
        added = file.read(end - start) or b""
        self._read = start + len(added)
        for line in added.splitlines():
            try:
                entry = json.loads(line)
                self._lines[place(entry["server"]), entry["operation"], entry["values"]] += 1
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                continue  # no line of a ledger
