"""A crash is never a verdict: it ends a job with exit status 2, one sentence, and a file that holds the traceback."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence

from scripts.contract.document import ROOT

REPORT = ROOT / "reports" / "crash.txt"
TOKEN_VARIABLE = "COMM_API_TOKEN"  # noqa: S105 (the variable's name)


def recorded(job: str) -> str:
    """Write the exception that is being handled to reports/crash.txt; return the sentence that says so.

    The token of the environment is masked.
    """
    text = "".join(traceback.format_exc())
    if token := os.environ.get(TOKEN_VARIABLE, "").strip():
        text = text.replace(token, "[masked]")
    place = f"{REPORT.parent.name}/{REPORT.name}"
    try:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(text, "utf-8", errors="backslashreplace")
    except OSError as error:
        return f"{job} crashed, and the traceback cannot be written to {place}: {error.strerror}."
    return f"{job} crashed. This is a bug of this project: please report it with the traceback in {place}."


def guarded(job: str, main: Callable[[Sequence[str] | None], int], arguments: Sequence[str] | None = None) -> int:
    """Run the `main` of a job; an exception that it does not expect is recorded and becomes exit status 2."""
    try:
        return main(arguments)
    except Exception:  # noqa: BLE001 - the border: whatever is not expected is a crash
        print(recorded(job), file=sys.stderr)
        return 2
