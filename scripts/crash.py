"""How jobs end that have no verdict: with exit status 2 and one sentence; a file holds the details of a crash."""

import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence

from scripts.contract.document import ROOT

REPORTS = ROOT / "reports"
TOKEN_VARIABLE = "COMM_API_TOKEN"  # noqa: S105 (the variable's name)


def recorded(job: str, details: str = "") -> str:
    """Write a traceback to reports/crash.txt, by default of what is being handled; return the sentence that says so."""
    kept = keep("crash.txt", details or traceback.format_exc())
    return f"{job} crashed. This is a bug of this project: please report it with the traceback, {kept}."


def keep(name: str, text: str) -> str:
    """Write a text to a file under reports/, the token of the environment masked; say where it is, or why it is not."""
    if token := os.environ.get(TOKEN_VARIABLE, "").strip():
        text = text.replace(token, "[masked]")
    place = f"{REPORTS.name}/{name}"
    try:
        REPORTS.mkdir(parents=True, exist_ok=True)
        (REPORTS / name).write_text(text, "utf-8", errors="backslashreplace")
    except OSError as error:
        return f"which cannot be written to {place} ({(error.strerror or 'unwritable').lower()})"
    return f"which is in {place}"


def guarded(job: str, main: Callable[[Sequence[str] | None], int], arguments: Sequence[str] | None = None) -> int:
    """Run the `main` of a job; an interruption, or an exception that is not expected and recorded, is status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may lack a character
    try:
        status = main(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that the interpreter does not fail to flush at its end
        print(f"{job}: its output was closed before it was written, so there is no verdict.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{job}: interrupted before it ended: run it again.", file=sys.stderr)
        return 2
    except Exception:  # noqa: BLE001 - the border: whatever is not expected is a crash
        print(recorded(job), file=sys.stderr)
        return 2
    return status
