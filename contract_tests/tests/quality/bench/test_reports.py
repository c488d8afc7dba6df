"""The page, the table of the guide, and the command that writes both."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest

from contract_tests.quality.bench import __main__ as bench
from contract_tests.quality.bench import charts, report, rows
from contract_tests.quality.bench.rows import Row
from contract_tests.tests.quality.bench.measured import MEASURED, PLAIN


def test_the_page_draws_and_lists_every_row() -> None:
    page = report.page(MEASURED)
    assert [subject.id for subject in bench.SUBJECTS if f"<code>{subject.id}</code>" not in page] == []
    curves = {subject.curve for subject in bench.SUBJECTS if subject.curve}
    assert page.count('<polyline class="ours"') == len(curves)
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    bars = [subject for subject in bench.SUBJECTS if not subject.curve]
    assert page.count('<rect class="bar"') == len(bars)


def test_the_page_of_nothing_says_so() -> None:
    page = report.page(bench.everything({}))
    assert "0 of 0 aims met" in page
    assert "nothing yet" in page
    assert "<polyline" not in page


@pytest.mark.parametrize("growth", [1, 10])
def test_what_is_drawn_stays_within_the_drawing(growth: int) -> None:
    odd = [replace(one, ours=1e-3 * growth**number, peer=1e-3) for number, one in enumerate(MEASURED)]
    for group in bench.GROUPS:
        chosen = [replace(one, subject=replace(one.subject, aim=None)) for one in odd if one.subject.group == group]
        chosen = [one for one in chosen if one.subject.unit != "%"]
        for curve in charts.curves(chosen):
            for point in (*curve.ours, *curve.theirs, *curve.aims):
                assert 0 <= point.x <= charts.WIDTH
                assert 0 <= point.y <= charts.HEIGHT
        for chart in charts.bars(chosen):
            for bar in chart.bars:
                assert 0 <= bar.start <= bar.end <= charts.WIDTH


def test_a_row_of_the_table_says_what_is_missing() -> None:
    lines = report.table([Row(PLAIN, 1.25, None, "the stock client not available: it is not installed")]).splitlines()
    assert lines[0] == "Measured on nothing yet."
    assert (
        lines[-1]
        == "| `decode` | three bodies decoded | 1.25 | not available (the stock client) | ms | | ratio ≤ 1 | |"
    )


def test_the_guide_holds_the_table_between_its_marks() -> None:
    guide = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    written = report.with_table(guide, MEASURED)
    assert written.startswith(f"before\n{report.BEGIN}\n\nMeasured on 2 cores.\n")
    assert written.endswith(f"|\n\n{report.END}\nafter\n")
    assert report.with_table(written, MEASURED) == written


def test_a_guide_without_marks_is_refused() -> None:
    with pytest.raises(report.GuideError, match=r"README\.md lacks the marks"):
        report.with_table("no marks", MEASURED)


def test_the_guide_lists_every_row_with_its_peer_and_its_aim() -> None:
    _, _, rest = report.GUIDE.read_text("utf-8").partition(report.BEGIN)
    table = [line for line in rest.partition(report.END)[0].splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert [(cell[0].strip("`"), cell[3].partition("(")[2], cell[6]) for cell in cells] == [
        (subject.id, f"{subject.peer})" if subject.peer else "", str(subject.aim or "")) for subject in bench.SUBJECTS
    ]


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reports of a bench whose groups measure nothing; the guide is a copy."""

    def group(name: str) -> Callable[[], Iterator[Row]]:
        def measure() -> Iterator[Row]:
            yield from (one for one in MEASURED if one.subject.group == name)

        return measure

    guide = tmp_path / "contract_tests" / "README.md"
    guide.parent.mkdir()
    guide.write_text(f"{report.BEGIN}\n{report.END}\n", "utf-8")
    monkeypatch.setattr(bench, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(bench, "GROUPS", {name: group(name) for name in bench.GROUPS})
    monkeypatch.setattr(report, "GUIDE", guide)
    return tmp_path / "reports"


def test_the_command_writes_both_reports_and_the_guide(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--guide"]) == 0
    assert rows.read(reports / "bench.json", bench.SUBJECTS) == {one.subject.id: one for one in MEASURED}
    assert (reports / "bench.html").read_text("utf-8") == report.page(MEASURED)
    assert report.table(MEASURED) in report.GUIDE.read_text("utf-8")
    assert "verdict     faults-60: " in capsys.readouterr().out


def test_one_group_is_measured_and_the_others_stay(reports: Path) -> None:
    assert bench.main(["--only", "client"]) == 0
    listed = json.loads((reports / "bench.json").read_text("utf-8"))
    assert {one["group"] for one in listed if one["ours"] is not None} == {"client"}
    assert bench.main(["--only", "jobs"]) == 0
    listed = json.loads((reports / "bench.json").read_text("utf-8"))
    assert {one["group"] for one in listed if one["ours"] is not None} == {"client", "jobs"}
    schema = {"items": {"required": ["id", "ours", "peer", "unit", "ratio", "aim", "met"]}, "type": "array"}
    assert jsonschema_rs.is_valid(schema, listed)
    assert [one["id"] for one in listed] == [subject.id for subject in bench.SUBJECTS]


@pytest.mark.parametrize("arguments", [["--only", "nothing"], ["--only"], ["--fast"], ["client"]])
def test_wrong_options_are_refused_in_one_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bench.main(arguments)
    assert ended.value.code == 2
    assert re.fullmatch(r"nox -s bench --: .+; see --help\.\n", capsys.readouterr().err)


def test_broken_reports_and_guides_end_the_bench_before_it_measures(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports.mkdir()
    (reports / "bench.json").write_text("{", "utf-8")
    assert bench.main([]) == 2
    assert capsys.readouterr().err == "could not measure: reports/bench.json holds no rows of a bench: delete it.\n"
    report.GUIDE.write_text("no marks", "utf-8")
    assert bench.main(["--guide"]) == 2
    assert "lacks the marks" in capsys.readouterr().err


def test_an_interruption_keeps_the_groups_that_were_finished(
    reports: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> Iterator[Row]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(bench, "GROUPS", {**bench.GROUPS, "jobs": interrupted})
    assert bench.main([]) == 2
    assert "interrupted" in capsys.readouterr().err
    listed = json.loads((reports / "bench.json").read_text("utf-8"))
    assert {one["group"] for one in listed if one["ours"] is not None} == {"verdict", "audit"}
