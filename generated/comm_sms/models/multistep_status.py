# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers
from .initial_brands import InitialBrands
from .status_planner_data import StatusPlannerData
from .step_performance import StepPerformance


@define(kw_only=True, repr=False)
class MultistepStatus(types.Model):
    """Progress of a send that works in steps."""

    current_step: int | None = None
    """Number of the current step; 0 before the first."""

    total_available_contacts: int | None = None
    """Contacts that the send can reach."""

    total_sent: int | None = None
    """Messages sent so far."""

    last_sent_timestamp: float | None = None
    """When the last message was sent, very likely in whole Unix seconds; null before the first."""

    start_timestamp: float | None = None
    """When the send began, very likely in Unix seconds with a fraction; null before that."""

    initial_brands: list[Any] | InitialBrands | None = None
    steps_performance: list[StepPerformance | None] | None = None
    """Results of the steps so far, one item for each step."""

    status: str | None = None
    """State of the work in steps. Only `in_progress` is documented; the words of the send's own status are likely."""

    status_reason: str | None = None
    """Why the work is in this state, for a person to read; null when there is nothing to say."""

    last_timezones: list[Any] | None = None
    """Time zones, presumably those served last. What an item looks like is not known."""

    planner_data: StatusPlannerData | None = None

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            current_step=members.optional("current_step", readers.integer),
            total_available_contacts=members.optional("total_available_contacts", readers.integer),
            total_sent=members.optional("total_sent", readers.integer),
            last_sent_timestamp=members.optional("last_sent_timestamp", readers.number),
            start_timestamp=members.optional("start_timestamp", readers.number),
            initial_brands=members.optional(
                "initial_brands", readers.either(readers.array(readers.anything), InitialBrands.from_dict)
            ),
            steps_performance=members.optional(
                "steps_performance", readers.array(readers.nullable(StepPerformance.from_dict))
            ),
            status=members.optional("status", readers.text),
            status_reason=members.optional("status_reason", readers.text),
            last_timezones=members.optional("last_timezones", readers.array(readers.anything)),
            planner_data=members.optional("planner_data", StatusPlannerData.from_dict),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.optional("current_step", self.current_step, writers.integer)
        members.optional("total_available_contacts", self.total_available_contacts, writers.integer)
        members.optional("total_sent", self.total_sent, writers.integer)
        members.optional("last_sent_timestamp", self.last_sent_timestamp, writers.number)
        members.optional("start_timestamp", self.start_timestamp, writers.number)
        members.optional(
            "initial_brands",
            self.initial_brands,
            writers.either(writers.array(writers.anything), writers.model(InitialBrands)),
        )
        members.optional(
            "steps_performance", self.steps_performance, writers.array(writers.nullable(writers.model(StepPerformance)))
        )
        members.optional("status", self.status, writers.text)
        members.optional("status_reason", self.status_reason, writers.text)
        members.optional("last_timezones", self.last_timezones, writers.array(writers.anything))
        members.optional("planner_data", self.planner_data, writers.model(StatusPlannerData))
        return members.written


types.resolve_hints(MultistepStatus)
