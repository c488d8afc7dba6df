"""The client beside other tools: copies and pickles of its values, and tools that reach into httpx."""

import copy
import pickle
from collections.abc import Callable

import httpx
import pytest
from comm_sms import AsyncCommSms, CommSms, Request, Response
from comm_sms.api.sms_campaigns import stop_sms_campaign_send
from comm_sms.models import SmsCampaignSendResource

from contract_tests import mock
from contract_tests.tests.client.client_harness import (
    CALLERS,
    CAMPAIGN,
    IDS,
    SEND,
    TOKEN,
    URL,
    Caller,
    Options,
    blocking,
)

BODY = {"data": {"id": SEND, "status": "stopped", "sms_campaign_id": CAMPAIGN, "meta": None, "new": [1]}}


def answered() -> Response[SmsCampaignSendResource]:
    return blocking(Options(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=BODY))))


def requested() -> Request[SmsCampaignSendResource]:
    return stop_sms_campaign_send.request(**IDS)


def pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("make", [answered, requested])
def test_requests_and_responses_can_be_copied_and_pickled(
    make: Callable[[], object], copied: Callable[[object], object]
) -> None:
    value = make()
    assert copied(value) == value


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_of_a_model_is_written_as_the_model(copied: Callable[[object], object]) -> None:
    send = answered().data
    again = copied(send)
    assert isinstance(again, SmsCampaignSendResource)
    assert again == send
    assert again.to_dict() == send.to_dict() == BODY["data"]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("client", [CommSms, AsyncCommSms])
def test_a_client_is_neither_copied_nor_pickled_with_its_token(
    client: type[CommSms] | type[AsyncCommSms], copied: Callable[[object], object]
) -> None:
    refusal = f"^{client.__name__} cannot be copied or pickled: make a client in each process$"
    with pytest.raises(TypeError, match=refusal) as caught:
        copied(client(token=TOKEN, base_url=URL))
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("call", CALLERS)
def test_tools_that_wrap_the_transports_of_httpx_see_each_call(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenTelemetry writes its headers there, respx answers there."""
    blocking_send = httpx.HTTPTransport.handle_request
    asynchronous_send = httpx.AsyncHTTPTransport.handle_async_request

    def traced(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        request.headers["traceparent"] = "00-1-2-01"
        return blocking_send(self, request)

    async def traced_too(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        request.headers["traceparent"] = "00-1-2-01"
        return await asynchronous_send(self, request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", traced)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", traced_too)
    seen: list[mock.Request] = []
    server = mock.Mock()

    def handle(request: mock.Request) -> mock.Response:
        seen.append(request)
        return server.handle(request)

    with mock.serve(handle) as url:
        call(Options(base_url=url, token=mock.TOKEN))
    assert [dict(request.headers).get(b"traceparent") for request in seen] == [b"00-1-2-01"]
