"""The client as its tests hold it: one stop, blocking or with asyncio, and servers that say what they are told."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx
from comm_sms import AsyncCommSms, CommSms, Response, Retry
from comm_sms.api.sms_campaigns import stop_sms_campaign_send
from comm_sms.models import SmsCampaignSendResource

from contract_tests.mock import SENDS
from contract_tests.quality.stops import arguments, path

TOKEN = "s3cr3t-0f-the-tests"  # noqa: S105 - opens nothing
URL = "https://api.comm.test/api"
CAMPAIGN, SEND = SENDS[0].campaign, SENDS[0].send
IDS = arguments(SENDS[0].ids)
PATH = path(SENDS[0].ids)
STOPPED = f'{{"data": {{"id": "{SEND}", "status": "stopped"}}}}'.encode()


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a client is made, and how its call."""

    base_url: str = URL
    token: str | Callable[[], str] = TOKEN
    transport: httpx.MockTransport | None = None
    timeout: float = 30.0
    retries: int | Retry = 0
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    calls: int = 1


class Caller(Protocol):
    """Stops the first send of the mock, as often as `calls` says, and returns the last response."""

    def __call__(self, options: Options, /) -> Response[SmsCampaignSendResource]:
        """Make a client, one call, and close the client."""
        ...


def blocking(options: Options) -> Response[SmsCampaignSendResource]:
    """One call of `CommSms`."""
    request = stop_sms_campaign_send.request(**IDS)
    with CommSms(token=options.token, base_url=options.base_url, transport=options.transport) as comm:
        for _ in range(options.calls - 1):
            comm.send(request)
        return comm.send(request, timeout=options.timeout, headers=options.headers, retries=options.retries)


def with_asyncio(options: Options) -> Response[SmsCampaignSendResource]:
    """One call of `AsyncCommSms`, in an event loop of its own."""

    async def stop() -> Response[SmsCampaignSendResource]:
        request = stop_sms_campaign_send.request(**IDS)
        async with AsyncCommSms(token=options.token, base_url=options.base_url, transport=options.transport) as comm:
            for _ in range(options.calls - 1):
                await comm.send(request)
            return await comm.send(request, timeout=options.timeout, headers=options.headers, retries=options.retries)

    return asyncio.run(stop())


CALLERS: list[Caller] = [blocking, with_asyncio]
