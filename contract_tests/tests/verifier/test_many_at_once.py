"""Requests that do not depend on each other are under way at once, and nothing else changes."""

import threading
import time
from pathlib import Path

import pytest

from contract_tests.faults import FAULTS
from contract_tests.faults.fault import Fault
from contract_tests.mock import Mock
from contract_tests.quality.fault_runs import PAIRS, TARGETS, contexts, schemas, simulated
from contract_tests.verifiable import verifiable
from contract_tests.verifier.exchange import Exchange, Request, Response
from contract_tests.verifier.guard import Guard, SpentError
from contract_tests.verifier.laws.runner import ask_and_judge
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.transport import InProcess

LIVE = "https://staging.example.com/api"
ANSWER = Response(404, (), b"")
SOME = [fault for fault in FAULTS if fault.law != "at-once"][::9]


class Crowd:
    """A server that counts how many requests are under way at once, in all and for each send."""

    def __init__(self) -> None:
        """Begin with no request."""
        self.most = 0
        self.most_of_a_send = 0
        self.order: list[bytes] = []
        self._now: list[bytes] = []
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Response:
        """Answer after a moment."""
        send = request.target.rpartition(b"/")[2]
        with self._lock:
            self._now.append(send)
            self.order.append(request.target)
            self.most = max(self.most, len(self._now))
            self.most_of_a_send = max(self.most_of_a_send, self._now.count(send))
        time.sleep(0.02)
        with self._lock:
            self._now.remove(send)
        return ANSWER


def guarded(server: Crowd, path: Path, *, budget: int | None = None, connections: int = 8) -> Guard:
    to = InProcess(server, LIVE, is_local=False)
    return Guard(to, schemas().operations, TARGETS, budget=budget, connections=connections, ledger=Ledger(path))


def stop(campaign: str, send: str) -> Request:
    return Request(
        "POST", f"/api/v1/sms/campaigns/{campaign}/stop/{send}".encode(), ((b"accept", b"application/json"),)
    )


def test_what_does_not_depend_on_order_is_under_way_at_once_and_kept_in_order(tmp_path: Path) -> None:
    server = Crowd()
    guard = guarded(server, tmp_path / "ledger")
    requests = [stop(guard.unknown_id(f"a {n}"), guard.unknown_id(f"b {n}")) for n in range(40)]
    results = guard.exchange_all(requests)
    assert 1 < server.most <= 8
    assert [one.request for one in results if isinstance(one, Exchange)] == requests
    assert [exchange.request for exchange in guard.exchanges] == requests


def test_what_concerns_one_send_stays_in_order(tmp_path: Path) -> None:
    server = Crowd()
    guard = guarded(server, tmp_path / "ledger")
    requests = [stop(*pair) for _ in range(6) for pair in PAIRS]
    guard.exchange_all(requests)
    assert (server.most, server.most_of_a_send) == (len(PAIRS), 1)


def test_one_connection_asks_one_request_after_the_other(tmp_path: Path) -> None:
    server = Crowd()
    guard = guarded(server, tmp_path / "ledger", connections=1)
    requests = [stop(guard.unknown_id(n), guard.unknown_id(n)) for n in range(5)]
    guard.exchange_all(requests)
    assert server.most == 1
    assert server.order == [request.target for request in requests]


def test_a_budget_is_exact_over_many_connections(tmp_path: Path) -> None:
    server, budget = Crowd(), 4
    guard = guarded(server, tmp_path / "ledger", budget=budget)
    results = guard.exchange_all([stop(*pair) for _ in range(10) for pair in PAIRS])
    assert len(server.order) == budget * len(PAIRS)
    assert sum(isinstance(one, SpentError) for one in results) == (10 - budget) * len(PAIRS)
    assert len((tmp_path / "ledger").read_text("utf-8").splitlines()) == len(server.order)


def test_an_interruption_ends_the_asking_and_keeps_what_was_answered(tmp_path: Path) -> None:
    server = Crowd()
    guard = guarded(server, tmp_path / "ledger")

    def watch(_: Exchange) -> None:
        if len(server.order) >= 16:
            raise KeyboardInterrupt

    guard.watch = watch
    requests = [stop(guard.unknown_id(f"a {n}"), guard.unknown_id(f"b {n}")) for n in range(200)]
    with pytest.raises(KeyboardInterrupt):
        guard.exchange_all(requests)
    sent = len(server.order)
    assert 0 < len(guard.exchanges) <= sent < 60
    time.sleep(0.1)
    assert len(server.order) == sent


@pytest.mark.parametrize("fault", SOME, ids=lambda fault: fault.id)
def test_many_connections_find_what_one_finds(fault: Fault) -> None:
    def found(connections: int) -> set[str]:
        server, lock = fault.wrap(Mock().handle), threading.Lock()

        def handle(request: Request) -> Response:
            with lock:
                return verifiable(server)(request)

        guard = Guard(
            InProcess(handle), schemas().operations, TARGETS, own=True, connections=connections, pace=simulated()
        )
        return {finding.check for finding in ask_and_judge(contexts(guard)).findings.listed()}

    assert found(8) == found(1)
