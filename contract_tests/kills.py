"""Every fault against every law: which laws notice which faulty servers, and which servers get away.

`python -m contract_tests.kills` prints the matrix in short and writes all of it to `reports/faults.json`. Exit status 1:
a fault got away from its law.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from contract_tests.examination import LAWS, Examination, examine
from contract_tests.faults import CLASSES, NEVER_ALONE
from contract_tests.faults.fault import Wrapper
from contract_tests.guard import Guard, Pair
from contract_tests.laws.law import Bench
from contract_tests.laws.shapes import Shapes
from contract_tests.mock import SENDS, TOKEN, Mock
from contract_tests.server import InProcess
from contract_tests.summary import show
from scripts.contract import load

PAIRS = tuple(Pair(send.campaign, send.send) for send in SENDS)
REPORT = Path(__file__).parents[1] / "reports" / "faults.json"
_FAULTS = {fault.id: (name, fault) for name, faults in CLASSES.items() for fault in faults}


@dataclass(frozen=True)
class Kill:
    """What became of one fault; `killed_by` names laws in the order of their table, `violates` those that are sure."""

    id: str
    group: str
    law: str
    sentence: str
    killed_by: tuple[str, ...]
    violates: tuple[str, ...]

    @property
    def is_killed(self) -> bool:
        """Whether the law noticed that has to."""
        return self.law in self.killed_by


@cache
def shapes() -> Shapes:
    """The contract's view of answers."""
    return Shapes(load().document)


def examined(wrap: Wrapper, *, seed: int = 1, pairs: Sequence[Pair] = PAIRS) -> Examination:
    """Hold a server made of the mock against all laws, in process."""
    guard = Guard(InProcess(wrap(Mock().handle)), tuple(pairs), own=True, seed=seed)
    return examine(Bench(guard, TOKEN, shapes()))


def kill(id_: str) -> Kill:
    """Hold one faulty server against all laws."""
    group, fault = _FAULTS[id_]
    findings = examined(fault.wrap).findings.listed()
    found, sure = ({finding.check for finding in some} for some in (findings, filter(lambda f: f.is_violation, findings)))
    return Kill(
        fault.id,
        group,
        fault.law,
        fault.sentence,
        killed_by=tuple(law.id for law in LAWS if law.id in found),
        violates=tuple(law.id for law in LAWS if law.id in sure),
    )


def kills() -> list[Kill]:
    """Hold all faulty servers against all laws, on all processors."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(kill, _FAULTS, chunksize=8))


def never_alone(outcomes: Sequence[Kill]) -> Iterator[str]:
    """The laws that no fault has for itself, though no reason is given."""
    alone = {outcome.killed_by[0] for outcome in outcomes if len(outcome.killed_by) == 1}
    return (law.id for law in LAWS if law.id not in alone and law.id not in NEVER_ALONE)


def show_kills(outcomes: Sequence[Kill]) -> None:
    """Print the matrix by its margins, and every fault that got away."""
    for name in CLASSES:
        group = [outcome for outcome in outcomes if outcome.group == name]
        show("faults", f"{name}: {sum(outcome.is_killed for outcome in group)} of {len(group)} killed")
    noticed = Counter(law for outcome in outcomes for law in outcome.killed_by)
    alone = Counter(outcome.killed_by[0] for outcome in outcomes if len(outcome.killed_by) == 1)
    for law in LAWS:
        reason = f" ({NEVER_ALONE[law.id]})" if law.id in NEVER_ALONE else ""
        show("law", f"{law.id}: notices {noticed[law.id]}, {alone[law.id]} alone{reason}")
    for outcome in outcomes:
        if not outcome.is_killed:
            others = ", ".join(outcome.killed_by) or "nothing"
            show("broken", f"{outcome.id} got away from {outcome.law}: {outcome.sentence}; noticed by {others}")
    for law_id in never_alone(outcomes):
        show("broken", f"{law_id} is never the only law to notice a fault: plant one, or write why in NEVER_ALONE")


def main() -> int:
    """Print and write the matrix; return the exit status."""
    outcomes = kills()
    show_kills(outcomes)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({"faults": [asdict(outcome) for outcome in outcomes]}, indent=1) + "\n", "utf-8")
    killed = sum(outcome.is_killed for outcome in outcomes)
    show("reports", f"{REPORT.parent.name}/{REPORT.name}: {killed} of {len(outcomes)} killed")
    return 1 if killed < len(outcomes) or any(never_alone(outcomes)) else 0


if __name__ == "__main__":
    sys.exit(main())
