# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers
from .sms_campaign_send_resource import SmsCampaignSendResource


@define(kw_only=True, repr=False)
class SmsCampaignSendResponse(types.Model):
    """The envelope of the 200 response."""

    data: SmsCampaignSendResource

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            data=members.required("data", SmsCampaignSendResource.from_dict),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.required("data", self.data, writers.model(SmsCampaignSendResource))
        return members.written


types.resolve_hints(SmsCampaignSendResponse)
