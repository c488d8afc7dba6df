"""The rows as one HTML page and as the table of the guide."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import jinja2

from contract_tests.quality.bench import charts
from contract_tests.quality.bench.rows import Row, shown, verdict
from scripts.contract.document import ROOT

TEMPLATE = Path(__file__).with_name("report.html")
GUIDE = ROOT / "contract_tests" / "README.md"
BEGIN, END = "<!-- bench: written by `nox -s bench -- --guide` -->", "<!-- bench: end -->"
HEAD = "| id | measured | ours | peer | unit | ratio | aim | met |"
HEADINGS = {
    "verdict": "A verdict from a server far away",
    "audit": "The audit",
    "jobs": "The contract as it grows",
    "client": "The client",
    "start": "From nothing to a verdict",
}


class GuideError(Exception):
    """The guide cannot be written; the text is one sentence."""


def page(rows: Sequence[Row]) -> str:
    """The page: a section for each group, with what was measured drawn and listed."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    groups = {group: list(found) for group, found in groupby(rows, lambda row: row.subject.group)}
    return template.render(
        groups=groups, headings=HEADINGS, curves=charts.curves, bars=charts.bars, shown=shown, verdict=verdict,
        judged=[row for row in rows if row.met is not None], machines=machines(rows), size=charts,
    )  # fmt: skip


def machines(rows: Iterable[Row]) -> list[str]:
    """The machines on which the rows were measured, each once."""
    return list(dict.fromkeys(row.machine for row in rows if row.machine))


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown, with what they were measured on."""
    lines = [HEAD, "| --- |" + " --- |" * (HEAD.count("|") - 2), *map(_line, rows)]
    return f"Measured on {'; '.join(machines(rows)) or 'nothing yet'}.\n\n" + "\n".join(lines)


def _line(row: Row) -> str:
    subject = row.subject
    missing = "not available" if "not available" in row.note else "not measured"
    peer = f"{shown(row.peer) or missing} ({subject.peer})" if subject.peer else ""
    cells = (
        f"`{subject.id}`", subject.sentence, shown(row.ours) or missing, peer, subject.unit, shown(row.ratio),
        str(subject.aim or ""), verdict(row),
    )  # fmt: skip
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def with_table(guide: str, rows: Sequence[Row]) -> str:
    """The text of the guide with the table of these rows between its marks.

    Raises:
        GuideError: the guide lacks the two comments around the table.
    """
    before, begin, rest = guide.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise GuideError(f"{GUIDE.parent.name}/{GUIDE.name} lacks the marks {BEGIN} and {END}: put them back.")
    return f"{before}{BEGIN}\n\n{table(rows)}\n\n{END}{after}"
