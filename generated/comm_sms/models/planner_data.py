# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.planner_multistep_data import PlannerMultistepData
    from ..models.weekly_schedule import WeeklySchedule


T = TypeVar("T", bound="PlannerData")


@_attrs_define
class PlannerData:
    """Settings of a send on set days and times."""

    days_of_week: list[str] | None | Unset = UNSET
    """ Days on which to send. The names are not documented; `Mon` to `Sun`, as in the weekly schedule, are likely.
    """
    weekly_schedule: None | Unset | WeeklySchedule = UNSET
    """ Hours in which to send, presumably in the contact's local time. A day without hours of its own presumably
    has those of `default`. """
    multistep_data: None | PlannerMultistepData | Unset = UNSET
    """ As MultistepData, inside a planner. The page shows no defaults here; 200 and 5, as there, are likely. """
    weekly_sms_contact_limit: int | None | Unset = 5
    """ Messages that one contact may get in a week. """
    daily_sms_contact_limit: int | None | Unset = 1
    """ Messages that one contact may get in a day. """
    is_active: bool | None | Unset = UNSET
    """ Whether this way of sending is switched on. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.planner_multistep_data import PlannerMultistepData
        from ..models.weekly_schedule import WeeklySchedule

        days_of_week: list[str] | None | Unset
        if isinstance(self.days_of_week, Unset):
            days_of_week = UNSET
        elif isinstance(self.days_of_week, list):
            days_of_week = self.days_of_week

        else:
            days_of_week = self.days_of_week

        weekly_schedule: dict[str, Any] | None | Unset
        if isinstance(self.weekly_schedule, Unset):
            weekly_schedule = UNSET
        elif isinstance(self.weekly_schedule, WeeklySchedule):
            weekly_schedule = self.weekly_schedule.to_dict()
        else:
            weekly_schedule = self.weekly_schedule

        multistep_data: dict[str, Any] | None | Unset
        if isinstance(self.multistep_data, Unset):
            multistep_data = UNSET
        elif isinstance(self.multistep_data, PlannerMultistepData):
            multistep_data = self.multistep_data.to_dict()
        else:
            multistep_data = self.multistep_data

        weekly_sms_contact_limit: int | None | Unset
        if isinstance(self.weekly_sms_contact_limit, Unset):
            weekly_sms_contact_limit = UNSET
        else:
            weekly_sms_contact_limit = self.weekly_sms_contact_limit

        daily_sms_contact_limit: int | None | Unset
        if isinstance(self.daily_sms_contact_limit, Unset):
            daily_sms_contact_limit = UNSET
        else:
            daily_sms_contact_limit = self.daily_sms_contact_limit

        is_active: bool | None | Unset
        if isinstance(self.is_active, Unset):
            is_active = UNSET
        else:
            is_active = self.is_active

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if days_of_week is not UNSET:
            field_dict["days_of_week"] = days_of_week
        if weekly_schedule is not UNSET:
            field_dict["weekly_schedule"] = weekly_schedule
        if multistep_data is not UNSET:
            field_dict["multistep_data"] = multistep_data
        if weekly_sms_contact_limit is not UNSET:
            field_dict["weekly_sms_contact_limit"] = weekly_sms_contact_limit
        if daily_sms_contact_limit is not UNSET:
            field_dict["daily_sms_contact_limit"] = daily_sms_contact_limit
        if is_active is not UNSET:
            field_dict["is_active"] = is_active

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.planner_multistep_data import PlannerMultistepData
        from ..models.weekly_schedule import WeeklySchedule

        d = dict(src_dict)

        def _parse_days_of_week(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                days_of_week_type_0 = cast(list[str], data)

                return days_of_week_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        days_of_week = _parse_days_of_week(d.pop("days_of_week", UNSET))

        def _parse_weekly_schedule(data: object) -> None | Unset | WeeklySchedule:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_weekly_schedule_type_0 = WeeklySchedule.from_dict(data)

                return componentsschemas_weekly_schedule_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WeeklySchedule, data)

        weekly_schedule = _parse_weekly_schedule(d.pop("weekly_schedule", UNSET))

        def _parse_multistep_data(data: object) -> None | PlannerMultistepData | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_planner_multistep_data_type_0 = PlannerMultistepData.from_dict(data)

                return componentsschemas_planner_multistep_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PlannerMultistepData | Unset, data)

        multistep_data = _parse_multistep_data(d.pop("multistep_data", UNSET))

        def _parse_weekly_sms_contact_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        weekly_sms_contact_limit = _parse_weekly_sms_contact_limit(d.pop("weekly_sms_contact_limit", UNSET))

        def _parse_daily_sms_contact_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        daily_sms_contact_limit = _parse_daily_sms_contact_limit(d.pop("daily_sms_contact_limit", UNSET))

        def _parse_is_active(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_active = _parse_is_active(d.pop("is_active", UNSET))

        planner_data = cls(
            days_of_week=days_of_week,
            weekly_schedule=weekly_schedule,
            multistep_data=multistep_data,
            weekly_sms_contact_limit=weekly_sms_contact_limit,
            daily_sms_contact_limit=daily_sms_contact_limit,
            is_active=is_active,
        )

        planner_data.additional_properties = d
        return planner_data

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
