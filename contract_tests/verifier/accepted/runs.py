"""The rows held against runs: what they accept, and which of them accept nothing or no longer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from contract_tests.verifier.accepted.rows import Row, divided
from contract_tests.verifier.findings import Variant, form_of
from contract_tests.verifier.run import ServerRun, State


@dataclass(frozen=True)
class AcceptFile:
    """The rows of a file, and the day on which they are read."""

    path: Path
    rows: tuple[Row, ...]
    today: date

    def applied(self, run: ServerRun) -> ServerRun:
        """The run, with what a row accepts among the accepted findings."""
        left, accepted = divided(run.findings, [row for row in self.rows if row.until >= self.today])
        is_left = {(finding.check, finding.is_violation) for finding in left}
        changed = {one.finding.check for one in accepted}

        def state(law: str, before: State) -> State:
            if law not in changed:
                return before
            return "violated" if (law, True) in is_left else "deviation" if (law, False) in is_left else "accepted"

        rows = tuple(replace(row, state=state(row.id, row.state)) for row in run.rows)
        return replace(run, rows=rows, findings=tuple(left), accepted=tuple(accepted))

    def stale(self, runs: Sequence[ServerRun]) -> Iterator[str]:
        """Say which rows are past their date, and which accept nothing though their law was exercised."""
        for row in self.rows:
            if row.until < self.today:
                yield f"{self._name(row)} was valid until {row.until}: fix the server, or decide anew."
            elif not _is_used(row, runs) and not all(self._why_not_judged(row, run) for run in runs):
                yield f"{self._name(row)} accepts nothing that was found: remove it."

    def undecided(self, runs: Sequence[ServerRun]) -> Iterator[str]:
        """Say which rows accept nothing because what they are about was not exercised."""
        for row in self.rows:
            reasons = [self._why_not_judged(row, run) for run in runs]
            if row.until >= self.today and not _is_used(row, runs) and reasons and all(reasons):
                yield f"{self._name(row)} could not be judged: {reasons[0]}."

    def _why_not_judged(self, row: Row, run: ServerRun) -> str:
        """Why a run cannot say that a row is about nothing: a law of another row may ask for such answers."""
        alike = (one for one in self.rows if (one.operation, one.status) == (row.operation, row.status))
        return _why_not_judged(row, run) or next(filter(None, (_why_not_asked(one, run) for one in alike)), "")

    def _name(self, row: Row) -> str:
        return f"{self.path}:{row.line}: the row for {row.law}"


def _is_used(row: Row, runs: Sequence[ServerRun]) -> bool:
    return any(accepted.line == row.line for run in runs for accepted in run.accepted)


def _why_not_asked(row: Row, run: ServerRun) -> str:
    """Why a run did not ask all that the law of a row asks; empty if it did."""
    if run.unproven:
        return run.unproven[0]
    if note := next((one.note for one in run.rows if one.id == row.law), ""):
        return note
    if row.operation and not any(one.id == row.operation and one.asked for one in run.operations):
        return f"{row.operation} was not asked"
    return ""


def _why_not_judged(row: Row, run: ServerRun) -> str:
    """Why a run cannot say that a row is about nothing; empty if it can."""
    if reason := _why_not_asked(row, run):
        return reason
    unseen = {
        place.pointer
        for place in run.evidence.places
        if place.operation == row.operation and not place.seen + place.null + place.absent
    }
    if pointer := next((one for one in row.pointers if form_of(Variant(one, "")) in unseen), ""):
        return f"no answer had anything at {pointer}"
    return ""
