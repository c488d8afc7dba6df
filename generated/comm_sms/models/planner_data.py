# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers
from .planner_multistep_data import PlannerMultistepData
from .weekly_schedule import WeeklySchedule


@define(kw_only=True, repr=False)
class PlannerData(types.Model):
    """Settings of a send on set days and times."""

    days_of_week: list[str] | None = None
    """Days on which to send. The names are not documented; `Mon` to `Sun`, as in the weekly schedule, are likely."""

    weekly_schedule: WeeklySchedule | None = None
    multistep_data: PlannerMultistepData | None = None
    weekly_sms_contact_limit: int | None = None
    """Messages that one contact may get in a week."""

    daily_sms_contact_limit: int | None = None
    """Messages that one contact may get in a day."""

    is_active: bool | None = None
    """Whether this way of sending is switched on."""

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            days_of_week=members.optional("days_of_week", readers.array(readers.text)),
            weekly_schedule=members.optional("weekly_schedule", WeeklySchedule.from_dict),
            multistep_data=members.optional("multistep_data", PlannerMultistepData.from_dict),
            weekly_sms_contact_limit=members.optional("weekly_sms_contact_limit", readers.integer),
            daily_sms_contact_limit=members.optional("daily_sms_contact_limit", readers.integer),
            is_active=members.optional("is_active", readers.boolean),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.optional("days_of_week", self.days_of_week, writers.array(writers.text))
        members.optional("weekly_schedule", self.weekly_schedule, writers.model(WeeklySchedule))
        members.optional("multistep_data", self.multistep_data, writers.model(PlannerMultistepData))
        members.optional("weekly_sms_contact_limit", self.weekly_sms_contact_limit, writers.integer)
        members.optional("daily_sms_contact_limit", self.daily_sms_contact_limit, writers.integer)
        members.optional("is_active", self.is_active, writers.boolean)
        return members.written


types.resolve_hints(PlannerData)
