# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ... import decoding as _decoding
from ... import parameters as _parameters
from ...messages import Request, Response

if TYPE_CHECKING:
    from ...models.sms_campaign_send_resource import SmsCampaignSendResource


def request(
    *,
    campaign: UUID | str,
    campaign_send: UUID | str,
) -> Request[SmsCampaignSendResource]:
    """Stop a campaign send: make the request for `send`. The client's method of the same name has the documentation."""
    return Request(
        method="POST",
        path="/v1/sms/campaigns/{campaign}/stop/{campaign_send}".format(
            campaign=_parameters.uuid("campaign", campaign),
            campaign_send=_parameters.uuid("campaign_send", campaign_send),
        ),
        readings=((200, 200, _read_200),),
    )


def _read_200(response: Response[None]) -> SmsCampaignSendResource:
    from ...models.sms_campaign_send_response import SmsCampaignSendResponse

    return SmsCampaignSendResponse.from_dict(_decoding.json_value(response.content)).data
