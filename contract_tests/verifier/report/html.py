"""The outcome as one HTML page: no script, no network requests, light and dark."""

import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import jinja2

from contract_tests.verifier.laws.law import all_laws
from contract_tests.verifier.outcome import BROKEN, UNPROVEN, Outcome
from contract_tests.verifier.run import OTHERS, ServerRun, State

TEMPLATE = Path(__file__).with_name("html.html")
MARKS: dict[State, str] = {"kept": "✓", "violated": "✗", "deviation": "~", "accepted": "≈", "not exercised": "·"}
# fmt: off
CLASSES: dict[State, str] = {
    "kept": "kept", "violated": "violated", "deviation": "deviation", "accepted": "accepted", "not exercised": "rest"
}
# fmt: on


@dataclass(frozen=True)
class Cell:
    """One keyword at one place: whether it had something to judge, and what to say of it."""

    met: bool
    title: str


@dataclass(frozen=True)
class Mark:
    """A law detected a faulty server, or its law did not."""

    kind: Literal["own", "other", "alive"]
    row: int
    column: int
    title: str


@dataclass(frozen=True)
class Matrix:
    """Which laws noticed which faulty servers: rows are laws, columns faults."""

    laws: tuple[str, ...]
    columns: tuple[str, ...]
    marks: tuple[Mark, ...]

    @property
    def alive(self) -> int:
        """How many faulty servers were not detected by their law."""
        return sum(mark.kind == "alive" for mark in self.marks)

    @classmethod
    def read(cls, path: Path) -> "Matrix | None":
        """Read the report of `nox -s faults`; None if there is none."""
        try:
            faults: list[dict[str, Any]] = json.loads(path.read_bytes())["faults"]
            detections = [(fault["id"], fault["law"], list[str](fault["detected_by"])) for fault in faults]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        known = [law.id for law in all_laws()]
        laws = sorted({law for _, own, noticed in detections for law in (own, *noticed)} & set(known), key=known.index)
        marks = [
            Mark("own" if law == own else "other", laws.index(law), column, f"{law} noticed {id_}")
            for column, (id_, own, noticed) in enumerate(detections)
            for law in noticed
            if law in laws
        ]
        marks += [
            Mark("alive", laws.index(own), column, f"{id_} got away from {own}")
            for column, (id_, own, noticed) in enumerate(detections)
            if own in laws and own not in noticed
        ]
        return cls(tuple(laws), tuple(id_ for id_, _, _ in detections), tuple(marks))


def rendered(outcome: Outcome, faults: Matrix | None = None) -> str:
    """The page; `faults` is the fault matrix of the last fault run."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    return template.render(
        outcome=outcome,
        says=headline(outcome),
        marks=MARKS,
        classes=CLASSES,
        states=states,
        columns=columns,
        share=share,
        keywords=keywords,
        faults=faults,
    )


def headline(outcome: Outcome) -> str:
    """What the verdict means, in one sentence that is true of what follows."""
    findings = [finding for run in outcome.targets.values() for finding in run.findings]
    is_violated = any(finding.is_violation for finding in findings)
    deviations = sum(not finding.is_violation for finding in findings)
    accepted = [one for run in outcome.targets.values() for one in run.accepted]
    if outcome.verdict == UNPROVEN:
        seen = "A promise was seen broken, but the run did not end." if is_violated else ""
        known = "The run proves nothing; findings are below." if findings or accepted else ""
        return seen or known or "No promise was seen broken, but that proves nothing."
    if outcome.verdict == BROKEN:
        sentences = {
            "A promise of the contract was broken.": is_violated,
            "A deviation breaks the contract here, as --strict says.": deviations
            and outcome.strict
            and not is_violated,
            "generated/ is not what openapi.yaml gives.": outcome.differences,
            "A row of the accept file is stale.": outcome.stale,
        }
        return " ".join(sentence for sentence, is_so in sentences.items() if is_so)
    known = f" Accepted findings: {len(accepted)}." if accepted else ""
    if deviations:
        what = "Nothing else" if any(one.finding.is_violation for one in accepted) else "Nothing"
        return f"{what} that is documented was broken. The server deviates in {deviations} other ways.{known}"
    if known:
        return f"Nothing was broken but what is accepted.{known}"
    return "Everything that was asked was answered as the contract says."


def states(run: ServerRun) -> Counter[str]:
    """How many laws have each state."""
    return Counter(row.state for row in run.rows)


def columns(run: ServerRun) -> list[str]:
    """The operations that were asked, then the rest."""
    names = {name for counts in run.answers.values() for name in counts}
    return sorted(names, key=lambda name: (name == OTHERS, name))


def share(count: int) -> int:
    """The colour of a count, in percent, on a logarithmic scale."""
    return min(70, round(22 * math.log10(count + 1)))


def keywords(run: ServerRun) -> dict[str, list[Cell]]:
    """The keywords of each body, by its operation and status."""
    cells: dict[str, list[Cell]] = {}
    for place in run.evidence.places:
        body = cells.setdefault(f"{place.operation} {place.status}", [])
        for word, promise in place.keywords.items():
            body.append(Cell(promise.seen > 0, f"{place.pointer or '/'} {word}: {promise.seen} values"))
    return cells
