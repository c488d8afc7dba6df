"""A user's code, type-checked by mypy, pyright and pyrefly and never run: what is asserted here is what they infer.

An ignore that is not needed is an error to mypy, so each line with one is a mistake that a user is told of.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_type
from uuid import UUID

import httpx
from comm_sms import ApiError, AsyncCommSms, CommSms, ConnectionFailed, InvalidResponse, Response, Retry, as_datetime
from comm_sms.api.sms_campaigns import stop_sms_campaign_send
from comm_sms.models import (
    InitialBrands,
    MultistepStatus,
    SendLog,
    SendMeta,
    SmsCampaignSendResource,
    StatusPlannerData,
    StepPerformance,
    TimeWindow,
)


def read(comm: CommSms, campaign: UUID, send: str) -> None:
    """The resource and what is optional in it."""
    stopped = comm.stop_sms_campaign_send(campaign=campaign, campaign_send=send)
    assert_type(stopped, SmsCampaignSendResource)
    assert_type(stopped.id, str)
    assert_type(stopped.created_at, str | None)
    assert_type(as_datetime(stopped.created_at), datetime | None)
    assert_type(stopped.meta, SendMeta | None)
    assert_type(stopped.logs, list[SendLog | None] | None)
    if stopped.meta and stopped.meta.manual_data:
        assert_type(stopped.meta.manual_data.send_amount, int | None)
    for log in stopped.logs or []:
        assert_type(log, SendLog | None)
        assert_type(log.created_at if log else None, str | None)
    len(stopped.logs)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # may be None


def read_nested(stopped: SmsCampaignSendResource) -> list[TimeWindow | None]:
    """What is optional in what is optional, as deep as it goes."""
    stopped.meta.send_type  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]  # noqa: B018  # may be None
    status = stopped.meta.multistep_status if stopped.meta else None
    assert_type(status, MultistepStatus | None)
    if status is None:
        return []
    assert_type(status.initial_brands, list[Any] | InitialBrands | None)
    if isinstance(status.initial_brands, InitialBrands):
        assert_type(status.initial_brands.additional_properties, dict[str, int | None])
    assert_type(status.steps_performance, list[StepPerformance | None] | None)
    assert_type(status.planner_data, StatusPlannerData | None)
    match status.planner_data:
        case StatusPlannerData(weekly_schedule=week) if week is not None:
            assert_type(week.mon, TimeWindow | None)
            return [week.default, week.mon]
        case _:
            return []


def options(campaign: str, send: str) -> None:
    """Everything that a client and a call can be told."""
    with CommSms(
        token="t",  # noqa: S106 - opens nothing
        base_url="https://api.comm.test/api",
        timeout=5,
        connect_timeout=0.5,
        retries=Retry(times=3, repeat_unsafe=True),
        transport=httpx.HTTPTransport(http2=True, proxy="http://proxy.test"),
    ) as comm:
        request = stop_sms_campaign_send.request(campaign=campaign, campaign_send=send)
        response = comm.send(request, timeout=1.5, headers={"X-Trace": "1"}, retries=0)
        assert_type(response, Response[SmsCampaignSendResource])
        assert_type(response.data.status, str)
        assert_type(response.headers, Mapping[str, str])
        assert_type(response.request_id, str | None)
        comm.stop_sms_campaign_send(campaign, send)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # by name
        comm.stop_sms_campaign_send(campaign=campaign, campaign_send=7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # no id


async def with_asyncio(campaign: str, send: str) -> None:
    """The same, awaited."""
    async with AsyncCommSms(token=lambda: "t", http_client=httpx.AsyncClient()) as comm:
        assert_type(await comm.stop_sms_campaign_send(campaign=campaign, campaign_send=send), SmsCampaignSendResource)


def errors(error: ApiError | ConnectionFailed | InvalidResponse) -> float | None:
    """What exceptions know."""
    match error:
        case ApiError():
            assert_type(error.status_code, int)
            assert_type(error.message, str)
            assert_type(error.response, Response[None])
            return error.retry_after
        case ConnectionFailed():
            assert_type(error.sent, bool)
        case InvalidResponse():
            assert_type(error.pointer, str)
    return None
