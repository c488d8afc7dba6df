"""The bench: rows and what they aim at, both sides in turns, the reports and the guide. No test measures anything."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from contract_tests.faults import FAULTS
from contract_tests.mock import SENDS, Mock
from contract_tests.quality import plan
from contract_tests.quality.bench import __main__ as bench
from contract_tests.quality.bench import audit, charts, client, jobs, processes, report, rows, start, verdict
from contract_tests.quality.bench.growth import grown
from contract_tests.quality.bench.rows import Aim, Row, RowsError, Subject, ratio
from contract_tests.quality.bench.server import distant
from contract_tests.quality.bench.turns import NotAvailableError, Side, compared, in_turns, row
from contract_tests.verifier.audit.command import audit as audited
from contract_tests.verifier.exchange import Request as Asked
from contract_tests.verifier.transport import OverHttp
from scripts.contract import rules
from scripts.contract.document import load, parse
from scripts.contract.operations import operations

PLAIN = Subject("decode", "client", "three bodies decoded", "ms", "the stock client", ratio(1.0))
MEASURED = [
    Row(subject, 20.0 + number, None if not subject.peer else 10.0, "52 of 410 faults", "2 cores")
    for number, subject in enumerate(bench.SUBJECTS)
]


def unavailable() -> float:
    raise NotAvailableError("it is not installed")


# Rows


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
    aim: Aim | None,
    ours: float | None,
    peer: float | None,
    met: bool | None,  # noqa: FBT001
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


# Turns


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


# Processes


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; sys.exit(3)", "it ended with exit status 3; is there a network?"),
        ("import time; time.sleep(60)", "it took longer than 0.5 s"),
    ],
)
def test_a_command_that_does_not_end_well_is_not_available(program: str, said: str) -> None:
    with pytest.raises(NotAvailableError, match=re.escape(said)):
        processes.finish(
            [sys.executable, "-c", program], 0.5 if "sleep" in program else 60, advice="; is there a network?"
        )


def test_a_command_that_is_not_installed_is_not_available(tmp_path: Path) -> None:
    with pytest.raises(NotAvailableError, match="uvx cannot be started"):
        processes.finish([str(tmp_path / "uvx")], 60)


def test_a_command_ends_with_all_that_it_started(tmp_path: Path) -> None:
    fifo = tmp_path / "open while anything runs"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    processes.finish(["sh", "-c", 'exec 3> "$0"; echo begun >&3; sleep 3600 &', str(fifo)], 60)
    os.set_blocking(reader, True)
    assert os.read(reader, 100) == b"begun\n"
    assert not os.read(reader, 100)  # the end comes when the last process is gone
    os.close(reader)


def test_an_interruption_ends_the_commands_of_all_threads() -> None:
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(processes.finish, ["sleep", "3600"], 3600)
        while not processes.RUNNING:
            assert not held.done()
        processes.end_all()
        with pytest.raises(NotAvailableError, match="exit status -9"):
            held.result()


def test_an_interruption_of_patient_runs_ends_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def held(_: verdict.Condition) -> verdict.Run:
        processes.finish(["sleep", "3600"], 3600)
        raise AssertionError

    def interrupted(_: Side[verdict.Run]) -> None:
        while not processes.RUNNING:
            pass
        raise KeyboardInterrupt

    monkeypatch.setattr(verdict, "CONDITIONS", [one for one in verdict.CONDITIONS if one.is_patient])
    monkeypatch.setattr(verdict, "ours", held)
    monkeypatch.setattr(verdict, "peer", held)
    monkeypatch.setattr(Side, "take", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(verdict.measure())
    assert not processes.RUNNING


# Verdicts


@pytest.mark.parametrize(("limit", "statuses"), [(None, [200, 200, 200]), (2, [200, 200, 429])])
def test_a_distant_server_counts_and_refuses_what_is_over_its_limit(limit: int | None, statuses: list[int]) -> None:
    target = f"/api/v1/sms/campaigns/{SENDS[0].campaign}/stop/{SENDS[0].send}".encode()
    asked = Asked("POST", target, ((b"authorization", b"Bearer mock-full-access"),))
    with distant(Mock().handle, limit=limit) as server:
        answers = [OverHttp(server.url).converse([asked])[0].response for _ in range(3)]
    assert [answer.status for answer in answers] == statuses
    assert (server.requests, server.refused) == (3, statuses.count(429))
    names = {name for name, _ in answers[-1].headers}
    assert (b"retry-after" in names) is (429 in statuses)
    assert (b"x-ratelimit-limit" in names) is (limit is not None)


def test_a_distant_server_answers_late() -> None:
    with distant(Mock().handle, latency=5.0) as server:
        (exchange,) = OverHttp(server.url, limit=0.2).converse([Asked("GET", b"/api")])
    assert (exchange.failure, server.requests) == ("no complete answer within 0.2 s", 1)


def test_a_tool_that_asks_nothing_has_no_verdict() -> None:
    def nothing(_: str) -> None:
        return None

    with pytest.raises(NotAvailableError, match="it asked nothing"):
        verdict.ended(verdict.CONDITIONS[0], nothing)


def test_the_share_of_the_faults_is_that_of_the_requests_that_were_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    def share_noticed(counts: set[int]) -> dict[int, float]:
        return {count: float(count) for count in counts}

    monkeypatch.setattr(verdict, "share_noticed", share_noticed)
    monkeypatch.setattr(
        verdict, "share_of_peer", lambda: (None, "; `st run` not available: it ended without a verdict")
    )
    found = {one.subject.id: one for one in verdict.noticed(80)}
    assert [(id_, one.ours, one.met) for id_, one in found.items()] == [
        ("faults", 80.0, None),
        ("faults-60", 60.0, False),
        ("faults-300", 300.0, True),
    ]
    assert "not available" in found["faults"].note
    lacking, *others = verdict.noticed(None)
    assert (lacking.ours, [one.ours for one in others]) == (None, [60.0, 300.0])
    assert "ours not available: there was no verdict" in lacking.note


def test_the_share_of_the_faults_is_counted_on_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def is_noticed(id_: str, requests: int) -> bool:
        return verdict.IDS.index(id_) >= requests

    def threads(**_: object) -> ThreadPoolExecutor:
        return ThreadPoolExecutor()

    monkeypatch.setattr(verdict, "ProcessPoolExecutor", threads)
    monkeypatch.setattr(plan, "is_noticed", is_noticed)
    assert tuple(fault.id for fault in FAULTS) == verdict.IDS
    assert verdict.share_noticed({21}) == {21: 100 * (len(FAULTS) - 21) / len(FAULTS)}


def test_both_tools_are_told_of_all_sends_that_the_server_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def finish(command: Sequence[str], *_: object, **__: object) -> None:
        path = command[command.index("--pairs") + 1] if "--pairs" in command else command[4]
        asked.append(Path(path).read_text("utf-8"))
        url = next(word for word in command if word.startswith("http"))
        targets = [f"/api/v1/sms/campaigns/{pair.campaign}/stop/{pair.send}".encode() for pair in plan.PAIRS]
        stops = [Asked("POST", target, ((b"authorization", b"Bearer mock-full-access"),)) for target in targets]
        assert [one.response.status for one in OverHttp(url).converse(stops)] == [200] * 4

    monkeypatch.setattr(verdict, "finish", finish)
    for tool in (verdict.ours, verdict.peer):
        assert tool(verdict.CONDITIONS[0]).requests == 4
    for text in asked:
        assert all(pair.send in text for pair in plan.PAIRS)


# The contract and the audit


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_grown_contract_keeps_the_rules_and_is_always_the_same(count: int) -> None:
    contract = parse(load().path, grown(load(), count))
    assert len({one.operation_id for one in operations(contract.document)}) == count
    assert rules.check(contract) == []
    assert grown(load(), count) == contract.source


def sleeping(*_: object) -> None:
    import time  # noqa: PLC0415 - for the process that is to be ended

    time.sleep(60)


def failing(*_: object) -> None:
    raise SystemExit(1)


@pytest.mark.parametrize(
    ("work", "said"), [(sleeping, "it took longer than 1 s"), (failing, "it failed")], ids=["slow", "failing"]
)
def test_a_job_that_does_not_end_well_is_not_available(work: jobs.Work, said: str) -> None:
    with pytest.raises(NotAvailableError, match=said):
        jobs.seconds(work, load().path, load(), 1 if work is sleeping else 60)


def test_the_recorded_traffic_can_be_judged_and_is_always_the_same(tmp_path: Path) -> None:
    paths = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    for path in paths:
        audit.record(path, 200)
    outcome = audited([paths[0]], load())
    assert (outcome.exchanges, outcome.unjudged, outcome.obstacle) == (200, {}, "")
    assert {200, 401, 404, 405} <= outcome.answers.keys()
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_an_audit_that_does_not_end_well_is_not_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    monkeypatch.setattr(audit, "EXCHANGES", 10)
    found = list(audit.measure())
    assert [one.subject.id for one in found] == [subject.id for subject in audit.SUBJECTS]
    assert {one.note for one in found} == {"ours not available: it ended with exit status 3"}


# The client and the start


@pytest.mark.parametrize("work", [client.call_over_transport, client.call_over_client, client.call_bare])
def test_a_call_gets_the_examples_in_turn(work: Any) -> None:  # noqa: ANN401 - a function of the bench
    call = work()
    assert len({str(call()) for _ in client.bodies() * 2}) == len(client.bodies())


def test_a_start_without_a_network_or_uvx_is_not_available(monkeypatch: pytest.MonkeyPatch) -> None:
    def fresh(copy: Path) -> None:
        copy.mkdir(exist_ok=True)

    def nowhere(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr(start, "fresh", fresh)
    monkeypatch.setattr(start, "main_job", lambda: ["sh", "-c", "exit 1"])
    monkeypatch.setattr(shutil, "which", nowhere)
    found = list(start.measure())
    assert [one.subject for one in found] == list(start.SUBJECTS)
    assert found[0].note == (
        "ours not available: it ended with exit status 1; is there a network?; "
        "`uvx schemathesis --help` not available: uvx is not installed"
    )


def test_the_start_runs_the_command_that_the_readme_shows() -> None:
    assert start.main_job()[-1].strip().endswith("nox -s contract")


def test_a_fresh_copy_holds_the_files_of_the_repository_alone(tmp_path: Path) -> None:
    start.fresh(tmp_path / "copy")
    assert (tmp_path / "copy" / "openapi.yaml").read_bytes() == load().source
    assert not (tmp_path / "copy" / ".git").exists()


# The reports


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


def test_the_guide_lists_every_row_with_its_aim() -> None:
    _, _, rest = report.GUIDE.read_text("utf-8").partition(report.BEGIN)
    table = [line for line in rest.partition(report.END)[0].splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert [(cell[0].strip("`"), cell[6]) for cell in cells] == [
        (subject.id, str(subject.aim or "")) for subject in bench.SUBJECTS
    ]


# The command


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reports of a bench whose groups measure nothing; the guide is a copy."""

    def group(name: str) -> Any:  # noqa: ANN401 - a function that yields rows
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
