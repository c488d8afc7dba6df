"""`nox -s faults`: which laws notice which faulty servers.

Prints the matrix by its margins and writes all of it to `reports/faults.json`. Exit status 1: a fault got away from its
law, or a law has no fault for itself.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from contract_tests.faults import CLASSES, FAULTS, NEVER_ALONE
from contract_tests.quality.fault_runs import Kill, kills, never_alone
from contract_tests.quality.stock_schemathesis import compare
from contract_tests.verifier.laws.law import all_laws
from contract_tests.verifier.report.terminal import show
from scripts.contract.document import ROOT

REPORT = ROOT / "reports" / "faults.json"


def show_kills(outcomes: Sequence[Kill]) -> None:
    """Print the matrix by its margins, and every fault that got away."""
    for name in CLASSES:
        group = [outcome for outcome in outcomes if outcome.group == name]
        show("faults", f"{name}: {sum(outcome.is_killed for outcome in group)} of {len(group)} killed")
    noticed = Counter(law for outcome in outcomes for law in outcome.killed_by)
    alone = Counter(outcome.killed_by[0] for outcome in outcomes if len(outcome.killed_by) == 1)
    for law in all_laws():
        reason = f" ({NEVER_ALONE[law.id]})" if law.id in NEVER_ALONE else ""
        show("law", f"{law.id}: notices {noticed[law.id]}, {alone[law.id]} alone{reason}")
    for outcome in outcomes:
        if not outcome.is_killed:
            others = ", ".join(outcome.killed_by) or "nothing"
            show("broken", f"{outcome.id} got away from {outcome.law}: {outcome.sentence}; noticed by {others}")
    for law_id in never_alone(outcomes):
        show("broken", f"{law_id} is never the only law to notice a fault: plant one, or write why in NEVER_ALONE")


def show_comparison(outcomes: Sequence[Kill]) -> None:
    """Print how many faults of each class stock Schemathesis notices, and how many the laws do."""
    noticed = compare(FAULTS)
    show("compare", f"{'faults':>24} {'st run':>10} {'with token and ids':>20} {'laws':>6}")
    for name in (*CLASSES, "all"):
        group = [outcome for outcome in outcomes if name in {outcome.group, "all"}]
        counts = [sum(outcome.id in ids for outcome in group) for ids in noticed]
        killed = sum(bool(outcome.killed_by) for outcome in group)
        show("  " + name, f"{len(group):>20} {counts[0]:>10} {counts[1]:>20} {killed:>6}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print and write the matrix; return the exit status."""
    parser = argparse.ArgumentParser(prog="nox -s faults --", description="Say which laws notice which faulty servers.")
    parser.add_argument("--compare", action="store_true", help="run stock Schemathesis too, for some minutes")
    options = parser.parse_args(arguments)
    outcomes = kills()
    show_kills(outcomes)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({"faults": [asdict(outcome) for outcome in outcomes]}, indent=1) + "\n", "utf-8")
    if options.compare:
        show_comparison(outcomes)
    killed = sum(outcome.is_killed for outcome in outcomes)
    show("reports", f"{REPORT.parent.name}/{REPORT.name}: {killed} of {len(outcomes)} killed")
    return 1 if killed < len(outcomes) or any(never_alone(outcomes)) else 0


if __name__ == "__main__":
    sys.exit(main())
