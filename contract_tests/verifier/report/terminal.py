"""The report on the terminal: one line per subject, one block per finding."""

import itertools
import os
import sys
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager

from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.findings import Finding
from contract_tests.verifier.redaction import printable
from contract_tests.verifier.run import ServerRun

COLOURS = {"kept": "32", "broken": "31", "deviation": "33", "unproven": "33"}
OFTEN = 0.1
FEW = 4


def show(label: str, text: str = "") -> None:
    """Print one line, its label coloured on a terminal."""
    colour = COLOURS.get(label)
    padded = f"{label:<11}"
    if colour and sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        padded = f"\033[{colour}m{padded}\033[0m"
    print(f"{padded} {printable(text)}".rstrip(), flush=True)


def show_findings(findings: Iterable[Finding], repeat: str = "") -> None:
    """Print each finding: the check, where, what is wrong, the request, the command that finds it again."""
    for finding in findings:
        show("broken" if finding.is_violation else "deviation", f"{finding.check} {finding.place}")
        when = f"first {finding.first}, last {finding.last}" if finding.first else ""
        for line in (finding.sentence, when, finding.curl, repeat):
            if line:
                print(f"  {printable(line)}")


def show_run(run: ServerRun) -> None:
    """Print what was sent, answered, stopped, judged and found."""
    requests, answers = run.requests, run.answers
    show("  requests", f"{sum(requests.values())}: {counted(requests)}")
    show("  answers", counted({str(status): sum(names.values()) for status, names in answers.items()}))
    for row in run.operations:
        proof = f"asked {row.asked}x, succeeded {row.successes}x" if row.asked else f"not asked: {row.reason}"
        own = f", {len(row.laws)} laws of its own" if row.laws else ""
        show("  operation", f"{row.id}: {proof}{own}")
    notes = dict.fromkeys(row.note for row in run.rows if row.state == "not exercised")
    show(
        "  laws",
        f"{len(run.rows)}, {sum(row.state != 'not exercised' for row in run.rows)} exercised",
    )
    for note in notes:
        ids = [row.id for row in run.rows if row.state == "not exercised" and row.note == note]
        more = f" and {len(ids) - FEW} more" if len(ids) > FEW else ""
        show("  not exercised", f"{', '.join(ids[:FEW])}{more}: {note}")
    show("  findings", str(len(run.findings)))
    for sentence in run.unproven:
        show("unproven", sentence)


def counted(counts: Mapping[str, int]) -> str:
    """`401 15x, 404 30x`."""
    return ", ".join(f"{name} {count}x" for name, count in counts.items())


@contextmanager
def progress() -> Generator[Callable[[Exchange], None]]:
    """Yield a function to call with each exchange. On a terminal it shows a progress line, removed at the end."""
    number = itertools.count(1)
    shown = 0.0

    def tell(exchange: Exchange) -> None:
        nonlocal shown
        told = next(number)
        if sys.stderr.isatty() and time.monotonic() - shown > OFTEN:
            shown = time.monotonic()
            answer = exchange.response.status or "no answer"
            print(f"\r\033[K{told} requests, {answer}", end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        if shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
