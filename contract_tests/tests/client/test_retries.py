"""Which failures are repeated, after how long, and that a call never outlasts its budget."""

import asyncio
import logging
from datetime import UTC, datetime
from math import inf

import httpx
import pytest
from comm_sms import (
    ApiError,
    CommSmsError,
    ConnectionFailed,
    InvalidResponse,
    RateLimited,
    Response,
    Retry,
    ServerError,
    TimedOut,
    call,
    session,
)
from comm_sms.errors import class_for
from comm_sms.retries import IDEMPOTENT, LONGEST_PAUSE, pause, repeatable, retry_after

from contract_tests.tests.client.client_harness import CALLERS, STOPPED, Caller, Options

RESPONSE = Response(500, {}, b"", None)
UNSAFE = ["POST", "PATCH"]
NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)

every_caller = pytest.mark.parametrize("call_once", CALLERS)


def api_error(status: int, seconds: float | None = None) -> ApiError:
    return class_for(status)(status, "", {}, None, seconds, RESPONSE)


# The policy

# A failure, and whether it is repeated: with every method, with methods that may be repeated, never.
ALWAYS, HARMLESS, NEVER = "always", "harmless", "never"
POLICY: list[tuple[CommSmsError, str]] = [
    (ConnectionFailed("refused", sent=False), ALWAYS),
    (TimedOut("no connection", sent=False), ALWAYS),
    (ConnectionFailed("reset", sent=True), HARMLESS),
    (TimedOut("no answer", sent=True), HARMLESS),
    (api_error(429), ALWAYS),
    (api_error(429, 1.0), ALWAYS),
    (api_error(503, 1.0), ALWAYS),
    (api_error(503), HARMLESS),
    (api_error(502), HARMLESS),
    (api_error(502, 1.0), HARMLESS),
    (api_error(504), HARMLESS),
    *((api_error(status), NEVER) for status in (299, 302, 400, 401, 403, 404, 408, 409, 419, 422, 500, 501, 520)),
    (api_error(500, 1.0), NEVER),
    (InvalidResponse("is no JSON", "", RESPONSE), NEVER),
]


@pytest.mark.parametrize(("failure", "when"), POLICY, ids=[f"{failure} {when}" for failure, when in POLICY])
def test_the_policy(failure: CommSmsError, when: str) -> None:
    for method in UNSAFE:
        assert repeatable(failure, method, Retry()) is (when == ALWAYS)
        assert repeatable(failure, method, Retry(repeat_unsafe=True)) is (when != NEVER)
    for method in IDEMPOTENT:
        assert repeatable(failure, method, Retry()) is (when != NEVER)


