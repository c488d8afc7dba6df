# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.time_window import TimeWindow


T = TypeVar("T", bound="WeeklySchedule")


@_attrs_define
class WeeklySchedule:
    """Hours in which to send, presumably in the contact's local time. A day without hours of its own presumably has those
    of `default`.

    """

    default: None | TimeWindow | Unset = UNSET
    """ A span of one day. """
    mon: None | TimeWindow | Unset = UNSET
    """ A span of one day. """
    tue: None | TimeWindow | Unset = UNSET
    """ A span of one day. """
    wed: None | TimeWindow | Unset = UNSET
    """ A span of one day. """
    thu: None | TimeWindow | Unset = UNSET
    """ A span of one day. """
    fri: None | TimeWindow | Unset = UNSET
    """ A span of one day. """
    sat: None | TimeWindow | Unset = UNSET
    """ A span of one day. """
    sun: None | TimeWindow | Unset = UNSET
    """ A span of one day. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.time_window import TimeWindow

        default: dict[str, Any] | None | Unset
        if isinstance(self.default, Unset):
            default = UNSET
        elif isinstance(self.default, TimeWindow):
            default = self.default.to_dict()
        else:
            default = self.default

        mon: dict[str, Any] | None | Unset
        if isinstance(self.mon, Unset):
            mon = UNSET
        elif isinstance(self.mon, TimeWindow):
            mon = self.mon.to_dict()
        else:
            mon = self.mon

        tue: dict[str, Any] | None | Unset
        if isinstance(self.tue, Unset):
            tue = UNSET
        elif isinstance(self.tue, TimeWindow):
            tue = self.tue.to_dict()
        else:
            tue = self.tue

        wed: dict[str, Any] | None | Unset
        if isinstance(self.wed, Unset):
            wed = UNSET
        elif isinstance(self.wed, TimeWindow):
            wed = self.wed.to_dict()
        else:
            wed = self.wed

        thu: dict[str, Any] | None | Unset
        if isinstance(self.thu, Unset):
            thu = UNSET
        elif isinstance(self.thu, TimeWindow):
            thu = self.thu.to_dict()
        else:
            thu = self.thu

        fri: dict[str, Any] | None | Unset
        if isinstance(self.fri, Unset):
            fri = UNSET
        elif isinstance(self.fri, TimeWindow):
            fri = self.fri.to_dict()
        else:
            fri = self.fri

        sat: dict[str, Any] | None | Unset
        if isinstance(self.sat, Unset):
            sat = UNSET
        elif isinstance(self.sat, TimeWindow):
            sat = self.sat.to_dict()
        else:
            sat = self.sat

        sun: dict[str, Any] | None | Unset
        if isinstance(self.sun, Unset):
            sun = UNSET
        elif isinstance(self.sun, TimeWindow):
            sun = self.sun.to_dict()
        else:
            sun = self.sun

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if default is not UNSET:
            field_dict["default"] = default
        if mon is not UNSET:
            field_dict["Mon"] = mon
        if tue is not UNSET:
            field_dict["Tue"] = tue
        if wed is not UNSET:
            field_dict["Wed"] = wed
        if thu is not UNSET:
            field_dict["Thu"] = thu
        if fri is not UNSET:
            field_dict["Fri"] = fri
        if sat is not UNSET:
            field_dict["Sat"] = sat
        if sun is not UNSET:
            field_dict["Sun"] = sun

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.time_window import TimeWindow

        d = dict(src_dict)

        def _parse_default(data: object) -> None | TimeWindow | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_time_window_type_0 = TimeWindow.from_dict(data)

                return componentsschemas_time_window_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TimeWindow | Unset, data)

        default = _parse_default(d.pop("default", UNSET))

        def _parse_mon(data: object) -> None | TimeWindow | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_time_window_type_0 = TimeWindow.from_dict(data)

                return componentsschemas_time_window_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TimeWindow | Unset, data)

        mon = _parse_mon(d.pop("Mon", UNSET))

        def _parse_tue(data: object) -> None | TimeWindow | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_time_window_type_0 = TimeWindow.from_dict(data)

                return componentsschemas_time_window_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TimeWindow | Unset, data)

        tue = _parse_tue(d.pop("Tue", UNSET))

        def _parse_wed(data: object) -> None | TimeWindow | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_time_window_type_0 = TimeWindow.from_dict(data)

                return componentsschemas_time_window_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TimeWindow | Unset, data)

        wed = _parse_wed(d.pop("Wed", UNSET))

        def _parse_thu(data: object) -> None | TimeWindow | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_time_window_type_0 = TimeWindow.from_dict(data)

                return componentsschemas_time_window_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TimeWindow | Unset, data)

        thu = _parse_thu(d.pop("Thu", UNSET))

        def _parse_fri(data: object) -> None | TimeWindow | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_time_window_type_0 = TimeWindow.from_dict(data)

                return componentsschemas_time_window_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TimeWindow | Unset, data)

        fri = _parse_fri(d.pop("Fri", UNSET))

        def _parse_sat(data: object) -> None | TimeWindow | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_time_window_type_0 = TimeWindow.from_dict(data)

                return componentsschemas_time_window_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TimeWindow | Unset, data)

        sat = _parse_sat(d.pop("Sat", UNSET))

        def _parse_sun(data: object) -> None | TimeWindow | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_time_window_type_0 = TimeWindow.from_dict(data)

                return componentsschemas_time_window_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TimeWindow | Unset, data)

        sun = _parse_sun(d.pop("Sun", UNSET))

        weekly_schedule = cls(
            default=default,
            mon=mon,
            tue=tue,
            wed=wed,
            thu=thu,
            fri=fri,
            sat=sat,
            sun=sun,
        )

        weekly_schedule.additional_properties = d
        return weekly_schedule

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
