"""Hooks of the caller's httpx client that raise for the status, as the guide of httpx shows: the answer is not lost."""

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeAlias

import httpx
import pytest
from comm_sms import (
    AsyncCommSms,
    CommSms,
    ConnectionFailed,
    NotFound,
    RateLimited,
    Response,
    Retry,
    Unauthenticated,
    errors,
)
from comm_sms.api.sms_campaigns import stop_sms_campaign_send
from comm_sms.models import SmsCampaignSendResource

from contract_tests.tests.client.client_harness import IDS, STOPPED, TOKEN, URL

REQUEST = stop_sms_campaign_send.request(**IDS)
Answer: TypeAlias = Callable[[httpx.Request], httpx.Response]


class Caller(Protocol):
    """Makes one call over an httpx client with such a hook, which reads the body first or not."""

    def __call__(
        self, answer: Answer, retries: int | Retry = 0, *, read: bool = False
    ) -> Response[SmsCampaignSendResource]:
        """Call."""
        ...


def blocking(answer: Answer, retries: int | Retry = 0, *, read: bool = False) -> Response[SmsCampaignSendResource]:
    """With `CommSms`."""

    def hook(response: httpx.Response) -> None:
        if read:
            response.read()
        response.raise_for_status()

    transport = httpx.MockTransport(answer)
    with httpx.Client(transport=transport, event_hooks={"response": [hook]}) as http_client:
        return CommSms(token=TOKEN, base_url=URL, http_client=http_client).send(REQUEST, retries=retries)


def with_asyncio(answer: Answer, retries: int | Retry = 0, *, read: bool = False) -> Response[SmsCampaignSendResource]:
    """With `AsyncCommSms`."""

    async def hook(response: httpx.Response) -> None:
        if read:
            await response.aread()
        response.raise_for_status()

    async def stop() -> Response[SmsCampaignSendResource]:
        transport = httpx.MockTransport(answer)
        async with httpx.AsyncClient(transport=transport, event_hooks={"response": [hook]}) as http_client:
            comm = AsyncCommSms(token=TOKEN, base_url=URL, http_client=http_client)
            return await comm.send(REQUEST, retries=retries)

    return asyncio.run(stop())


every_caller = pytest.mark.parametrize("call", [blocking, with_asyncio])


def always(status: int, content: bytes = b"", **headers: str) -> Answer:
    """A server that always answers so; the body is not read yet, as from a socket."""
    return lambda _: httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))


@every_caller
@pytest.mark.parametrize(("read", "message"), [(True, "No."), (False, "")])
def test_the_status_is_that_of_the_answer_and_the_message_if_the_hook_read_it(
    call: Caller, message: str, *, read: bool
) -> None:
    with pytest.raises(NotFound) as caught:
        call(always(404, b'{"message": "No."}', **{"X-Request-Id": "r-1"}), read=read)
    assert (caught.value.message, caught.value.request_id) == (message, "r-1")
    assert caught.value.__context__ is None


@every_caller
def test_an_error_of_the_caller_is_not_sent_twice(call: Caller) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(401, content=b"")

    with pytest.raises(Unauthenticated):
        call(answer, Retry(repeat_unsafe=True))
    assert len(asked) == 1


@every_caller
def test_a_call_that_is_throttled_is_repeated(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comm_sms.call.random", lambda: 0.0)
    answers = iter([httpx.Response(429), httpx.Response(200, content=STOPPED)])
    assert call(lambda _: next(answers), retries=1).data.status == "stopped"
    with pytest.raises(RateLimited):
        call(always(429))


@every_caller
def test_a_redirect_says_where_it_leads(call: Caller) -> None:
    with pytest.raises(errors.ApiError, match=r"^HTTP 302: a redirect to /login, which is not followed$"):
        call(always(302, Location="/login"))


def test_a_success_that_a_hook_closed_unread_may_have_been_carried_out() -> None:
    def hook(response: httpx.Response) -> None:
        raise httpx.HTTPStatusError("", request=response.request, response=response)

    transport = httpx.MockTransport(always(200, STOPPED))
    with (
        httpx.Client(transport=transport, event_hooks={"response": [hook]}) as http_client,
        pytest.raises(ConnectionFailed) as caught,
    ):
        CommSms(token=TOKEN, base_url=URL, http_client=http_client, retries=0).send(REQUEST)
    assert caught.value.sent
