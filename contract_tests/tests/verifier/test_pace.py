"""Requests leave when the server takes them, and no later than the run may take."""

import pytest

from contract_tests.tests.verifier.throttling import Clock, Throttled
from contract_tests.verifier.exchange import Request, Response
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.pace import PAUSES, TRIES, OutOfTimeError, Pace
from contract_tests.verifier.transport import InProcess

OK = Response(200, (), b"")
REQUEST = Request("GET", b"/api/v1/things")


def guarded(server: Throttled, pace: Pace) -> Guard:
    return Guard(InProcess(server), (), own=True, pace=pace)


def test_the_rate_spaces_requests() -> None:
    clock = Clock()
    guard = Guard(InProcess(lambda _: OK), (), own=True, pace=clock.pace(rate=4))
    for pause in (0, 0, 0.2, 5):
        clock.passed += pause
        guard.exchange(REQUEST)
    assert clock.pauses == pytest.approx([0.25, 0.05])


def test_a_run_slows_down_before_it_is_refused() -> None:
    clock = Clock()
    server = Throttled(lambda _: OK, clock, limit=10)
    guard = guarded(server, clock.pace())
    statuses = {guard.exchange(REQUEST).response.status for _ in range(35)}
    assert (statuses, server.refused) == ({200}, [])
    assert clock.passed == pytest.approx(180)


def test_a_refused_request_is_asked_again_when_the_server_says() -> None:
    clock = Clock()
    server = Throttled(lambda _: OK, clock, limit=10, says=False)
    guard = guarded(server, clock.pace())
    statuses = [guard.exchange(REQUEST).response.status for _ in range(25)]
    assert (set(statuses), len(server.refused)) == ({200}, 2)
    assert [exchange.response.status for exchange in guard.exchanges].count(429) == 2


def test_a_refusal_that_does_not_say_when_is_waited_for_longer_each_time() -> None:
    clock = Clock()
    guard = Guard(InProcess(lambda _: Response(429, (), b"")), (), own=True, pace=clock.pace())
    assert guard.exchange(REQUEST).response.status == 429
    assert len(guard.exchanges) == TRIES
    assert clock.passed == sum(PAUSES)
    clock.pauses.clear()
    guard.exchange(REQUEST)
    assert clock.pauses[0] == 1.0


@pytest.mark.parametrize("headers", [(), ((b"retry-after", b"7"),)])
def test_503_is_a_refusal_only_where_it_says_when_to_come_back(headers: tuple[tuple[bytes, bytes], ...]) -> None:
    clock = Clock()
    answers = iter([Response(503, headers, b""), OK])
    guard = Guard(InProcess(lambda _: next(answers)), (), own=True, pace=clock.pace())
    assert guard.exchange(REQUEST).response.status == (200 if headers else 503)
    assert clock.passed == (7 if headers else 0)


def test_a_run_ends_when_its_time_is_spent() -> None:
    clock = Clock()
    guard = guarded(Throttled(lambda _: OK, clock, latency=10.0), clock.pace(seconds=60))
    for _ in range(6):
        guard.exchange(REQUEST)
    with pytest.raises(OutOfTimeError, match="the 1 min that the run may take are spent"):
        guard.exchange(REQUEST)


def test_a_pause_longer_than_the_time_that_is_left_is_not_begun() -> None:
    clock = Clock()
    guard = guarded(Throttled(lambda _: OK, clock, limit=3), clock.pace(seconds=30))
    for _ in range(3):
        guard.exchange(REQUEST)
    with pytest.raises(OutOfTimeError, match="the server's rate limit is reached, and the next request would leave"):
        guard.exchange(REQUEST)
    assert clock.pauses == []


def test_a_pause_is_told_of_each_second() -> None:
    clock, told = Clock(), list[tuple[float, str]]()
    pace = clock.pace()
    pace.tell = lambda seconds, reason: told.append((seconds, reason))
    guard = guarded(Throttled(lambda _: OK, clock, limit=1), pace)
    guard.exchange(REQUEST)
    guard.exchange(REQUEST)
    assert told == [(60.0 - second, "the server's rate limit is reached") for second in range(60)]


def test_a_turn_ends_with_its_block() -> None:
    pace = Clock().pace()
    with pytest.raises(KeyError), pace.turn():
        raise KeyError
    with pace.turn():
        assert pace.in_flight == 1
    assert pace.in_flight == 0
