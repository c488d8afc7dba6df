"""What a person reads while and after a verification: a line per subject when all is well, a block per finding."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from contract_tests.findings import Finding
from contract_tests.verification import Verification

COLOURS = {"kept": "32", "broken": "31", "unproven": "33"}


def show(label: str, text: str = "") -> None:
    """Print one line, its label coloured on a terminal."""
    colour = COLOURS.get(label)
    padded = f"{label:<11}"
    if colour and sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        padded = f"\033[{colour}m{padded}\033[0m"
    print(f"{padded} {text}".rstrip(), flush=True)


def show_findings(findings: Iterable[Finding], repeat: str) -> None:
    """Print each finding: the check, where, what is wrong, the request, the command that finds it again."""
    for finding in findings:
        show("broken", f"{finding.check} {finding.pointer or 'answer'} ({finding.status}, seen {finding.count}x)")
        for line in (finding.sentence, finding.curl, repeat):
            if line:
                print(f"  {line}")


def show_verification(verification: Verification) -> None:
    """Print what was sent, answered, stopped, checked and found."""
    run = verification.run
    show("  requests", f"{sum(verification.answers.values())}: {counted(run.requests)}")
    show("  answers", counted(verification.answers))
    show("  stopped", counted(verification.stopped) or "nothing")
    show("  checks", f"{len(run.verdicts)} checks, {sum(run.verdicts.values())} verdicts")
    show("  findings", str(len(verification.findings)))
    for sentence in verification.unproven:
        show("unproven", sentence)


def counted(counter: Counter[str] | Counter[int]) -> str:
    """`401 15 times, 404 30 times` in the order of first appearance; numbers in their own order."""
    items: Iterator[tuple[str | int, int]] = iter(
        sorted(counter.items()) if counter and isinstance(next(iter(counter)), int) else counter.items()
    )
    return ", ".join(f"{name} {count}x" for name, count in items)
