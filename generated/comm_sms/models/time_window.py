# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers


@define(kw_only=True, repr=False)
class TimeWindow(types.Model):
    """A span of one day."""

    start: str | None = None
    """Time of day at which the span begins. The form of the text is not documented; `HH:MM` is likely."""

    end: str | None = None
    """Time of day at which the span ends. The form of the text is not documented; `HH:MM` is likely."""

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            start=members.optional("start", readers.text),
            end=members.optional("end", readers.text),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.optional("start", self.start, writers.text)
        members.optional("end", self.end, writers.text)
        return members.written


types.resolve_hints(TimeWindow)
