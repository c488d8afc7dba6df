# Generated from openapi.yaml by `nox -s generate`; do not edit.
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ...client import AuthenticatedClient, Client
from ...models.api_error import ApiError
from ...models.sms_campaign_send_response import SmsCampaignSendResponse
from ...types import Response


def _get_kwargs(
    campaign: UUID,
    campaign_send: UUID,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/sms/campaigns/{campaign}/stop/{campaign_send}".format(
            campaign=quote(str(campaign), safe=""),
            campaign_send=quote(str(campaign_send), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ApiError | SmsCampaignSendResponse:
    if response.status_code == 200:
        response_200 = SmsCampaignSendResponse.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = ApiError.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ApiError.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ApiError.from_dict(response.json())

        return response_404

    if response.status_code == 422:
        response_422 = ApiError.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = ApiError.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = ApiError.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = ApiError.from_dict(response.json())

        return response_503

    response_default = ApiError.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ApiError | SmsCampaignSendResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    campaign: UUID,
    campaign_send: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[ApiError | SmsCampaignSendResponse]:
    """Stop a campaign send

     Stops one send of a campaign and returns the send as it is afterwards. The request has no body.

    Stopping is destructive: no call is known that resumes a stopped send. Whether stopping a send that
    is already stopped or finished succeeds again or fails is not documented, nor is an idempotency key,
    so do not repeat a request whose outcome is unknown without thought.

    Send `Accept: application/json` and do not follow redirects: to other callers a server of this kind
    may answer errors in HTML, or redirect them to a login page.

    Args:
        campaign (UUID):
        campaign_send (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiError | SmsCampaignSendResponse]
    """

    kwargs = _get_kwargs(
        campaign=campaign,
        campaign_send=campaign_send,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    campaign: UUID,
    campaign_send: UUID,
    *,
    client: AuthenticatedClient,
) -> ApiError | SmsCampaignSendResponse | None:
    """Stop a campaign send

     Stops one send of a campaign and returns the send as it is afterwards. The request has no body.

    Stopping is destructive: no call is known that resumes a stopped send. Whether stopping a send that
    is already stopped or finished succeeds again or fails is not documented, nor is an idempotency key,
    so do not repeat a request whose outcome is unknown without thought.

    Send `Accept: application/json` and do not follow redirects: to other callers a server of this kind
    may answer errors in HTML, or redirect them to a login page.

    Args:
        campaign (UUID):
        campaign_send (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiError | SmsCampaignSendResponse
    """

    return sync_detailed(
        campaign=campaign,
        campaign_send=campaign_send,
        client=client,
    ).parsed


async def asyncio_detailed(
    campaign: UUID,
    campaign_send: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[ApiError | SmsCampaignSendResponse]:
    """Stop a campaign send

     Stops one send of a campaign and returns the send as it is afterwards. The request has no body.

    Stopping is destructive: no call is known that resumes a stopped send. Whether stopping a send that
    is already stopped or finished succeeds again or fails is not documented, nor is an idempotency key,
    so do not repeat a request whose outcome is unknown without thought.

    Send `Accept: application/json` and do not follow redirects: to other callers a server of this kind
    may answer errors in HTML, or redirect them to a login page.

    Args:
        campaign (UUID):
        campaign_send (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiError | SmsCampaignSendResponse]
    """

    kwargs = _get_kwargs(
        campaign=campaign,
        campaign_send=campaign_send,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    campaign: UUID,
    campaign_send: UUID,
    *,
    client: AuthenticatedClient,
) -> ApiError | SmsCampaignSendResponse | None:
    """Stop a campaign send

     Stops one send of a campaign and returns the send as it is afterwards. The request has no body.

    Stopping is destructive: no call is known that resumes a stopped send. Whether stopping a send that
    is already stopped or finished succeeds again or fails is not documented, nor is an idempotency key,
    so do not repeat a request whose outcome is unknown without thought.

    Send `Accept: application/json` and do not follow redirects: to other callers a server of this kind
    may answer errors in HTML, or redirect them to a login page.

    Args:
        campaign (UUID):
        campaign_send (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiError | SmsCampaignSendResponse
    """

    return (
        await asyncio_detailed(
            campaign=campaign,
            campaign_send=campaign_send,
            client=client,
        )
    ).parsed
