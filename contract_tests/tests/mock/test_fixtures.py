"""The fixtures that the wheel gives to tests of other code, seen through the client."""

import asyncio
import sys
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from typing import Any

import httpx
import pytest
from comm_sms import AsyncCommSms, CommSms, ConnectionFailed, InvalidResponse, RateLimited, ServerError, TimedOut
from comm_sms import session as calls
from comm_sms.models import SmsCampaignSendResource

from contract_tests.mock import SENDS, InProcessMock, KnownSend, Mock, SwitchableMock, asgi, loopback, serve
from contract_tests.mock.command import main
from contract_tests.mock.switchable import DAMAGES, Damage
from contract_tests.quality.stops import arguments, path

pytest_plugins = ["contract_tests.mock.pytest_plugin"]

BROKEN: dict[Damage, type[Exception]] = {"cut": InvalidResponse, "html": InvalidResponse, "closed": ConnectionFailed}


def stop(
    mock: SwitchableMock, known: KnownSend = SENDS[0], *, retries: int = 2, timeout: float = 30
) -> SmsCampaignSendResource:
    """Stop a send over HTTP."""
    with CommSms(base_url=mock.base_url, token=mock.token, retries=retries, timeout=timeout) as comm:
        return comm.stop_sms_campaign_send(**arguments(known.ids))


def stop_in_process(
    mock: InProcessMock, known: KnownSend = SENDS[0], *, retries: int = 2, timeout: float = 30
) -> SmsCampaignSendResource:
    """Stop a send without a socket."""

    async def call() -> SmsCampaignSendResource:
        async with AsyncCommSms(
            base_url=mock.base_url, token=mock.token, transport=mock.transport, retries=retries, timeout=timeout
        ) as comm:
            return await comm.stop_sms_campaign_send(**arguments(known.ids))

    return asyncio.run(call())


Pair = tuple[SwitchableMock, Callable[..., SmsCampaignSendResource]]


@pytest.fixture(params=["over HTTP", "in process"])
def either(request: pytest.FixtureRequest) -> Pair:
    """Either mock, with what stops a send of it."""
    if request.param == "in process":
        return request.getfixturevalue("async_comm_sms_mock"), stop_in_process
    return request.getfixturevalue("comm_sms_mock"), stop


def is_stopped_already(mock: SwitchableMock, stop: Callable[..., SmsCampaignSendResource]) -> bool:
    """Whether the first send was stopped before the second one, which is stopped now."""
    second, first = stop(mock, SENDS[1]), stop(mock, SENDS[0])
    return str(first.updated_at) < str(second.updated_at)


def test_every_send_can_be_stopped_and_requests_are_kept(comm_sms_mock: SwitchableMock) -> None:
    with CommSms(base_url=comm_sms_mock.base_url, token=comm_sms_mock.token) as comm:
        for known in comm_sms_mock.sends:
            send = comm.stop_sms_campaign_send(**arguments(known.ids))
            assert (str(send.id), send.status) == (known.send, "stopped")
    paths = [f"POST /api{path(known.ids)}" for known in SENDS]
    assert comm_sms_mock.requests == paths


