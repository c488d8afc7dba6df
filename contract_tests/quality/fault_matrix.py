"""`nox -s faults`: which laws notice which faulty servers.

Prints the matrix by its margins and writes all of it to `reports/faults.json`. Exit status 1: a law did not detect
its fault, no fault is detected by a law alone, accepting a faulty server lets another pass, or many connections find
something else than one.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace

from contract_tests.faults import CLASSES, FAULTS, NEVER_ALONE
from contract_tests.quality import acceptance, connections, plan
from contract_tests.quality.fault_runs import FaultRun, fault_runs, never_alone
from contract_tests.quality.stock_schemathesis import BARE, INFORMED, compare
from contract_tests.verifier.laws.law import all_laws
from contract_tests.verifier.report.terminal import show
from scripts.contract.document import ROOT

REPORT = ROOT / "reports" / "faults.json"


def show_runs(runs: Sequence[FaultRun]) -> None:
    """Print the matrix by its margins, and every fault that its law did not detect."""
    for name in CLASSES:
        group = [run for run in runs if run.group == name]
        show("faults", f"{name}: {sum(run.detected for run in group)} of {len(group)} detected")
    noticed = Counter(law for run in runs for law in run.detected_by)
    alone = Counter(run.detected_by[0] for run in runs if len(run.detected_by) == 1)
    for law in all_laws():
        reason = f" ({NEVER_ALONE[law.id]})" if law.id in NEVER_ALONE else ""
        show("law", f"{law.id}: notices {noticed[law.id]}, {alone[law.id]} alone{reason}")
    for run in runs:
        if not run.detected:
            others = ", ".join(run.detected_by) or "no law"
            show("broken", f"{run.id} was not detected by {run.law} but by {others}: {run.sentence}")
    for law_id in never_alone(runs):
        show("broken", f"{law_id} is never the only law to notice a fault: plant one, or write why in NEVER_ALONE")


def show_acceptance(found: acceptance.Acceptance) -> None:
    """Print how many rows of an accept file the faulty servers need, and what passes that should not."""
    servers = found.rows.total()
    by_rows = ", ".join(f"{count} by {rows}" for rows, count in sorted(found.rows.items()))
    show("accept", f"{servers - len(found.not_accepted)} of {servers} faulty servers by their draft; rows: {by_rows}")
    show("accept", f"{found.same} of {servers * (servers - 1)} others pass, as they break the same in the same words")
    for id_ in found.not_accepted:
        show("broken", f"{id_} is not accepted by its own draft")
    for one, other in found.others:
        show("broken", f"{other} passes with the rows for {one}")


def show_comparison(runs: Sequence[FaultRun]) -> None:
    """Print how many faults of each class stock Schemathesis notices, and how many the laws do."""
    noticed = compare(FAULTS)
    show("compare", f"{'faults':>24} {BARE:>15} {INFORMED:>29} {'laws':>6}")
    for name in (*CLASSES, "all"):
        group = [run for run in runs if name in {run.group, "all"}]
        counts = [sum(run.id in ids for run in group) for ids in noticed]
        detected = sum(bool(run.detected_by) for run in group)
        show("  " + name, f"{len(group):>20} {counts[0]:>15} {counts[1]:>29} {detected:>6}")


def show_connections() -> int:
    """Print the faulty servers that are judged differently over one and over many connections; return the status."""
    found = list(connections.differences())
    for line in found:
        show("broken", line)
    show("connections", f"{len(found)} of {len(connections.COMPARED)} faulty servers are judged differently")
    return 1 if found else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print and write the matrix; return the exit status."""
    parser = argparse.ArgumentParser(prog="nox -s faults --", description="Say which laws notice which faulty servers.")
    parser.add_argument("--compare", action="store_true", help="run stock Schemathesis too, for some minutes")
    parser.add_argument("--plan", action="store_true", help="say how many faults the first requests of a run notice")
    parser.add_argument(
        "--connections", action="store_true", help="compare what one connection finds with what eight find"
    )
    options = parser.parse_args(arguments)
    if options.connections:
        return show_connections()
    if options.plan:
        for line in plan.lines():
            show("plan", line)
        return 0
    runs = fault_runs()
    show_runs(runs)
    REPORT.parent.mkdir(exist_ok=True)
    rows = [asdict(replace(run, findings=())) for run in runs]
    REPORT.write_text(json.dumps({"faults": rows}, indent=1) + "\n", "utf-8")
    accepted = acceptance.measured(runs)
    show_acceptance(accepted)
    if options.compare:
        show_comparison(runs)
    detected = sum(run.detected for run in runs)
    show("reports", f"{REPORT.parent.name}/{REPORT.name}: {detected} of {len(runs)} detected")
    return 1 if detected < len(runs) or any(never_alone(runs)) or not accepted.is_right else 0


if __name__ == "__main__":
    sys.exit(main())
