"""Requests that do not depend on each other are under way at once, and nothing else changes."""

import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.mock import SENDS, KnownSend, stop_request
from contract_tests.quality.fault_runs import TARGETS, schemas
from contract_tests.verifier.exchange import Exchange, Request, Response
from contract_tests.verifier.guard import Guard, RefusedError, SpentError
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.pace import OutOfTimeError, Pace
from contract_tests.verifier.transport import CouldNotVerifyError, InProcess

LIVE = "https://staging.example.com/api"
ANSWER = Response(404, (), b"")


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


def known(send: KnownSend) -> Request:
    return Request("POST", stop_request(send).target, ((b"accept", b"application/json"),))


def stop(campaign: str, send: str) -> Request:
    return known(SENDS[0]._replace(campaign=campaign, send=send))


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
    requests = [known(send) for _ in range(6) for send in SENDS]
    guard.exchange_all(requests)
    assert (server.most, server.most_of_a_send) == (len(SENDS), 1)


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
    results = guard.exchange_all([known(send) for _ in range(10) for send in SENDS])
    assert len(server.order) == budget * len(SENDS)
    assert sum(isinstance(one, SpentError) for one in results) == (10 - budget) * len(SENDS)
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


def test_what_must_not_leave_is_named_and_the_others_are_sent(tmp_path: Path) -> None:
    server = Crowd()
    guard = guarded(server, tmp_path / "ledger")
    refused, sent = stop(guard.unknown_id("a"), "1"), stop(guard.unknown_id("a"), guard.unknown_id("b"))
    results = guard.exchange_all([refused, sent])
    assert isinstance(results[0], RefusedError)
    assert isinstance(results[1], Exchange)
    assert server.order == [sent.target]


def test_what_could_act_on_several_sends_keeps_all_that_could_act_in_one_row(tmp_path: Path) -> None:
    server = Crowd()
    guard = Guard(
        InProcess(server, LIVE), schemas().operations, TARGETS, connections=8, ledger=Ledger(tmp_path / "ledger")
    )
    both = known(SENDS[0])
    both = replace(both, target=both.target + b"?send=" + SENDS[1].send.encode())
    others = [stop(guard.unknown_id(n), guard.unknown_id(n)) for n in "ab"]
    requests = [both, *map(known, SENDS), *others]
    guard.exchange_all(requests)
    acting = [target for target in server.order if target in {one.target for one in requests[: len(SENDS) + 1]}]
    assert acting == [one.target for one in requests[: len(SENDS) + 1]]


def test_answers_count_and_what_is_spent_is_known(tmp_path: Path) -> None:
    guard = guarded(Crowd(), tmp_path / "ledger", budget=1)
    assert not guard.answered
    guard.exchange_all([known(send) for _ in range(3) for send in SENDS])
    assert guard.answered
    assert dict(guard.spent) == dict.fromkeys(TARGETS, 1)
    assert len((tmp_path / "ledger").read_text("utf-8").splitlines()) == len(SENDS)


def test_all_answers_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[Guard.__module__], "VOLUME", 4)
    server = InProcess(lambda _: Response(404, (), b"12"), LIVE, is_local=False)
    guard = Guard(server, schemas().operations, TARGETS, ledger=Ledger(tmp_path / "ledger"))
    requests = [stop(guard.unknown_id(n), guard.unknown_id(n)) for n in range(3)]
    results = guard.exchange_all(requests)
    assert [isinstance(one, OutOfTimeError) for one in results] == [False, False, True]


def test_a_refusal_for_the_rate_is_asked_again() -> None:
    answers = iter([Response(429, ((b"retry-after", b"0"),), b""), ANSWER])
    guard = Guard(InProcess(lambda _: next(answers)), (), own=True)
    assert guard.exchange(stop("a", "b")).response is ANSWER


def test_as_many_are_under_way_as_the_caller_says(tmp_path: Path) -> None:
    server = Crowd()
    guard = guarded(server, tmp_path / "ledger", connections=1)
    guard.exchange_all([stop(guard.unknown_id(f"a {n}"), guard.unknown_id(f"b {n}")) for n in range(6)], connections=2)
    assert server.most == 2


def test_a_request_that_its_target_cannot_afford_does_not_wait_for_its_turn(tmp_path: Path) -> None:
    passed = 0.0

    def sleep(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    guard = guarded(Crowd(), tmp_path / "ledger", budget=1, connections=1)
    guard.pace = Pace(rate=1, clock=lambda: passed, sleep=sleep)
    guard.exchange_all([known(SENDS[0])] * 9)
    assert passed == 1  # the ledger says once that the budget is spent


def test_a_server_that_gave_an_answer_stays_one_that_did() -> None:
    def handle(request: Request) -> Response:
        if request.method == "GET":
            raise ConnectionResetError("reset")
        return ANSWER

    guard = Guard(InProcess(handle), (), own=True)
    guard.exchange(stop("a", "b"))
    guard.exchange(replace(stop("a", "b"), method="GET"))
    assert guard.answered


def test_a_server_that_is_given_up_is_asked_no_more_of_a_batch_and_may_be_asked_again() -> None:
    asked: list[bytes] = []

    class Gone(InProcess):
        def converse(self, requests: Sequence[Request]) -> list[Exchange]:
            asked.append(requests[0].target)
            time.sleep(0.01)  # so that the first failure is noticed while others are under way
            raise CouldNotVerifyError("no connection")

    guard = Guard(Gone(lambda _: ANSWER), (), own=True, connections=2)
    with pytest.raises(CouldNotVerifyError):
        guard.exchange_all([stop("a", str(n)) for n in range(200)])
    assert len(asked) < 100
    guard.server = InProcess(lambda _: ANSWER)
    assert guard.exchange(stop("a", "b")).response is ANSWER


def test_an_interruption_ends_the_pauses_of_all_connections() -> None:
    looks: list[float] = []
    main = threading.get_ident()

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 10:
            signal.pthread_kill(main, signal.SIGINT)  # Ctrl-C, while all connections pause
        if len(looks) > 2000:
            raise AssertionError("the pause did not end")
        time.sleep(0.001)

    answer = Response(200, ((b"x-ratelimit-remaining", b"0"), (b"x-ratelimit-reset", b"60")), b"")
    pace = Pace(clock=lambda: 0.0, now=lambda: 0.0, sleep=sleep)
    guard = Guard(InProcess(lambda _: answer), (), own=True, connections=2, pace=pace)
    guard.exchange(stop("a", "0"))
    with pytest.raises(KeyboardInterrupt):
        guard.exchange_all([stop("a", str(n)) for n in range(1, 5)])
    assert len(looks) <= 2000
    assert len(guard.exchanges) == 1


def test_a_failure_is_not_kept_waiting_by_a_pause_of_another_connection() -> None:
    class Gone(InProcess):
        def converse(self, requests: Sequence[Request]) -> list[Exchange]:
            if requests[0].target.endswith(b"/gone"):
                raise CouldNotVerifyError("no connection")
            until.wait(10)
            return super().converse(requests)

    until = threading.Event()
    guard = Guard(Gone(lambda _: ANSWER), (), own=True, connections=2)
    threading.Timer(0.5, until.set).start()
    with pytest.raises(CouldNotVerifyError):
        guard.exchange_all([stop("a", name) for name in ("slow", "gone", "later", "last")])
    assert len(guard.exchanges) == 1  # the slow one: nothing was begun after the failure
