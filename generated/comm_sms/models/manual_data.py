# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers


@define(kw_only=True, repr=False)
class ManualData(types.Model):
    """Settings of a send in one burst."""

    send_amount: int | None = None
    """How many messages to send. That 0 means without limit is likely but not documented."""

    send_datetime: str | None = None
    """When to begin. The form of the text and its time zone are not documented."""

    throttle_batch_size: int | None = None
    """Messages in one batch of a throttled send. That 0 means no throttling is likely but not documented."""

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            send_amount=members.optional("send_amount", readers.integer),
            send_datetime=members.optional("send_datetime", readers.text),
            throttle_batch_size=members.optional("throttle_batch_size", readers.integer),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.optional("send_amount", self.send_amount, writers.integer)
        members.optional("send_datetime", self.send_datetime, writers.text)
        members.optional("throttle_batch_size", self.throttle_batch_size, writers.integer)
        return members.written


types.resolve_hints(ManualData)