def test_429_lets_the_client_try_again_after_retry_after(
    comm_sms_mock: SwitchableMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(calls, "sleep", pauses.append)
    comm_sms_mock.answer(429, retry_after=7, times=1)
    assert stop(comm_sms_mock).status == "stopped"
    assert len(comm_sms_mock.requests) == 2
    assert [pause >= 7 for pause in pauses] == [True]


def test_a_switch_holds_until_the_next_one(either: Pair) -> None:
    mock, stop = either
    mock.answer(429, retry_after=0)
    for _ in range(2):
        with pytest.raises(RateLimited, match="The mock was told to answer 429"):
            stop(mock, retries=0)
    mock.answer(503)  # without Retry-After it is not retried: the server may have acted
    with pytest.raises(ServerError) as failed:
        stop(mock)
    assert (failed.value.status_code, len(mock.requests)) == (503, 3)


def test_a_switch_can_hold_for_the_next_requests_only(either: Pair) -> None:
    mock, stop = either
    mock.answer(503, retry_after=0, times=2)
    assert (stop(mock).status, len(mock.requests)) == ("stopped", 3)


def test_a_slow_answer_times_out_though_the_send_is_stopped(either: Pair) -> None:
    mock, stop = either
    mock.slow(600, times=1)
    with pytest.raises(TimedOut) as failed:
        stop(mock, timeout=0.3)
    assert failed.value.sent
    assert is_stopped_already(mock, stop)


def test_a_slow_answer_arrives(either: Pair) -> None:
    mock, stop = either
    mock.slow(0.01)
    assert (stop(mock).status, stop(mock).status) == ("stopped", "stopped")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_answer_is_told_though_the_send_is_stopped(either: Pair, damage: Damage) -> None:
    mock, stop = either
    mock.broken(damage, times=1)
    with pytest.raises(BROKEN[damage]) as failed:
        stop(mock)
    assert not isinstance(failed.value, TimedOut)
    assert len(mock.requests) == 1
    assert is_stopped_already(mock, stop)


@pytest.mark.parametrize("_turn", ["first", "second"])
def test_each_test_meets_a_fresh_mock(either: Pair, _turn: str) -> None:
    mock, stop = either
    assert mock.requests == []
    assert not is_stopped_already(mock, stop)
    mock.broken()
    with pytest.raises(InvalidResponse):
        stop(mock)


def test_a_reset_forgets_stops_requests_and_switches(either: Pair) -> None:
    mock, stop = either
    assert stop(mock).status == "stopped"
    mock.answer(500)
    mock.reset()
    assert not is_stopped_already(mock, stop)
    assert len(mock.requests) == 2


def test_without_its_transport_the_mock_in_process_is_nowhere(async_comm_sms_mock: InProcessMock) -> None:
    assert async_comm_sms_mock.base_url == "https://comm-sms-mock.invalid/api"  # RFC 2606: a name that never resolves


def test_an_answer_in_process_may_have_no_body(async_comm_sms_mock: InProcessMock) -> None:
    async def head() -> httpx.Response:
        async with httpx.AsyncClient(transport=async_comm_sms_mock.transport) as client:
            return await client.head(async_comm_sms_mock.base_url + path(SENDS[0].ids))

    answer = asyncio.run(head())
    assert (answer.status_code, answer.headers["allow"], answer.content) == (405, "POST", b"")


def test_a_caller_that_leaves_ends_the_wait_of_a_slow_answer() -> None:
    messages: list[MutableMapping[str, Any]] = [{"type": "http.request"}, {"type": "http.disconnect"}]
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return messages.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def answer() -> None:
        application = asgi(lambda request: replace(Mock().handle(request), delay=1e9))
        await application(
            {"type": "http", "method": "GET", "raw_path": b"/", "query_string": b"", "headers": ()}, receive, send
        )

    asyncio.run(answer())
    assert (sent, messages) == ([], [])


BAD: list[tuple[Callable[[SwitchableMock], None], str]] = [
    (lambda mock: mock.answer(200), "status must be an error from 400 to 599, not 200"),
    (lambda mock: mock.answer(429, retry_after=-1), "retry_after must be 0 seconds or more, not -1"),
    (lambda mock: mock.answer(429, times=0), "times must be 1 or more, not 0"),
    (lambda mock: mock.slow(-1), "seconds must be 0 or more, not -1"),
    (lambda mock: mock.slow(float("nan")), "seconds must be 0 or more, not nan"),
    (lambda mock: mock.broken("torn"), "damage must be one of cut, html, closed, not 'torn'"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    (lambda mock: mock.broken([]), "damage must be one of cut, html, closed, not []"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
]
OF_ANOTHER_TYPE: list[tuple[str, dict[str, object], str]] = [
    ("answer", {"status": "503"}, "status must be a whole number, not '503'"),
    ("answer", {"status": 503.0}, "status must be a whole number, not 503.0"),
    ("answer", {"status": 429, "retry_after": 0.5}, "retry_after must be a whole number, not 0.5"),
    ("answer", {"status": 429, "retry_after": True}, "retry_after must be a whole number, not True"),
    ("answer", {"status": 429, "times": "1"}, "times must be a whole number, not '1'"),
    ("slow", {"seconds": "1"}, "seconds must be a number, not '1'"),
    ("slow", {"seconds": True}, "seconds must be a number, not True"),
    ("slow", {"seconds": None}, "seconds must be a number, not None"),
    ("broken", {"times": True}, "times must be a whole number, not True"),
]


@pytest.mark.parametrize(("switch", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_a_switch_that_cannot_be_is_one_sentence(switch: Callable[[SwitchableMock], None], sentence: str) -> None:
    mock = InProcessMock()
    with pytest.raises(ValueError, match="must be") as refused:
        switch(mock)
    assert str(refused.value) == sentence
    assert stop_in_process(mock).status == "stopped"


@pytest.mark.parametrize(("switch", "given", "sentence"), OF_ANOTHER_TYPE)
def test_an_argument_of_another_type_is_one_sentence(switch: str, given: dict[str, object], sentence: str) -> None:
    mock = InProcessMock()
    with pytest.raises(TypeError) as refused:
        getattr(mock, switch)(**given)
    assert str(refused.value) == sentence
    assert stop_in_process(mock).status == "stopped"


@pytest.mark.parametrize("missing", ["uvicorn", "httptools"])
def test_without_the_extra_the_server_says_what_to_install(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, f"{loopback.__package__}.protocol", raising=False)
    monkeypatch.delitem(sys.modules, "uvicorn.protocols.http.httptools_impl", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    sentence = f"the mock needs {missing}, which is not installed: pip install 'comm-sms[mock]'"
    with pytest.raises(ModuleNotFoundError) as refused, serve(Mock().handle):
        pytest.fail("it serves")
    assert str(refused.value) == sentence
    with pytest.raises(SystemExit) as ended:
        main([])
    assert (ended.value.code, capsys.readouterr().err) == (2, f"python -m contract_tests.mock: {sentence}\n")
