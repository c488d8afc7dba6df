"""The report on the terminal: one line per subject, one block per finding."""

import os
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

from contract_tests.verifier.accepted.rows import Accepted
from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.findings import Finding
from contract_tests.verifier.redaction import printable
from contract_tests.verifier.run import Row, ServerRun
from contract_tests.verifier.wording import number_of

COLOURS = {"kept": "32", "broken": "31", "deviation": "33", "unproven": "33"}
OFTEN = 0.1
FEW = 4
WORTH_TELLING = 5.0
"""Seconds of a pause that is told of even where there is no terminal."""
SHORT, LONG = 200, 2000
"""How many letters of an effect, and of any other line, are shown."""
WIDTH, LINES = 116, 12
"""Columns and lines of the variants of a finding."""


def show(label: str, text: str = "") -> None:
    """Print one line, its label coloured on a terminal."""
    colour = COLOURS.get(label)
    padded = f"{label:<11}"
    if colour and sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        padded = f"\033[{colour}m{padded}\033[0m"
    print(f"{padded} {printable(text)}".rstrip(), flush=True)


def show_findings(findings: Iterable[Finding]) -> None:
    """Print each finding: the check, where, what is wrong, its variants, the request; an effect on one line."""
    for finding in findings:
        if finding.because:
            also = f" and {len(finding.variants)} more like it" if finding.variants else ""
            line = f"{finding.check} {finding.place} because of {finding.because[0]}: {finding.sentence}{also}"
            print(f"  effect  {cut(printable(line), SHORT)}")
            continue
        show("broken" if finding.is_violation else "deviation", f"{finding.check} {finding.place}")
        when = f"first {finding.first}, last {finding.last}" if finding.first else ""
        for line in (finding.sentence, *variants(finding), when, finding.curl):
            if line:
                print(f"  {cut(printable(line), LONG)}")


def show_accepted(accepted: Iterable[Accepted]) -> None:
    """Print each accepted finding on two lines: the check and where, then why it is accepted and until when."""
    for one in accepted:
        show("accepted", f"{one.finding.check} {one.finding.place}")
        print(f"  {cut(printable(one.finding.sentence), SHORT)}")
        print(f"  until {one.until}: {cut(printable(one.reason), SHORT)}")


def cut(line: str, length: int) -> str:
    """The line without what is too long to read; the reports have all of it."""
    return line if len(line) <= length else f"{line[:length]}..."


def variants(finding: Finding) -> Iterator[str]:
    """The variants in few lines: the pointers of other places, other sentences without the words that all have."""
    pointers = dict.fromkeys(one.pointer for one in finding.variants if one.pointer != finding.pointer)
    sentences = [one.sentence for one in finding.variants if not one.pointer]
    differing = without_common([finding.sentence, *sentences])[1:]
    for name, texts in (("also at", list(pointers)), ("also", differing)):
        lines = textwrap.wrap(printable(f"{name} {', '.join(texts)}"), WIDTH, break_on_hyphens=False) if texts else []
        yield from lines[:LINES]
        if len(lines) > LINES:
            yield f"and more: {len(finding.variants)} in all"


def without_common(sentences: Sequence[str]) -> list[str]:
    """The sentences without the words with which all of them begin and end."""
    words = [sentence.split(" ") for sentence in sentences]
    least = min(map(len, words)) - 1
    same = [len(set(column)) == 1 for column in zip(*words, strict=False)]
    start = next((number for number, is_same in enumerate(same) if not is_same), least)
    start = min(start, least)
    backwards = [len(set(column)) == 1 for column in zip(*(reversed(line) for line in words), strict=False)]
    end = min(next((number for number, is_same in enumerate(backwards) if not is_same), least), least - start)
    return [" ".join(line[start : len(line) - end]) for line in words]


def show_run(run: ServerRun) -> None:
    """Print what was sent, answered, stopped, judged and found."""
    for sentence in run.unproven:
        show("unproven", sentence)
    requests, answers = run.requests, run.answers
    show("  requests", f"{sum(requests.values())}: {counted(requests)}")
    show("  answers", counted({str(status): sum(names.values()) for status, names in answers.items()}))
    for row in run.operations:
        proof = f"asked {row.asked}x, succeeded {row.successes}x" if row.asked else f"not asked: {row.reason}"
        own = f", {number_of('law', len(row.laws))} of its own" if row.laws else ""
        show("  operation", f"{row.id}: {proof}{own}")
    unasked = [row for row in run.rows if row.state == "not exercised"]
    show("  laws", f"{len(run.rows)}, {len(run.rows) - len(unasked)} exercised")
    _show_notes("not exercised", [row for row in unasked if row.note not in run.unproven])
    _show_notes("in part", [row for row in run.rows if row.note and row not in unasked])
    accepted = f", and {len(run.accepted)} accepted" if run.accepted else ""
    show("  findings", f"{len(run.findings)}{accepted}")


def _show_notes(label: str, rows: Sequence[Row]) -> None:
    for note in dict.fromkeys(row.note for row in rows):
        ids = [row.id for row in rows if row.note == note]
        more = f" and {len(ids) - FEW} more" if len(ids) > FEW else ""
        show(f"  {label}", f"{', '.join(ids[:FEW])}{more}: {note}")


def counted(counts: Mapping[str, int]) -> str:
    """`401 15x, 404 30x`."""
    return ", ".join(f"{name} {count}x" for name, count in counts.items())


class Line:
    """A line on standard error that changes; only on a terminal."""

    def __init__(self) -> None:
        """Begin without a line."""
        self._shown = 0.0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the line."""
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def show(self, text: str) -> None:
        """Show a text, unless another one was shown just now."""
        if sys.stderr.isatty() and time.monotonic() - self._shown > OFTEN:
            self._shown = time.monotonic()
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


class Progress(Line):
    """Tells on standard error how far a run is: on a terminal by one changing line, elsewhere of long pauses alone."""

    def __init__(self) -> None:
        """Begin with no request."""
        super().__init__()
        self._count = 0
        self._laws = 0
        self._told: dict[str, float] = {}  # when the pause that was told of last will end, by its reason

    def left(self, laws: int) -> None:
        """Take note of how many laws have not asked all of their requests yet."""
        self._laws = laws

    def asked(self, exchange: Exchange) -> None:
        """Tell of an exchange."""
        self._count += 1
        self.show(f"{number_of('request', self._count)}, {exchange.response.status or 'no answer'}")

    def waits(self, seconds: float, reason: str) -> None:
        """Tell of a pause: how many seconds are left, and why."""
        left = f"{number_of('law', self._laws)} left to ask" if self._laws else "only drawn requests left"
        said = f"{reason}: waiting {seconds:.0f} s, after {number_of('request', self._count)}, {left}"
        end = time.monotonic() + seconds
        # Answers to requests that were under way move the end of a pause a little.
        is_new = end - self._told.get(reason, 0.0) >= WORTH_TELLING
        if seconds >= WORTH_TELLING and is_new and not sys.stderr.isatty():
            self._told[reason] = end
            print(said, file=sys.stderr, flush=True)
        self.show(said)
