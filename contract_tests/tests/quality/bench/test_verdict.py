"""Verdicts: servers far away, both tools, and the faults that so many requests notice."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contract_tests.faults import FAULTS
from contract_tests.mock import SENDS, Mock, stop_request
from contract_tests.quality import plan
from contract_tests.quality.bench import verdict
from contract_tests.quality.bench.server import distant
from contract_tests.quality.bench.turns import NotAvailableError
from contract_tests.quality.stops import path
from contract_tests.verifier.exchange import Request as Asked
from contract_tests.verifier.transport import OverHttp


@pytest.mark.parametrize(("limit", "statuses"), [(None, [200, 200, 200]), (2, [200, 200, 429])])
def test_a_distant_server_counts_and_refuses_what_is_over_its_limit(limit: int | None, statuses: list[int]) -> None:
    asked = Asked("POST", stop_request(SENDS[0]).target, ((b"authorization", b"Bearer mock-full-access"),))
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
        file = command[command.index("--pairs") + 1] if "--pairs" in command else command[4]
        asked.append(Path(file).read_text("utf-8"))
        url = next(word for word in command if word.startswith("http"))
        targets = [("/api" + path(pair)).encode() for pair in plan.PAIRS]
        stops = [Asked("POST", target, ((b"authorization", b"Bearer mock-full-access"),)) for target in targets]
        assert [one.response.status for one in OverHttp(url).converse(stops)] == [200] * 4

    monkeypatch.setattr(verdict, "finish", finish)
    for tool in (verdict.ours, verdict.peer):
        assert tool(verdict.CONDITIONS[0]).requests == 4
    for text in asked:
        assert all(pair[-1] in text for pair in plan.PAIRS)