@pytest.mark.parametrize(
    ("failure", "repetition", "chance", "seconds"),
    [
        (api_error(502), 0, 1.0, 0.5),
        (api_error(502), 1, 1.0, 1.0),
        (api_error(502), 2, 1.0, 2.0),
        (api_error(502), 2, 0.5, 1.0),
        (api_error(502), 2, 0.0, 0.0),
        (api_error(502), 9, 1.0, LONGEST_PAUSE),
        (api_error(502), 5000, 1.0, LONGEST_PAUSE),
        (ConnectionFailed("reset", sent=True), 0, 1.0, 0.5),
        (api_error(429, 7.0), 0, 1.0, 7.0),
        (api_error(429, 0.0), 3, 1.0, 4.0),
        (api_error(429, 0.5), 3, 0.5, 2.0),
        (api_error(429, 60.0), 0, 0.0, 60.0),
        (api_error(429, 61.0), 0, 0.0, None),
        (api_error(429, inf), 0, 0.0, None),
    ],
)
def test_the_pause(failure: CommSmsError, repetition: int, chance: float, seconds: float | None) -> None:
    assert pause(failure, repetition, chance) == seconds


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("1.5", None),
        ("-5", None),
        ("1e3", None),
        ("١٢", None),
        ("9999999999", 9999999999.0),
        ("9" * 5000, inf),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        ("Thursday, 01-Jan-26 12:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 13:00:30 +0100", 30.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("Thu, 99 Jan 2026 11:00:00 GMT", None),
        ("soon", None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


# The calls


class Server:
    """Answers with one outcome after the other, an exception or a response, and counts."""

    def __init__(self, *outcomes: httpx.Response | type[httpx.RequestError]) -> None:
        """Take the outcomes; the last one stays."""
        self._outcomes = [*outcomes]
        self.requests = 0

    def options(self, retries: int | Retry, timeout: float = 30.0) -> Options:
        """A client that talks to this server."""
        return Options(transport=httpx.MockTransport(self._answer), retries=retries, timeout=timeout)

    def _answer(self, _: httpx.Request) -> httpx.Response:
        outcome = self._outcomes[min(self.requests, len(self._outcomes) - 1)]
        self.requests += 1
        if isinstance(outcome, httpx.Response):
            return httpx.Response(outcome.status_code, headers=outcome.headers, content=outcome.content)
        raise outcome("")


SUCCESS = httpx.Response(200, content=STOPPED)
THROTTLED = httpx.Response(429, headers={"Retry-After": "3"})


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that calls make, made in no time; where they are drawn, they are as long as they may be."""
    made: list[float] = []

    async def sleep(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr(session, "sleep", made.append)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr(call, "random", lambda: 1.0)
    return made


@every_caller
def test_a_call_is_repeated_until_it_succeeds(call_once: Caller, pauses: list[float]) -> None:
    server = Server(httpx.ConnectError, THROTTLED, SUCCESS)
    assert call_once(server.options(retries=2)).data.status == "stopped"
    assert (server.requests, pauses) == (3, [0.5, 3.0])


@every_caller
@pytest.mark.parametrize("retries", [0, 1, 4])
def test_the_last_failure_is_raised_when_all_repetitions_are_spent(
    call_once: Caller, pauses: list[float], retries: int
) -> None:
    server = Server(*[httpx.ConnectError] * retries, THROTTLED)
    with pytest.raises(RateLimited):
        call_once(server.options(retries))
    assert (server.requests, len(pauses)) == (1 + retries, retries)


@every_caller
@pytest.mark.parametrize(
    "outcome", [httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.Response(502)]
)
def test_a_stop_that_may_have_happened_is_repeated_only_if_the_caller_says_so(
    call_once: Caller, pauses: list[float], outcome: httpx.Response | type[httpx.RequestError]
) -> None:
    server = Server(outcome, SUCCESS)
    with pytest.raises((ConnectionFailed, ServerError)):
        call_once(server.options(retries=2))
    assert (server.requests, pauses) == (1, [])
    assert call_once(Server(outcome, SUCCESS).options(Retry(repeat_unsafe=True))).data.status == "stopped"


@every_caller
@pytest.mark.parametrize(("wait", "timeout"), [("61", 1000.0), ("3", 2.5), ("30", 30.0)])
def test_a_pause_that_is_too_long_ends_the_call_at_once_with_the_error_itself(
    call_once: Caller, pauses: list[float], wait: str, timeout: float
) -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": wait}))
    with pytest.raises(RateLimited) as caught:
        call_once(server.options(2, timeout))
    assert caught.value.retry_after == float(wait)
    assert (server.requests, pauses) == (1, [])


@every_caller
@pytest.mark.parametrize("wait", ["0", "Thu, 01 Jan 2015 11:00:00 GMT"])
def test_a_server_that_wants_no_pause_gets_one_that_grows(call_once: Caller, wait: str, pauses: list[float]) -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": wait}))
    with pytest.raises(RateLimited):
        call_once(server.options(3))
    assert pauses == [0.5, 1.0, 2.0]


@every_caller
@pytest.mark.usefixtures("pauses")
@pytest.mark.parametrize("wait", ["0", "Thu, 01 Jan 2015 11:00:00 GMT"])
def test_a_server_that_wants_no_pause_cannot_prolong_the_budget(
    call_once: Caller, wait: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(10_000))
    server = Server(httpx.Response(429, headers={"Retry-After": wait}))
    monkeypatch.setattr(call, "monotonic", lambda: float(next(clock)))
    with pytest.raises(RateLimited):
        call_once(server.options(1000, timeout=20.0))
    assert 1 < server.requests < 20


@every_caller
@pytest.mark.usefixtures("pauses")
def test_each_attempt_has_what_is_left_of_the_budget(call_once: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000, 2))
    given: list[dict[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        given.append(dict(request.extensions["timeout"]))
        raise httpx.ConnectError("")

    monkeypatch.setattr(call, "monotonic", lambda: float(next(clock)))
    with pytest.raises(ConnectionFailed):
        call_once(Options(transport=httpx.MockTransport(answer), retries=9, timeout=40.0))
    assert len(given) > 2
    assert [steps["read"] for steps in given] == sorted({steps["read"] for steps in given}, reverse=True)
    assert all(steps["connect"] == min(5.0, steps["read"]) for steps in given)
    assert all(steps["read"] == steps["write"] == steps["pool"] for steps in given)


@every_caller
def test_the_log_has_the_time_of_each_attempt(
    call_once: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = [100.0]
    answers = iter([(THROTTLED, 1.5), (SUCCESS, 0.25)])

    def answer(_: httpx.Request) -> httpx.Response:
        response, seconds = next(answers)
        now[0] += seconds
        return response

    def sleep(seconds: float) -> None:
        now[0] += seconds

    async def sleep_with_asyncio(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(session, "sleep", sleep)
    monkeypatch.setattr(asyncio, "sleep", sleep_with_asyncio)
    monkeypatch.setattr(call, "monotonic", lambda: now[0])
    with caplog.at_level(logging.DEBUG, logger="comm_sms"):
        call_once(Options(transport=httpx.MockTransport(answer), retries=1))
    assert [record.getMessage().partition(": ")[2] for record in caplog.records] == [
        "429 after 1.500 s",
        "200 after 0.250 s",
    ]
