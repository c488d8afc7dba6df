"""The shape of a campaign send as the published page shows it, field by field and in its order.

`None` is allowed exactly where a real send has nothing to say: the blocks of other send types, plans and filters that
are not used, limits without a value, dates not set, the next step once there is none.

Timestamps are UTC in ISO 8601 with microseconds and Z, those in `MultistepStatus` are Unix seconds. Times of day are
HH:MM in the contact's time zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class TimeWindow:
    """The hours of a day in which messages may be sent."""

    start: str
    end: str


@dataclass(frozen=True)
class ManualData:
    """A single burst."""

    send_amount: int
    send_datetime: str | None
    throttle_batch_size: int


@dataclass(frozen=True)
class MultistepData:
    """Batches of `step_size` messages, `step_delay` minutes apart."""

    step_size: int
    step_delay: int
    min_ctr: float | None
    max_sms_to_send: int | None
    max_minutes_to_send: int | None
    send_datetime: str | None
    is_active: bool


@dataclass(frozen=True)
class PlannerData:
    """Batches on the days of a weekly schedule, whose keys are `default` and `Mon` to `Sun`."""

    days_of_week: tuple[str, ...]
    weekly_schedule: Mapping[str, TimeWindow]
    multistep_data: MultistepData
    weekly_sms_contact_limit: int
    daily_sms_contact_limit: int
    is_active: bool


@dataclass(frozen=True)
class MultistepStatus:
    """How far a send has come that works in batches."""

    current_step: int
    total_available_contacts: int
    total_sent: int
    last_sent_timestamp: int | None
    start_timestamp: int | None
    initial_brands: tuple[str, ...]
    steps_performance: tuple[float, ...]
    status: str
    status_reason: str | None
    last_timezones: tuple[str, ...]
    planner_data: PlannerData | None


@dataclass(frozen=True)
class Meta:
    """The settings of a send, and its progress."""

    send_type: str
    segment_ids: tuple[str, ...]
    sms_routing_plan_id: str | None
    filter_segment_id: str | None
    domain_plan_id: str | None
    use_dedicated_domains: bool
    manual_data: ManualData | None
    multistep_data: MultistepData | None
    planner_data: PlannerData | None
    multistep_status: MultistepStatus | None


@dataclass(frozen=True)
class Log:
    """One event in the life of a send."""

    caller_id: str
    caller_type: str
    text: str
    created_at: str


@dataclass(frozen=True)
class Send:
    """A campaign send."""

    id: str
    next_step_timestamp: str | None
    status: str
    meta: Meta
    created_at: str
    updated_at: str
    logs: tuple[Log, ...]
    sms_campaign_id: str
