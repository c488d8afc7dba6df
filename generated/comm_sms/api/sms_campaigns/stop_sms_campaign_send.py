# Generated from openapi.yaml by `nox -s generate`; do not edit.
"""Stop a campaign send."""

from __future__ import annotations

from uuid import UUID

from ... import decoding, models, parameters, writers
from ...messages import Repeated, Request, Response


def request(
    *,
    campaign: UUID | str,
    campaign_send: UUID | str,
) -> Request[models.SmsCampaignSendResource]:
    """Stop a campaign send: make the request for `send`. `CommSms.stop_sms_campaign_send` has the documentation."""
    segments = {
        "campaign": parameters.segment("campaign", campaign, writers.uuid),
        "campaign_send": parameters.segment("campaign_send", campaign_send, writers.uuid),
    }
    return Request(
        method="POST",
        path="/v1/sms/campaigns/{campaign}/stop/{campaign_send}".format(**segments),
        readings=((200, 200, _read_200),),
        repeated={
            "/data/sms_campaign_id": segments["campaign"],
            "/data/id": segments["campaign_send"],
        },
    )


def _read_200(response: Response[None], repeated: Repeated) -> models.SmsCampaignSendResource:
    return models.SmsCampaignSendResponse.from_dict(decoding.answer_value(response.content, repeated)).data
