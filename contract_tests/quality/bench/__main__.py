"""Measure, print the rows, write reports/bench.json and reports/bench.html, and with `--guide` the table of the guide.

Exit status 0: measured, whatever the aims say. 2: could not, and one sentence says why.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.quality.bench import audit, client, jobs, report, rows, start, verdict
from contract_tests.quality.bench.rows import Row
from contract_tests.verifier.interruption import INTERRUPTION
from contract_tests.verifier.options import Parser
from contract_tests.verifier.report.terminal import show
from scripts.crash import REPORTS, guarded

GROUPS: Mapping[str, Callable[[], Iterator[Row]]] = {
    verdict.GROUP: verdict.measure,
    audit.GROUP: audit.measure,
    jobs.GROUP: jobs.measure,
    client.GROUP: client.measure,
    start.GROUP: start.measure,
}
SUBJECTS = (*verdict.SUBJECTS, *audit.SUBJECTS, *jobs.SUBJECTS, *client.SUBJECTS, *start.SUBJECTS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the arguments ask for; what was measured before stays in the reports."""
    parser = Parser(prog="nox -s bench --", description="Measure what users feel, beside a peer where there is one.")
    parser.add_argument("--only", choices=GROUPS, help="measure this group; the others stay as they were measured")
    parser.add_argument(
        "--guide", action="store_true", help=f"write the table into {report.GUIDE.parent.name}/README.md"
    )
    options = parser.parse_args(arguments)
    try:
        with INTERRUPTION.watched():
            measured(options.only, to_guide=options.guide)
    except (rows.RowsError, report.GuideError) as error:
        print(f"could not measure: {error}", file=sys.stderr)
    except OSError as error:
        print(f"could not measure: {error.filename}: {(error.strerror or str(error)).lower()}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("could not measure: interrupted; groups that were finished are in the reports.", file=sys.stderr)
    else:
        show("reports", "reports/bench.html, reports/bench.json")
        return 0
    return 2


def measured(only: str | None, *, to_guide: bool) -> None:
    """Measure one group or all, and write each when it is finished."""
    if to_guide:
        report.with_table(report.GUIDE.read_text("utf-8"), [])
    known = rows.read(REPORTS / "bench.json", SUBJECTS)
    show("machine", rows.machine())
    for group in [only] if only else GROUPS:
        for row in GROUPS[group]():
            known[row.subject.id] = row
            show(row.subject.group, told(row))
        written(known)
    if to_guide:
        report.GUIDE.write_text(report.with_table(report.GUIDE.read_text("utf-8"), everything(known)), "utf-8")
        show("guide", f"{report.GUIDE.parent.name}/{report.GUIDE.name}")


def everything(known: Mapping[str, Row]) -> list[Row]:
    """A row for each subject, measured or not."""
    return [known.get(subject.id, Row(subject, note="not measured")) for subject in SUBJECTS]


def written(known: Mapping[str, Row]) -> None:
    """Write the reports."""
    found = everything(known)
    rows.write(REPORTS / "bench.json", found)
    (REPORTS / "bench.html").write_text(report.page(found), "utf-8")


def told(row: Row) -> str:
    """The row in one line."""
    figures = f"{row.subject.id}: {rows.shown(row.ours) or '-'} {row.subject.unit}"
    peer = f", {row.subject.peer} {rows.shown(row.peer)}, ratio {rows.shown(row.ratio)}" if row.peer is not None else ""
    aim = f", aim {row.subject.aim}: {rows.verdict(row) or 'not judged'}" if row.subject.aim else ""
    return f"{figures}{peer}{aim}{f' ({row.note})' if row.note else ''}"


if __name__ == "__main__":
    sys.exit(guarded("bench", main))
