"""The three sends of a fresh server, one of each type, under two campaigns. All of them are running.

The ids contain letters, so that faults of upper and lower case show.
"""

from typing import NamedTuple

from contract_tests.mock.resource import (
    Log,
    ManualData,
    Meta,
    MultistepData,
    MultistepStatus,
    PlannerData,
    Send,
    TimeWindow,
)

_CAMPAIGN = "9d3f6c1e-5b7a-4e0c-8f42-1ab6d27c90e5"
_PLANNER_CAMPAIGN = "c84be0d7-2f19-4a6d-b3e5-70f9c2d8a14b"
_MANUAL_ID = "9d3f6c2a-e41d-4c8b-a05f-6b2fd93e71c8"
_MULTISTEP_ID = "9d40ab5f-0c72-4dfe-9b18-e3a7c5d1f206"
_PLANNER_ID = "c84bf1a3-6de8-4b95-8c2a-d4f07b9e3a61"

_ROUTING_PLAN = "4b7e19dc-a3f0-4862-bd5c-e81f60a29c37"
_SEGMENT = "e2a95c08-7d1b-4f3e-9c64-0b8da7f51e2d"

_MANUAL = Send(
    id=_MANUAL_ID,
    next_step_timestamp="2024-05-01T12:30:00.000000Z",
    status="in_progress",
    meta=Meta(
        send_type="manual",
        segment_ids=(_SEGMENT,),
        sms_routing_plan_id=_ROUTING_PLAN,
        filter_segment_id=None,
        domain_plan_id=None,
        use_dedicated_domains=False,
        manual_data=ManualData(
            send_amount=5000,
            send_datetime="2024-05-01T09:00:00.000000Z",
            throttle_batch_size=250,
        ),
        multistep_data=None,
        planner_data=None,
        multistep_status=None,
    ),
    created_at="2024-04-30T15:20:41.000000Z",
    updated_at="2024-05-01T09:00:00.000000Z",
    logs=(Log(_MANUAL_ID, "Send", "Send started", "2024-05-01T09:00:00.000000Z"),),
    sms_campaign_id=_CAMPAIGN,
)

_MULTISTEP = Send(
    id=_MULTISTEP_ID,
    next_step_timestamp="2024-05-01T12:05:00.000000Z",
    status="in_progress",
    meta=Meta(
        send_type="multistep",
        segment_ids=(_SEGMENT, "73c1f8ab-d60e-4952-8ae7-1f4b9d25c0e6"),
        sms_routing_plan_id=_ROUTING_PLAN,
        filter_segment_id="a60d3f57-9ce2-4b18-b7d4-5c2e81f09b3a",
        domain_plan_id="1fb8d24e-60a7-4c9d-a53f-d97e0c36b8a1",
        use_dedicated_domains=True,
        manual_data=None,
        multistep_data=MultistepData(
            step_size=200,
            step_delay=5,
            min_ctr=1.5,
            max_sms_to_send=100000,
            max_minutes_to_send=480,
            send_datetime="2024-05-01T11:45:00.000000Z",
            is_active=True,
        ),
        planner_data=None,
        multistep_status=MultistepStatus(
            current_step=4,
            total_available_contacts=18250,
            total_sent=800,
            last_sent_timestamp=1714564800,  # 2024-05-01T12:00:00Z
            start_timestamp=1714563900,  # 2024-05-01T11:45:00Z
            initial_brands=("Acme", "Globex"),
            steps_performance=(2.1, 1.9, 1.75, 1.6),
            status="in_progress",
            status_reason=None,
            last_timezones=("America/New_York",),
            planner_data=None,
        ),
    ),
    created_at="2024-04-30T16:02:13.000000Z",
    updated_at="2024-05-01T12:00:00.000000Z",
    logs=(
        Log(_MULTISTEP_ID, "Send", "Send started", "2024-05-01T11:45:00.000000Z"),
        Log(_MULTISTEP_ID, "Send", "Step 4 sent", "2024-05-01T12:00:00.000000Z"),
    ),
    sms_campaign_id=_CAMPAIGN,
)

_PLANNER_SETTINGS = PlannerData(
    days_of_week=("Mon", "Wed", "Fri"),
    weekly_schedule={
        "default": TimeWindow("09:00", "17:00"),
        "Mon": TimeWindow("10:00", "18:30"),
        "Tue": TimeWindow("09:00", "17:00"),
        "Wed": TimeWindow("08:00", "12:00"),
        "Thu": TimeWindow("09:00", "17:00"),
        "Fri": TimeWindow("09:00", "13:00"),
        "Sat": TimeWindow("11:00", "15:00"),
        "Sun": TimeWindow("11:00", "15:00"),
    },
    multistep_data=MultistepData(
        step_size=500,
        step_delay=10,
        min_ctr=2.0,
        max_sms_to_send=None,
        max_minutes_to_send=None,
        send_datetime=None,
        is_active=True,
    ),
    weekly_sms_contact_limit=5,
    daily_sms_contact_limit=1,
    is_active=True,
)

_PLANNER = Send(
    id=_PLANNER_ID,
    next_step_timestamp="2024-05-03T09:00:00.000000Z",
    status="in_progress",
    meta=Meta(
        send_type="planner",
        segment_ids=(_SEGMENT,),
        sms_routing_plan_id=_ROUTING_PLAN,
        filter_segment_id=None,
        domain_plan_id=None,
        use_dedicated_domains=False,
        manual_data=None,
        multistep_data=None,
        planner_data=_PLANNER_SETTINGS,
        multistep_status=MultistepStatus(
            current_step=2,
            total_available_contacts=3120,
            total_sent=1000,
            last_sent_timestamp=1714551000,  # 2024-05-01T08:10:00Z
            start_timestamp=1714550400,  # 2024-05-01T08:00:00Z
            initial_brands=(),
            steps_performance=(),
            status="in_progress",
            status_reason=None,
            last_timezones=("Europe/Berlin", "Europe/Lisbon"),
            planner_data=_PLANNER_SETTINGS,
        ),
    ),
    created_at="2024-04-22T07:48:55.000000Z",
    updated_at="2024-05-01T08:10:00.000000Z",
    logs=(Log(_PLANNER_ID, "Send", "Step 2 sent", "2024-05-01T08:10:00.000000Z"),),
    sms_campaign_id=_PLANNER_CAMPAIGN,
)

RUNNING = (_MANUAL, _MULTISTEP, _PLANNER)


class KnownSend(NamedTuple):
    """What a caller has to know about a send: both ids of the path, and which type of resource to expect."""

    campaign: str
    send: str
    send_type: str


SENDS = tuple(KnownSend(send.sms_campaign_id, send.id, send.meta.send_type) for send in RUNNING)
