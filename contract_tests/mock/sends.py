"""The three sends of a fresh server, one of each type, under two campaigns. All of them are running.

The fields and their order are those of the published page. `None` is used only where a real send has nothing to say:
the blocks of other send types, plans and filters that are not used, limits without a value, dates not set.

Timestamps are UTC in ISO 8601 with microseconds and Z, `next_step_timestamp` is as a database writes it, those in
`multistep_status` are Unix seconds. Times of day are HH:MM in the contact's time zone. The ids contain letters, so that
faults of upper and lower case show.
"""

from typing import Any, NamedTuple, TypeAlias

Json: TypeAlias = Any
Send: TypeAlias = dict[str, Json]
"""A campaign send as its JSON object."""

_CAMPAIGN = "9d3f6c1e-5b7a-4e0c-8f42-1ab6d27c90e5"
_MANUAL_ID = "9d3f6c2a-e41d-4c8b-a05f-6b2fd93e71c8"
_MULTISTEP_ID = "9d40ab5f-0c72-4dfe-9b18-e3a7c5d1f206"
_PLANNER_ID = "c84bf1a3-6de8-4b95-8c2a-d4f07b9e3a61"

_ROUTING_PLAN = "4b7e19dc-a3f0-4862-bd5c-e81f60a29c37"
_SEGMENT = "e2a95c08-7d1b-4f3e-9c64-0b8da7f51e2d"


def _log(send: str, text: str, created_at: str) -> Json:
    return {"caller_id": send, "caller_type": "Send", "text": text, "created_at": created_at}


def _results(clicks: int, ctr: float) -> Json:
    """The results of one step on its route; the rate is in percent."""
    return {"route": {_ROUTING_PLAN: {"total_clicks": clicks, "total_sent": 200, "ctr": ctr}}}


_MANUAL: Send = {
    "id": _MANUAL_ID,
    "next_step_timestamp": "2024-05-01 12:30:00",
    "status": "in_progress",
    "meta": {
        "send_type": "manual",
        "segment_ids": [_SEGMENT],
        "sms_routing_plan_id": _ROUTING_PLAN,
        "filter_segment_id": None,
        "domain_plan_id": None,
        "use_dedicated_domains": False,
        "manual_data": {
            "send_amount": 5000,
            "send_datetime": "2024-05-01T09:00:00.000000Z",
            "throttle_batch_size": 250,
        },
        "multistep_data": None,
        "planner_data": None,
        "multistep_status": None,
    },
    "created_at": "2024-04-30T15:20:41.000000Z",
    "updated_at": "2024-05-01T09:00:00.000000Z",
    "logs": [_log(_MANUAL_ID, "Send started", "2024-05-01T09:00:00.000000Z")],
    "sms_campaign_id": _CAMPAIGN,
}

_MULTISTEP: Send = {
    "id": _MULTISTEP_ID,
    "next_step_timestamp": "2024-05-01 12:05:00",
    "status": "in_progress",
    "meta": {
        "send_type": "multistep",
        "segment_ids": [_SEGMENT, "73c1f8ab-d60e-4952-8ae7-1f4b9d25c0e6"],
        "sms_routing_plan_id": _ROUTING_PLAN,
        "filter_segment_id": "a60d3f57-9ce2-4b18-b7d4-5c2e81f09b3a",
        "domain_plan_id": "1fb8d24e-60a7-4c9d-a53f-d97e0c36b8a1",
        "use_dedicated_domains": True,
        "manual_data": None,
        "multistep_data": {  # batches of `step_size` messages, `step_delay` minutes apart
            "step_size": 200,
            "step_delay": 5,
            "min_ctr": 1.5,
            "max_sms_to_send": 100000,
            "max_minutes_to_send": 480,
            "send_datetime": "2024-05-01T11:45:00.000000Z",
            "is_active": True,
        },
        "planner_data": None,
        "multistep_status": {
            "current_step": 4,
            "total_available_contacts": 18250,
            "total_sent": 800,
            "last_sent_timestamp": 1714564800,  # 2024-05-01T12:00:00Z
            "start_timestamp": 1714563900.4182,  # 2024-05-01T11:45:00Z
            "initial_brands": {"Acme": 12250, "Globex": 6000},  # contacts
            "steps_performance": [_results(4, 2.0), _results(3, 1.5), _results(5, 2.5), _results(1, 0.5)],
            "status": "in_progress",
            "status_reason": None,
            "last_timezones": ["America/New_York"],
            "planner_data": None,
        },
    },
    "created_at": "2024-04-30T16:02:13.000000Z",
    "updated_at": "2024-05-01T12:00:00.000000Z",
    "logs": [
        _log(_MULTISTEP_ID, "Send started", "2024-05-01T11:45:00.000000Z"),
        _log(_MULTISTEP_ID, "Step 4 sent", "2024-05-01T12:00:00.000000Z"),
    ],
    "sms_campaign_id": _CAMPAIGN,
}

