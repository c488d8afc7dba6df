# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.status_planner_data import StatusPlannerData


T = TypeVar("T", bound="MultistepStatus")


@_attrs_define
class MultistepStatus:
    """Progress of a send that works in steps."""

    current_step: int | None | Unset = 0
    """ Number of the current step; 0 before the first. """
    total_available_contacts: int | None | Unset = 0
    """ Contacts that the send can reach. """
    total_sent: int | None | Unset = 0
    """ Messages sent so far. """
    last_sent_timestamp: float | None | Unset = UNSET
    """ When the last message was sent, very likely in Unix seconds; null before the first. """
    start_timestamp: float | None | Unset = UNSET
    """ When the send began, very likely in Unix seconds; null before that. """
    initial_brands: list[Any] | None | Unset = UNSET
    """ The brands with which the send began. What an item looks like is not known. """
    steps_performance: list[Any] | None | Unset = UNSET
    """ Results of the steps so far. What an item looks like is not known. """
    status: None | str | Unset = "in_progress"
    """ State of the work in steps. Only `in_progress` is documented. """
    status_reason: None | str | Unset = UNSET
    """ Why the work is in this state, for a person to read; null when there is nothing to say. """
    last_timezones: list[Any] | None | Unset = UNSET
    """ Time zones, presumably those served last. What an item looks like is not known. """
    planner_data: None | StatusPlannerData | Unset = UNSET
    """ As PlannerData, inside the status. The page shows no defaults here; 5 and 1, as there, are likely. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.status_planner_data import StatusPlannerData

        current_step: int | None | Unset
        if isinstance(self.current_step, Unset):
            current_step = UNSET
        else:
            current_step = self.current_step

        total_available_contacts: int | None | Unset
        if isinstance(self.total_available_contacts, Unset):
            total_available_contacts = UNSET
        else:
            total_available_contacts = self.total_available_contacts

        total_sent: int | None | Unset
        if isinstance(self.total_sent, Unset):
            total_sent = UNSET
        else:
            total_sent = self.total_sent

        last_sent_timestamp: float | None | Unset
        if isinstance(self.last_sent_timestamp, Unset):
            last_sent_timestamp = UNSET
        else:
            last_sent_timestamp = self.last_sent_timestamp

        start_timestamp: float | None | Unset
        if isinstance(self.start_timestamp, Unset):
            start_timestamp = UNSET
        else:
            start_timestamp = self.start_timestamp

        initial_brands: list[Any] | None | Unset
        if isinstance(self.initial_brands, Unset):
            initial_brands = UNSET
        elif isinstance(self.initial_brands, list):
            initial_brands = self.initial_brands

        else:
            initial_brands = self.initial_brands

        steps_performance: list[Any] | None | Unset
        if isinstance(self.steps_performance, Unset):
            steps_performance = UNSET
        elif isinstance(self.steps_performance, list):
            steps_performance = self.steps_performance

        else:
            steps_performance = self.steps_performance

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        status_reason: None | str | Unset
        if isinstance(self.status_reason, Unset):
            status_reason = UNSET
        else:
            status_reason = self.status_reason

        last_timezones: list[Any] | None | Unset
        if isinstance(self.last_timezones, Unset):
            last_timezones = UNSET
        elif isinstance(self.last_timezones, list):
            last_timezones = self.last_timezones

        else:
            last_timezones = self.last_timezones

        planner_data: dict[str, Any] | None | Unset
        if isinstance(self.planner_data, Unset):
            planner_data = UNSET
        elif isinstance(self.planner_data, StatusPlannerData):
            planner_data = self.planner_data.to_dict()
        else:
            planner_data = self.planner_data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if current_step is not UNSET:
            field_dict["current_step"] = current_step
        if total_available_contacts is not UNSET:
            field_dict["total_available_contacts"] = total_available_contacts
        if total_sent is not UNSET:
            field_dict["total_sent"] = total_sent
        if last_sent_timestamp is not UNSET:
            field_dict["last_sent_timestamp"] = last_sent_timestamp
        if start_timestamp is not UNSET:
            field_dict["start_timestamp"] = start_timestamp
        if initial_brands is not UNSET:
            field_dict["initial_brands"] = initial_brands
        if steps_performance is not UNSET:
            field_dict["steps_performance"] = steps_performance
        if status is not UNSET:
            field_dict["status"] = status
        if status_reason is not UNSET:
            field_dict["status_reason"] = status_reason
        if last_timezones is not UNSET:
            field_dict["last_timezones"] = last_timezones
        if planner_data is not UNSET:
            field_dict["planner_data"] = planner_data

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.status_planner_data import StatusPlannerData

        d = dict(src_dict)

        def _parse_current_step(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        current_step = _parse_current_step(d.pop("current_step", UNSET))

        def _parse_total_available_contacts(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total_available_contacts = _parse_total_available_contacts(d.pop("total_available_contacts", UNSET))

        def _parse_total_sent(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total_sent = _parse_total_sent(d.pop("total_sent", UNSET))

        def _parse_last_sent_timestamp(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        last_sent_timestamp = _parse_last_sent_timestamp(d.pop("last_sent_timestamp", UNSET))

        def _parse_start_timestamp(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        start_timestamp = _parse_start_timestamp(d.pop("start_timestamp", UNSET))

        def _parse_initial_brands(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                initial_brands_type_0 = cast(list[Any], data)

                return initial_brands_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        initial_brands = _parse_initial_brands(d.pop("initial_brands", UNSET))

        def _parse_steps_performance(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                steps_performance_type_0 = cast(list[Any], data)

                return steps_performance_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        steps_performance = _parse_steps_performance(d.pop("steps_performance", UNSET))

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_status_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status_reason = _parse_status_reason(d.pop("status_reason", UNSET))

        def _parse_last_timezones(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                last_timezones_type_0 = cast(list[Any], data)

                return last_timezones_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        last_timezones = _parse_last_timezones(d.pop("last_timezones", UNSET))

        def _parse_planner_data(data: object) -> None | StatusPlannerData | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_status_planner_data_type_0 = StatusPlannerData.from_dict(data)

                return componentsschemas_status_planner_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StatusPlannerData | Unset, data)

        planner_data = _parse_planner_data(d.pop("planner_data", UNSET))

        multistep_status = cls(
            current_step=current_step,
            total_available_contacts=total_available_contacts,
            total_sent=total_sent,
            last_sent_timestamp=last_sent_timestamp,
            start_timestamp=start_timestamp,
            initial_brands=initial_brands,
            steps_performance=steps_performance,
            status=status,
            status_reason=status_reason,
            last_timezones=last_timezones,
            planner_data=planner_data,
        )

        multistep_status.additional_properties = d
        return multistep_status

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
