# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ManualData")


@_attrs_define
class ManualData:
    """Settings of a send in one burst."""

    send_amount: int | None | Unset = 200
    """ How many messages to send. """
    send_datetime: None | str | Unset = UNSET
    """ When to begin. The form of the text and its time zone are not documented. """
    throttle_batch_size: int | None | Unset = 0
    """ Messages in one batch of a throttled send. That 0 means no throttling is likely but not documented. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        send_amount: int | None | Unset
        if isinstance(self.send_amount, Unset):
            send_amount = UNSET
        else:
            send_amount = self.send_amount

        send_datetime: None | str | Unset
        if isinstance(self.send_datetime, Unset):
            send_datetime = UNSET
        else:
            send_datetime = self.send_datetime

        throttle_batch_size: int | None | Unset
        if isinstance(self.throttle_batch_size, Unset):
            throttle_batch_size = UNSET
        else:
            throttle_batch_size = self.throttle_batch_size

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if send_amount is not UNSET:
            field_dict["send_amount"] = send_amount
        if send_datetime is not UNSET:
            field_dict["send_datetime"] = send_datetime
        if throttle_batch_size is not UNSET:
            field_dict["throttle_batch_size"] = throttle_batch_size

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_send_amount(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        send_amount = _parse_send_amount(d.pop("send_amount", UNSET))

        def _parse_send_datetime(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        send_datetime = _parse_send_datetime(d.pop("send_datetime", UNSET))

        def _parse_throttle_batch_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        throttle_batch_size = _parse_throttle_batch_size(d.pop("throttle_batch_size", UNSET))

        manual_data = cls(
            send_amount=send_amount,
            send_datetime=send_datetime,
            throttle_batch_size=throttle_batch_size,
        )

        manual_data.additional_properties = d
        return manual_data

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
