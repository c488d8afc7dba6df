# Generated from openapi.yaml by `nox -s generate`; do not edit.
"""The clients: each operation of the API is a method."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from . import models
from .api.sms_campaigns import stop_sms_campaign_send as _stop_sms_campaign_send
from .retries import Retry
from .session import AsyncSession, Session


class CommSms(Session):
    __doc__ = Session.__doc__

    def stop_sms_campaign_send(
        self,
        *,
        campaign: UUID | str,
        campaign_send: UUID | str,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        retries: int | Retry | None = None,
    ) -> models.SmsCampaignSendResource:
        """Stop a campaign send.

        Stops one send of a campaign and returns the send as it is afterwards. The request has no body.

        Stopping is destructive: no call is known that resumes a stopped send. Whether stopping a send that is
        already stopped or finished succeeds again or fails is not documented, nor is an idempotency key, so do
        not repeat a request whose outcome is unknown without thought.

        Send `Accept: application/json` and do not follow redirects: to other callers a server of this kind may
        answer errors in HTML, or redirect them to a login page.

        Args:
            campaign: The campaign ID. Any version of UUID, in upper or lower case.
            campaign_send: The campaign send ID. Any version of UUID, in upper or lower case.
            timeout: Seconds for the whole call. Default: the client's timeout.
            headers: Additional headers.
            retries: How many times the call is retried. Default: the client's retries.

        Returns:
            200: The send, as it is after the stop.

        Raises:
            TypeError, ValueError: An argument is invalid; nothing was sent.
            RuntimeError: The client is closed, or its transport or http_client is used elsewhere; nothing was sent.
            CommSmsError: The call failed. `comm_sms.errors` lists all subclasses. Documented statuses:
                401: The token is missing, malformed, unknown or expired. Decided before the ids are looked at.
                403: The token is valid but may not stop this send: it lacks a scope, or the campaign belongs to
                    another team.
                404: No such campaign or send, or an id that is no UUID. Probably also a send of another campaign,
                    and a send that was deleted. The message may name classes of the server; only the status is worth
                    comparing.
                422: A rule of the server forbids the stop. The request itself has nothing to validate; which rules
                    exist is not documented.
                429: Too many requests. An earlier version of the server allowed 60 requests a minute for each user,
                    counted before the ids are looked at. Other responses may carry X-RateLimit-Limit and
                    X-RateLimit-Remaining too.
                500: The server failed. Whether the send was stopped is not known.
                503: The service is down for maintenance, very likely without having looked at the request.
                default: Any other failure, such as 405 for another method, or the unknown answer to stopping a
                    finished send. Proxies on the way may answer in HTML.
        """
        request = _stop_sms_campaign_send.request(
            campaign=campaign,
            campaign_send=campaign_send,
        )
        response = self.send(request, timeout=timeout, headers=headers, retries=retries)
        return response.data


class AsyncCommSms(AsyncSession):
    __doc__ = AsyncSession.__doc__

    async def stop_sms_campaign_send(
        self,
        *,
        campaign: UUID | str,
        campaign_send: UUID | str,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        retries: int | Retry | None = None,
    ) -> models.SmsCampaignSendResource:
        """Stop a campaign send, like `CommSms.stop_sms_campaign_send`, which has the documentation."""
        request = _stop_sms_campaign_send.request(
            campaign=campaign,
            campaign_send=campaign_send,
        )
        response = await self.send(request, timeout=timeout, headers=headers, retries=retries)
        return response.data
