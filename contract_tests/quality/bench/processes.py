"""Commands that are measured: each ends in time, with all that it started."""

import os
import signal
import subprocess
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from contract_tests.quality.bench.turns import NotAvailableError
from scripts.contract.document import ROOT

RUNNING: set[subprocess.Popen[bytes]] = set()
"""Commands that were started and did not end yet."""


def finish(  # noqa: PLR0913 (all that a command may differ in)
    command: Sequence[str],
    longest: float,
    *,
    folder: Path = ROOT,
    environment: Mapping[str, str] = os.environ,
    statuses: Collection[int] = (0,),
    advice: str = "",
) -> None:
    """Run a command, quietly.

    Raises:
        NotAvailableError: it cannot be started, takes longer, or ends with another exit status.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - ours, and tools that are compared
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError:
        raise NotAvailableError(f"{Path(command[0]).name} cannot be started") from None
    RUNNING.add(process)
    try:
        status = process.wait(longest)
    except subprocess.TimeoutExpired:
        raise NotAvailableError(f"it took longer than {longest:g} s") from None
    finally:
        _end(process)
        RUNNING.discard(process)
    if status not in statuses:
        raise NotAvailableError(f"it ended with exit status {status}{advice}")


def end_all() -> None:
    """End every command that runs, in whatever thread."""
    for process in list(RUNNING):
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
