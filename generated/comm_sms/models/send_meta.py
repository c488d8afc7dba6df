# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.manual_data import ManualData
    from ..models.multistep_data import MultistepData
    from ..models.multistep_status import MultistepStatus
    from ..models.planner_data import PlannerData


T = TypeVar("T", bound="SendMeta")


@_attrs_define
class SendMeta:
    """Settings and progress of a send. The block named after `send_type` holds its settings; the blocks of the other types
    are expected to be null.

    """

    send_type: None | str | Unset = UNSET
    """ How the send works. Only `manual` (one burst) is documented; `multistep` (optimised batches) and `planner`
    (set days and times) are plausible. """
    segment_ids: list[Any] | None | Unset = UNSET
    """ The segments of contacts that are addressed. What an item looks like is not known. """
    sms_routing_plan_id: None | Unset | UUID = UNSET
    """ ID of the routing plan that carries the messages. """
    filter_segment_id: None | Unset | UUID = UNSET
    """ ID of a segment that filters the contacts. Whether it keeps or removes its members is not documented. """
    domain_plan_id: None | Unset | UUID = UNSET
    """ ID of the domain plan that short links follow. """
    use_dedicated_domains: bool | None | Unset = False
    """ Whether short links use dedicated domains. """
    manual_data: ManualData | None | Unset = UNSET
    """ Settings of a send in one burst. """
    multistep_data: MultistepData | None | Unset = UNSET
    """ Settings of a send in batches, with optimisation between the steps. """
    planner_data: None | PlannerData | Unset = UNSET
    """ Settings of a send on set days and times. """
    multistep_status: MultistepStatus | None | Unset = UNSET
    """ Progress of a send that works in steps. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.manual_data import ManualData
        from ..models.multistep_data import MultistepData
        from ..models.multistep_status import MultistepStatus
        from ..models.planner_data import PlannerData

        send_type: None | str | Unset
        if isinstance(self.send_type, Unset):
            send_type = UNSET
        else:
            send_type = self.send_type

        segment_ids: list[Any] | None | Unset
        if isinstance(self.segment_ids, Unset):
            segment_ids = UNSET
        elif isinstance(self.segment_ids, list):
            segment_ids = self.segment_ids

        else:
            segment_ids = self.segment_ids

        sms_routing_plan_id: None | str | Unset
        if isinstance(self.sms_routing_plan_id, Unset):
            sms_routing_plan_id = UNSET
        elif isinstance(self.sms_routing_plan_id, UUID):
            sms_routing_plan_id = str(self.sms_routing_plan_id)
        else:
            sms_routing_plan_id = self.sms_routing_plan_id

        filter_segment_id: None | str | Unset
        if isinstance(self.filter_segment_id, Unset):
            filter_segment_id = UNSET
        elif isinstance(self.filter_segment_id, UUID):
            filter_segment_id = str(self.filter_segment_id)
        else:
            filter_segment_id = self.filter_segment_id

        domain_plan_id: None | str | Unset
        if isinstance(self.domain_plan_id, Unset):
            domain_plan_id = UNSET
        elif isinstance(self.domain_plan_id, UUID):
            domain_plan_id = str(self.domain_plan_id)
        else:
            domain_plan_id = self.domain_plan_id

        use_dedicated_domains: bool | None | Unset
        if isinstance(self.use_dedicated_domains, Unset):
            use_dedicated_domains = UNSET
        else:
            use_dedicated_domains = self.use_dedicated_domains

        manual_data: dict[str, Any] | None | Unset
        if isinstance(self.manual_data, Unset):
            manual_data = UNSET
        elif isinstance(self.manual_data, ManualData):
            manual_data = self.manual_data.to_dict()
        else:
            manual_data = self.manual_data

        multistep_data: dict[str, Any] | None | Unset
        if isinstance(self.multistep_data, Unset):
            multistep_data = UNSET
        elif isinstance(self.multistep_data, MultistepData):
            multistep_data = self.multistep_data.to_dict()
        else:
            multistep_data = self.multistep_data

        planner_data: dict[str, Any] | None | Unset
        if isinstance(self.planner_data, Unset):
            planner_data = UNSET
        elif isinstance(self.planner_data, PlannerData):
            planner_data = self.planner_data.to_dict()
        else:
            planner_data = self.planner_data

        multistep_status: dict[str, Any] | None | Unset
        if isinstance(self.multistep_status, Unset):
            multistep_status = UNSET
        elif isinstance(self.multistep_status, MultistepStatus):
            multistep_status = self.multistep_status.to_dict()
        else:
            multistep_status = self.multistep_status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if send_type is not UNSET:
            field_dict["send_type"] = send_type
        if segment_ids is not UNSET:
            field_dict["segment_ids"] = segment_ids
        if sms_routing_plan_id is not UNSET:
            field_dict["sms_routing_plan_id"] = sms_routing_plan_id
        if filter_segment_id is not UNSET:
            field_dict["filter_segment_id"] = filter_segment_id
        if domain_plan_id is not UNSET:
            field_dict["domain_plan_id"] = domain_plan_id
        if use_dedicated_domains is not UNSET:
            field_dict["use_dedicated_domains"] = use_dedicated_domains
        if manual_data is not UNSET:
            field_dict["manual_data"] = manual_data
        if multistep_data is not UNSET:
            field_dict["multistep_data"] = multistep_data
        if planner_data is not UNSET:
            field_dict["planner_data"] = planner_data
        if multistep_status is not UNSET:
            field_dict["multistep_status"] = multistep_status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.manual_data import ManualData
        from ..models.multistep_data import MultistepData
        from ..models.multistep_status import MultistepStatus
        from ..models.planner_data import PlannerData

        d = dict(src_dict)

        def _parse_send_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        send_type = _parse_send_type(d.pop("send_type", UNSET))

        def _parse_segment_ids(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                segment_ids_type_0 = cast(list[Any], data)

                return segment_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        segment_ids = _parse_segment_ids(d.pop("segment_ids", UNSET))

        def _parse_sms_routing_plan_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sms_routing_plan_id_type_0 = UUID(data)

                return sms_routing_plan_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        sms_routing_plan_id = _parse_sms_routing_plan_id(d.pop("sms_routing_plan_id", UNSET))

        def _parse_filter_segment_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                filter_segment_id_type_0 = UUID(data)

                return filter_segment_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        filter_segment_id = _parse_filter_segment_id(d.pop("filter_segment_id", UNSET))

        def _parse_domain_plan_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                domain_plan_id_type_0 = UUID(data)

                return domain_plan_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        domain_plan_id = _parse_domain_plan_id(d.pop("domain_plan_id", UNSET))

        def _parse_use_dedicated_domains(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        use_dedicated_domains = _parse_use_dedicated_domains(d.pop("use_dedicated_domains", UNSET))

        def _parse_manual_data(data: object) -> ManualData | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_manual_data_type_0 = ManualData.from_dict(data)

                return componentsschemas_manual_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ManualData | None | Unset, data)

        manual_data = _parse_manual_data(d.pop("manual_data", UNSET))

        def _parse_multistep_data(data: object) -> MultistepData | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_multistep_data_type_0 = MultistepData.from_dict(data)

                return componentsschemas_multistep_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MultistepData | None | Unset, data)

        multistep_data = _parse_multistep_data(d.pop("multistep_data", UNSET))

        def _parse_planner_data(data: object) -> None | PlannerData | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_planner_data_type_0 = PlannerData.from_dict(data)

                return componentsschemas_planner_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PlannerData | Unset, data)

        planner_data = _parse_planner_data(d.pop("planner_data", UNSET))

        def _parse_multistep_status(data: object) -> MultistepStatus | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_multistep_status_type_0 = MultistepStatus.from_dict(data)

                return componentsschemas_multistep_status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MultistepStatus | None | Unset, data)

        multistep_status = _parse_multistep_status(d.pop("multistep_status", UNSET))

        send_meta = cls(
            send_type=send_type,
            segment_ids=segment_ids,
            sms_routing_plan_id=sms_routing_plan_id,
            filter_segment_id=filter_segment_id,
            domain_plan_id=domain_plan_id,
            use_dedicated_domains=use_dedicated_domains,
            manual_data=manual_data,
            multistep_data=multistep_data,
            planner_data=planner_data,
            multistep_status=multistep_status,
        )

        send_meta.additional_properties = d
        return send_meta

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
