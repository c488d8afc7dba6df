"""The measures of the contract jobs, the audit, the client and the start."""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.quality.bench import audit, client, jobs, start
from contract_tests.quality.bench.growth import grown
from contract_tests.quality.bench.turns import NotAvailableError
from contract_tests.verifier.audit.command import audit as audited
from scripts.contract import rules
from scripts.contract.document import load, parse
from scripts.contract.operations import operations


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_grown_contract_keeps_the_rules_and_is_always_the_same(count: int) -> None:
    contract = parse(load().path, grown(load(), count))
    assert len({one.operation_id for one in operations(contract.document)}) == count
    assert rules.check(contract) == []
    assert grown(load(), count) == contract.source


def sleeping(*_: object) -> None:
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


@pytest.mark.parametrize("work", [client.call_over_transport, client.call_over_client, client.call_bare])
def test_a_call_gets_the_examples_in_turn(work: Callable[[], client.Work]) -> None:
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
