# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types, writers
from .manual_data import ManualData
from .multistep_data import MultistepData
from .multistep_status import MultistepStatus
from .planner_data import PlannerData


@define(kw_only=True, repr=False)
class SendMeta(types.Model):
    """Settings and progress of a send. The block named after `send_type` holds its settings; the blocks of the other
    types are expected to be null. The server keeps all of it as JSON and hands it over through PHP."""

    send_type: str | None = None
    """How the send works. Only `manual` (one burst) is documented; `multistep` (optimised batches) and `planner` (set
    days and times) are plausible."""

    segment_ids: list[Any] | None = None
    """The segments of contacts that are addressed, very likely by their IDs, which are UUIDs."""

    sms_routing_plan_id: str | None = None
    """ID of the routing plan that carries the messages."""

    filter_segment_id: str | None = None
    """ID of a segment that filters the contacts. Whether it keeps or removes its members is not documented."""

    domain_plan_id: str | None = None
    """ID of the domain plan that short links follow."""

    use_dedicated_domains: bool | None = None
    """Whether short links use dedicated domains."""

    manual_data: ManualData | None = None
    multistep_data: MultistepData | None = None
    planner_data: PlannerData | None = None
    multistep_status: MultistepStatus | None = None

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            send_type=members.optional("send_type", readers.text),
            segment_ids=members.optional("segment_ids", readers.array(readers.anything)),
            sms_routing_plan_id=members.optional("sms_routing_plan_id", readers.text),
            filter_segment_id=members.optional("filter_segment_id", readers.text),
            domain_plan_id=members.optional("domain_plan_id", readers.text),
            use_dedicated_domains=members.optional("use_dedicated_domains", readers.boolean),
            manual_data=members.optional("manual_data", ManualData.from_dict),
            multistep_data=members.optional("multistep_data", MultistepData.from_dict),
            planner_data=members.optional("planner_data", PlannerData.from_dict),
            multistep_status=members.optional("multistep_status", MultistepStatus.from_dict),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.anything, self.nulls)
        members.optional("send_type", self.send_type, writers.text)
        members.optional("segment_ids", self.segment_ids, writers.array(writers.anything))
        members.optional("sms_routing_plan_id", self.sms_routing_plan_id, writers.text)
        members.optional("filter_segment_id", self.filter_segment_id, writers.text)
        members.optional("domain_plan_id", self.domain_plan_id, writers.text)
        members.optional("use_dedicated_domains", self.use_dedicated_domains, writers.boolean)
        members.optional("manual_data", self.manual_data, writers.model(ManualData))
        members.optional("multistep_data", self.multistep_data, writers.model(MultistepData))
        members.optional("planner_data", self.planner_data, writers.model(PlannerData))
        members.optional("multistep_status", self.multistep_status, writers.model(MultistepStatus))
        return members.written


types.resolve_hints(SendMeta)
