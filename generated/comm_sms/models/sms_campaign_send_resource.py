# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers
from .send_log import SendLog
from .send_meta import SendMeta


@define(kw_only=True, repr=False)
class SmsCampaignSendResource(types.Model):
    """One send of an SMS campaign."""

    id: str
    """The send's ID, the same as `campaignSend` in the path. Very likely a UUID; the page does not say."""

    status: str
    """State of the send. The values are not documented, not even the one after a stop. An earlier version of the
    server had `draft`, `pending`, `in_progress`, `sent`, `failed` and `cancelled`; `stopped` is plausible."""

    next_step_timestamp: str | None = None
    """When the next step would be sent; null when none is planned, as after a stop. Very likely `YYYY-MM-DD HH:MM:SS`
    in UTC, another form than that of `created_at`."""

    meta: SendMeta | None = None
    created_at: str | None = None
    """When the send was created. Very likely ISO 8601 in UTC, with microseconds and `Z`."""

    updated_at: str | None = None
    """When the send last changed. Very likely ISO 8601 in UTC, with microseconds and `Z`."""

    logs: list[SendLog | None] | None = None
    """What happened to the send. The order is not documented."""

    sms_campaign_id: str | None = None
    """ID of the campaign, the same as `campaign` in the path. Very likely a UUID; the page does not say."""

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            id=members.required("id", readers.text),
            status=members.required("status", readers.text),
            next_step_timestamp=members.optional("next_step_timestamp", readers.text),
            meta=members.optional("meta", SendMeta.from_dict),
            created_at=members.optional("created_at", readers.text),
            updated_at=members.optional("updated_at", readers.text),
            logs=members.optional("logs", readers.array(readers.nullable(SendLog.from_dict))),
            sms_campaign_id=members.optional("sms_campaign_id", readers.text),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.required("id", self.id, writers.text)
        members.required("status", self.status, writers.text)
        members.optional("next_step_timestamp", self.next_step_timestamp, writers.text)
        members.optional("meta", self.meta, writers.model(SendMeta))
        members.optional("created_at", self.created_at, writers.text)
        members.optional("updated_at", self.updated_at, writers.text)
        members.optional("logs", self.logs, writers.array(writers.nullable(writers.model(SendLog))))
        members.optional("sms_campaign_id", self.sms_campaign_id, writers.text)
        return members.written


types.resolve_hints(SmsCampaignSendResource)
