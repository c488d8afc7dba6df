# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.send_log import SendLog
    from ..models.send_meta import SendMeta


T = TypeVar("T", bound="SmsCampaignSendResource")


@_attrs_define
class SmsCampaignSendResource:
    """One send of an SMS campaign."""

    id: str
    """ The send's ID, the same as `campaignSend` in the path. Very likely a UUID; the page does not say. """
    status: str
    """ State of the send. The values are not documented, not even the one after a stop. """
    next_step_timestamp: None | str | Unset = UNSET
    """ When the next step would be sent; null when none is planned, as after a stop. The form of the text and its
    time zone are not documented. """
    meta: None | SendMeta | Unset = UNSET
    """ Settings and progress of a send. The block named after `send_type` holds its settings; the blocks of the
    other types are expected to be null. """
    created_at: None | str | Unset = UNSET
    """ When the send was created. The form of the text is not documented; ISO 8601 in UTC is likely. """
    updated_at: None | str | Unset = UNSET
    """ When the send last changed. The form of the text is not documented; ISO 8601 in UTC is likely. """
    logs: list[None | SendLog] | None | Unset = UNSET
    """ What happened to the send. The order is not documented. """
    sms_campaign_id: None | str | Unset = UNSET
    """ ID of the campaign, the same as `campaign` in the path. Very likely a UUID; the page does not say. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.send_log import SendLog
        from ..models.send_meta import SendMeta

        id = self.id

        status = self.status

        next_step_timestamp: None | str | Unset
        if isinstance(self.next_step_timestamp, Unset):
            next_step_timestamp = UNSET
        else:
            next_step_timestamp = self.next_step_timestamp

        meta: dict[str, Any] | None | Unset
        if isinstance(self.meta, Unset):
            meta = UNSET
        elif isinstance(self.meta, SendMeta):
            meta = self.meta.to_dict()
        else:
            meta = self.meta

        created_at: None | str | Unset
        if isinstance(self.created_at, Unset):
            created_at = UNSET
        else:
            created_at = self.created_at

        updated_at: None | str | Unset
        if isinstance(self.updated_at, Unset):
            updated_at = UNSET
        else:
            updated_at = self.updated_at

        logs: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.logs, Unset):
            logs = UNSET
        elif isinstance(self.logs, list):
            logs = []
            for logs_type_0_item_data in self.logs:
                logs_type_0_item: dict[str, Any] | None
                if isinstance(logs_type_0_item_data, SendLog):
                    logs_type_0_item = logs_type_0_item_data.to_dict()
                else:
                    logs_type_0_item = logs_type_0_item_data
                logs.append(logs_type_0_item)

        else:
            logs = self.logs

        sms_campaign_id: None | str | Unset
        if isinstance(self.sms_campaign_id, Unset):
            sms_campaign_id = UNSET
        else:
            sms_campaign_id = self.sms_campaign_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
            }
        )
        if next_step_timestamp is not UNSET:
            field_dict["next_step_timestamp"] = next_step_timestamp
        if meta is not UNSET:
            field_dict["meta"] = meta
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if updated_at is not UNSET:
            field_dict["updated_at"] = updated_at
        if logs is not UNSET:
            field_dict["logs"] = logs
        if sms_campaign_id is not UNSET:
            field_dict["sms_campaign_id"] = sms_campaign_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.send_log import SendLog
        from ..models.send_meta import SendMeta

        d = dict(src_dict)
        id = d.pop("id")

        status = d.pop("status")

        def _parse_next_step_timestamp(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_step_timestamp = _parse_next_step_timestamp(d.pop("next_step_timestamp", UNSET))

        def _parse_meta(data: object) -> None | SendMeta | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_send_meta_type_0 = SendMeta.from_dict(data)

                return componentsschemas_send_meta_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SendMeta | Unset, data)

        meta = _parse_meta(d.pop("meta", UNSET))

        def _parse_created_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        created_at = _parse_created_at(d.pop("created_at", UNSET))

        def _parse_updated_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        updated_at = _parse_updated_at(d.pop("updated_at", UNSET))

        def _parse_logs(data: object) -> list[None | SendLog] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                logs_type_0 = []
                _logs_type_0 = data
                for logs_type_0_item_data in _logs_type_0:

                    def _parse_logs_type_0_item(data: object) -> None | SendLog:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            componentsschemas_send_log_type_0 = SendLog.from_dict(data)

                            return componentsschemas_send_log_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(None | SendLog, data)

                    logs_type_0_item = _parse_logs_type_0_item(logs_type_0_item_data)

                    logs_type_0.append(logs_type_0_item)

                return logs_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[None | SendLog] | None | Unset, data)

        logs = _parse_logs(d.pop("logs", UNSET))

        def _parse_sms_campaign_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sms_campaign_id = _parse_sms_campaign_id(d.pop("sms_campaign_id", UNSET))

        sms_campaign_send_resource = cls(
            id=id,
            status=status,
            next_step_timestamp=next_step_timestamp,
            meta=meta,
            created_at=created_at,
            updated_at=updated_at,
            logs=logs,
            sms_campaign_id=sms_campaign_id,
        )

        sms_campaign_send_resource.additional_properties = d
        return sms_campaign_send_resource

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
