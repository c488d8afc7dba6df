"""`nox -s faults`: which laws notice which faulty servers.

Prints the matrix by its margins and writes all of it to `reports/faults.json`. Exit status 1: a fault got away from its
law, or a law has no fault for itself.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from contract_tests.examination import LAWS
from contract_tests.faults import CLASSES, NEVER_ALONE
from contract_tests.kills import Kill, kills, never_alone
from contract_tests.summary import show

REPORT = Path(__file__).parents[1] / "reports" / "faults.json"


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
