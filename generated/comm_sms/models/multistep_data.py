# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers


@define(kw_only=True, repr=False)
class MultistepData(types.Model):
    """Settings of a send in batches, with optimisation between the steps."""

    step_size: int | None = None
    """Messages in one step."""

    step_delay: int | None = None
    """Pause between two steps in minutes."""

    min_ctr: float | None = None
    """A click-through rate, very likely in percent, and presumably the lowest at which the send goes on."""

    max_sms_to_send: int | None = None
    """Upper limit of messages for the whole send; null, and very likely 0, when there is none."""

    max_minutes_to_send: int | None = None
    """Upper limit of the send's duration in minutes; null, and very likely 0, when there is none."""

    send_datetime: str | None = None
    """When to begin. The form of the text and its time zone are not documented."""

    is_active: bool | None = None
    """Whether this way of sending is switched on."""

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            step_size=members.optional("step_size", readers.integer),
            step_delay=members.optional("step_delay", readers.integer),
            min_ctr=members.optional("min_ctr", readers.number),
            max_sms_to_send=members.optional("max_sms_to_send", readers.integer),
            max_minutes_to_send=members.optional("max_minutes_to_send", readers.integer),
            send_datetime=members.optional("send_datetime", readers.text),
            is_active=members.optional("is_active", readers.boolean),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.optional("step_size", self.step_size, writers.integer)
        members.optional("step_delay", self.step_delay, writers.integer)
        members.optional("min_ctr", self.min_ctr, writers.number)
        members.optional("max_sms_to_send", self.max_sms_to_send, writers.integer)
        members.optional("max_minutes_to_send", self.max_minutes_to_send, writers.integer)
        members.optional("send_datetime", self.send_datetime, writers.text)
        members.optional("is_active", self.is_active, writers.boolean)
        return members.written


types.resolve_hints(MultistepData)
