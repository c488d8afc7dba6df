"""Rows, what they aim at, and both sides measured in turns."""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.quality.bench import __main__ as bench
from contract_tests.quality.bench import report, rows
from contract_tests.quality.bench.rows import Aim, Row, RowsError, ratio
from contract_tests.quality.bench.turns import Side, compared, in_turns, row
from contract_tests.tests.quality.bench.measured import PLAIN, unavailable


@pytest.mark.parametrize(
    ("aim", "ours", "peer", "met"),
    [
        (ratio(1.25), 5.0, 4.0, True),
        (ratio(1.25), 5.1, 4.0, False),
        (ratio(1.25), 5.0, None, None),
        (ratio(1.25), None, 4.0, None),
        (ratio(1.25), 5.0, 0.0, None),
        (Aim("ours", "most", 20.0), 20.0, 1.0, True),
        (Aim("ours", "most", 20.0), 20.1, None, False),
        (Aim("ours", "least", 95.0), 95.0, None, True),
        (Aim("ours", "least", 95.0), 94.9, None, False),
        (None, 5.0, 4.0, None),
    ],
)
def test_an_aim_is_judged_by_what_it_is_about(
    *,
    aim: Aim | None,
    ours: float | None,
    peer: float | None,
    met: bool | None,
) -> None:
    assert Row(replace(PLAIN, aim=aim), ours, peer).met is met


def test_a_row_is_written_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "bench.json"
    one = Row(PLAIN, 1.0, 2.0, "a note", "2 cores")
    rows.write(path, [one])
    (written,) = json.loads(path.read_text("utf-8"))
    assert {
        "id": "decode",
        "ours": 1.0,
        "peer": 2.0,
        "ratio": 0.5,
        "aim": "ratio ≤ 1",
        "met": True,
    }.items() <= written.items()
    assert rows.read(path, [PLAIN]) == {"decode": one}


def test_a_row_that_is_measured_no_longer_is_forgotten(tmp_path: Path) -> None:
    rows.write(tmp_path / "bench.json", [Row(PLAIN, 1.0, 2.0)])
    assert rows.read(tmp_path / "bench.json", []) == {}


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"id": "decode"}]', "3"])
def test_a_file_that_holds_no_rows_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "bench.json").write_text(text, "utf-8")
    with pytest.raises(RowsError, match=r"bench\.json holds no rows of a bench: delete it\."):
        rows.read(tmp_path / "bench.json", [PLAIN])


@pytest.mark.parametrize(("load", "said"), [(0.5, ""), (1000.0, "busy with other work, ")])
def test_the_machine_is_described_without_its_name(monkeypatch: pytest.MonkeyPatch, load: float, said: str) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    assert re.fullmatch(rf"\d+ cores, {said}Python [\w.+]+, \w+ \w+", rows.machine.__wrapped__())


def test_every_row_has_an_id_and_a_group_of_its_own() -> None:
    ids = [subject.id for subject in bench.SUBJECTS]
    assert len(set(ids)) == len(ids)
    assert {subject.group for subject in bench.SUBJECTS} == bench.GROUPS.keys() == report.HEADINGS.keys()


def test_both_sides_take_turns_and_the_one_that_begins_changes() -> None:
    order: list[str] = []
    in_turns(lambda: order.append("ours"), lambda: order.append("peer"), 3)
    assert order == ["ours", "peer", "peer", "ours", "ours", "peer"]


def test_the_medians_of_the_rounds_are_compared() -> None:
    ours, peer = iter([1.0, 9.0, 2.0]), iter([4.0, 4.0, 40.0])
    found = compared(PLAIN, lambda: next(ours), lambda: next(peer), 3)
    assert (found.ours, found.peer, found.ratio, found.note) == (2.0, 4.0, 0.5, "")


def test_a_peer_that_is_missing_is_a_note_and_no_crash() -> None:
    found = compared(PLAIN, lambda: 3.0, unavailable, 3)
    assert (found.ours, found.peer, found.ratio, found.met) == (3.0, None, None, None)
    assert found.note == "the stock client not available: it is not installed"


def test_what_is_missing_on_our_side_is_a_note_too() -> None:
    found = compared(PLAIN, unavailable, lambda: 3.0, 1)
    assert (found.ours, found.peer, found.note) == (None, 3.0, "ours not available: it is not installed")


def test_a_side_that_broke_off_has_no_figure() -> None:
    figures = iter([1.0])
    side = Side(lambda: next(figures, 0.0) or unavailable())
    for _ in range(3):
        side.take()
    assert (side.rounds, side.lack) == ([], "not available: it is not installed")
    assert row(PLAIN, (side, Side(None)), float).ours is None
