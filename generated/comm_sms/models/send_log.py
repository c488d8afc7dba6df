# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers


@define(kw_only=True, repr=False)
class SendLog(types.Model):
    """One entry of a send's history."""

    caller_id: str | None = None
    """ID of what made the entry."""

    caller_type: str | None = None
    """Kind of what made the entry. Only `Send` is documented."""

    text: str | None = None
    """What happened, for a person to read."""

    created_at: str | None = None
    """When the entry was made. Very likely ISO 8601 in UTC, with microseconds and `Z`."""

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            caller_id=members.optional("caller_id", readers.text),
            caller_type=members.optional("caller_type", readers.text),
            text=members.optional("text", readers.text),
            created_at=members.optional("created_at", readers.text),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.optional("caller_id", self.caller_id, writers.text)
        members.optional("caller_type", self.caller_type, writers.text)
        members.optional("text", self.text, writers.text)
        members.optional("created_at", self.created_at, writers.text)
        return members.written


types.resolve_hints(SendLog)