_PLANNER_SETTINGS: Json = {
    "days_of_week": ["Mon", "Wed", "Fri"],
    "weekly_schedule": {
        "default": {"start": "09:00", "end": "17:00"},
        "Mon": {"start": "10:00", "end": "18:30"},
        "Tue": {"start": "09:00", "end": "17:00"},
        "Wed": {"start": "08:00", "end": "12:00"},
        "Thu": {"start": "09:00", "end": "17:00"},
        "Fri": {"start": "09:00", "end": "13:00"},
        "Sat": {"start": "11:00", "end": "15:00"},
        "Sun": {"start": "11:00", "end": "15:00"},
    },
    "multistep_data": {
        "step_size": 500,
        "step_delay": 10,
        "min_ctr": 2.0,
        "max_sms_to_send": None,
        "max_minutes_to_send": None,
        "send_datetime": None,
        "is_active": True,
    },
    "weekly_sms_contact_limit": 5,
    "daily_sms_contact_limit": 1,
    "is_active": True,
}

_PLANNER: Send = {
    "id": _PLANNER_ID,
    "next_step_timestamp": "2024-05-03 09:00:00",
    "status": "in_progress",
    "meta": {
        "send_type": "planner",
        "segment_ids": [_SEGMENT],
        "sms_routing_plan_id": _ROUTING_PLAN,
        "filter_segment_id": None,
        "domain_plan_id": None,
        "use_dedicated_domains": False,
        "manual_data": None,
        "multistep_data": None,
        "planner_data": _PLANNER_SETTINGS,
        "multistep_status": {
            "current_step": 2,
            "total_available_contacts": 3120,
            "total_sent": 1000,
            "last_sent_timestamp": 1714551000,  # 2024-05-01T08:10:00Z
            "start_timestamp": 1714550400,  # 2024-05-01T08:00:00Z
            "initial_brands": [],
            "steps_performance": [],
            "status": "in_progress",
            "status_reason": None,
            "last_timezones": ["Europe/Berlin", "Europe/Lisbon"],
            "planner_data": _PLANNER_SETTINGS,
        },
    },
    "created_at": "2024-04-22T07:48:55.000000Z",
    "updated_at": "2024-05-01T08:10:00.000000Z",
    "logs": [_log(_PLANNER_ID, "Step 2 sent", "2024-05-01T08:10:00.000000Z")],
    "sms_campaign_id": "c84be0d7-2f19-4a6d-b3e5-70f9c2d8a14b",
}

RUNNING = (_MANUAL, _MULTISTEP, _PLANNER)


class KnownSend(NamedTuple):
    """The ids of a send, in the order of the path, and the type of the send."""

    campaign: str
    send: str
    send_type: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the path."""
        return self[:-1]


SENDS = tuple(KnownSend(send["sms_campaign_id"], send["id"], send["meta"]["send_type"]) for send in RUNNING)
