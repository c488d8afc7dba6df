# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers
from .time_window import TimeWindow


@define(kw_only=True, repr=False)
class WeeklySchedule(types.Model):
    """Hours in which to send, presumably in the contact's local time. A day without hours of its own presumably has
    those of `default`."""

    default: TimeWindow | None = None
    mon: TimeWindow | None = None
    tue: TimeWindow | None = None
    wed: TimeWindow | None = None
    thu: TimeWindow | None = None
    fri: TimeWindow | None = None
    sat: TimeWindow | None = None
    sun: TimeWindow | None = None

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            default=members.optional("default", TimeWindow.from_dict),
            mon=members.optional("Mon", TimeWindow.from_dict),
            tue=members.optional("Tue", TimeWindow.from_dict),
            wed=members.optional("Wed", TimeWindow.from_dict),
            thu=members.optional("Thu", TimeWindow.from_dict),
            fri=members.optional("Fri", TimeWindow.from_dict),
            sat=members.optional("Sat", TimeWindow.from_dict),
            sun=members.optional("Sun", TimeWindow.from_dict),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.optional("default", self.default, writers.model(TimeWindow))
        members.optional("Mon", self.mon, writers.model(TimeWindow))
        members.optional("Tue", self.tue, writers.model(TimeWindow))
        members.optional("Wed", self.wed, writers.model(TimeWindow))
        members.optional("Thu", self.thu, writers.model(TimeWindow))
        members.optional("Fri", self.fri, writers.model(TimeWindow))
        members.optional("Sat", self.sat, writers.model(TimeWindow))
        members.optional("Sun", self.sun, writers.model(TimeWindow))
        return members.written


types.resolve_hints(WeeklySchedule)
