# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MultistepData")


@_attrs_define
class MultistepData:
    """Settings of a send in batches, with optimisation between the steps."""

    step_size: int | None | Unset = 200
    """ Messages in one step. """
    step_delay: int | None | Unset = 5
    """ Pause between two steps, very likely in minutes. """
    min_ctr: float | None | Unset = UNSET
    """ A click-through rate, presumably the lowest at which the send goes on. Whether it is a ratio or a percentage
    is not documented. """
    max_sms_to_send: int | None | Unset = UNSET
    """ Upper limit of messages for the whole send; null when there is none. """
    max_minutes_to_send: int | None | Unset = UNSET
    """ Upper limit of the send's duration in minutes; null when there is none. """
    send_datetime: None | str | Unset = UNSET
    """ When to begin. The form of the text and its time zone are not documented. """
    is_active: bool | None | Unset = UNSET
    """ Whether this way of sending is switched on. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        step_size: int | None | Unset
        if isinstance(self.step_size, Unset):
            step_size = UNSET
        else:
            step_size = self.step_size

        step_delay: int | None | Unset
        if isinstance(self.step_delay, Unset):
            step_delay = UNSET
        else:
            step_delay = self.step_delay

        min_ctr: float | None | Unset
        if isinstance(self.min_ctr, Unset):
            min_ctr = UNSET
        else:
            min_ctr = self.min_ctr

        max_sms_to_send: int | None | Unset
        if isinstance(self.max_sms_to_send, Unset):
            max_sms_to_send = UNSET
        else:
            max_sms_to_send = self.max_sms_to_send

        max_minutes_to_send: int | None | Unset
        if isinstance(self.max_minutes_to_send, Unset):
            max_minutes_to_send = UNSET
        else:
            max_minutes_to_send = self.max_minutes_to_send

        send_datetime: None | str | Unset
        if isinstance(self.send_datetime, Unset):
            send_datetime = UNSET
        else:
            send_datetime = self.send_datetime

        is_active: bool | None | Unset
        if isinstance(self.is_active, Unset):
            is_active = UNSET
        else:
            is_active = self.is_active

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if step_size is not UNSET:
            field_dict["step_size"] = step_size
        if step_delay is not UNSET:
            field_dict["step_delay"] = step_delay
        if min_ctr is not UNSET:
            field_dict["min_ctr"] = min_ctr
        if max_sms_to_send is not UNSET:
            field_dict["max_sms_to_send"] = max_sms_to_send
        if max_minutes_to_send is not UNSET:
            field_dict["max_minutes_to_send"] = max_minutes_to_send
        if send_datetime is not UNSET:
            field_dict["send_datetime"] = send_datetime
        if is_active is not UNSET:
            field_dict["is_active"] = is_active

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_step_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        step_size = _parse_step_size(d.pop("step_size", UNSET))

        def _parse_step_delay(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        step_delay = _parse_step_delay(d.pop("step_delay", UNSET))

        def _parse_min_ctr(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        min_ctr = _parse_min_ctr(d.pop("min_ctr", UNSET))

        def _parse_max_sms_to_send(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_sms_to_send = _parse_max_sms_to_send(d.pop("max_sms_to_send", UNSET))

        def _parse_max_minutes_to_send(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_minutes_to_send = _parse_max_minutes_to_send(d.pop("max_minutes_to_send", UNSET))

        def _parse_send_datetime(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        send_datetime = _parse_send_datetime(d.pop("send_datetime", UNSET))

        def _parse_is_active(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_active = _parse_is_active(d.pop("is_active", UNSET))

        multistep_data = cls(
            step_size=step_size,
            step_delay=step_delay,
            min_ctr=min_ctr,
            max_sms_to_send=max_sms_to_send,
            max_minutes_to_send=max_minutes_to_send,
            send_datetime=send_datetime,
            is_active=is_active,
        )

        multistep_data.additional_properties = d
        return multistep_data

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
