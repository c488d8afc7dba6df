"""Faults of shape: types, formats, missing and foreign fields, often in one place of one send type only."""

import json
from collections.abc import Callable
from typing import Any

from contract_tests.faults.fault import (
    Fault,
    Moment,
    When,
    Wrapper,
    both,
    changed,
    drop,
    edited,
    every,
    from_nth,
    nth,
    of,
    put,
    renamed,
    spoilt,
    status,
    success,
)

SUNDAY = "meta.planner_data.weekly_schedule.Sun"
STEPS = "meta.multistep_status"


def wrong(path: str, change: Callable[[Any], object], when: When = success) -> Wrapper:
    return spoilt(edited(changed(path, change)), when)


def after_others(moment: Moment) -> bool:
    return success(moment) and len(moment.stopped - {moment.request.target}) >= 2


def numbered(items: list[object]) -> dict[int, object]:
    return dict(enumerate(items))


def bare(body: Any) -> Any:  # noqa: ANN401 (any JSON value)
    return body["data"]


FAULTS = (
    # schema: the page's own shapes
    Fault("id-number", "shows the id as a number", "schema", wrong("id", lambda _: 7)),
    Fault("status-number", "shows the status as a number", "schema", wrong("status", lambda _: 3)),
    Fault("status-object", "shows the status as an object", "schema", wrong("status", lambda text: {"name": text})),
    Fault("bare", "sends the send without its envelope", "schema", spoilt(edited(bare))),
    Fault("listed", "sends a list of one send", "schema", spoilt(edited(lambda body: {"data": [body["data"]]}))),
    Fault(
        "enveloped-twice",
        "wraps the envelope in another",
        "schema",
        spoilt(edited(lambda body: {"data": body}), nth(2)),
    ),
    Fault("as-text", "sends the JSON as a JSON string", "schema", spoilt(edited(json.dumps))),
    Fault("null-data", "sends no send at all", "schema", spoilt(edited(lambda _: {"data": None}))),
    Fault("error-in-200", "sends an error with status 200", "schema", spoilt(edited(lambda _: {"message": "No."}))),
    Fault("meta-array", "shows an empty array for the settings", "schema", wrong("meta", lambda _: [])),
    Fault(
        "schedule-array",
        "shows an array for a schedule",
        "schema",
        wrong("meta.planner_data.weekly_schedule", lambda _: []),
    ),
    Fault("numeric-text", "shows a number as text", "schema", wrong("meta.manual_data.send_amount", str)),
    Fault(
        "numeric-text-deep",
        "shows a step size as text, in planner sends",
        "schema",
        wrong("meta.planner_data.multistep_data.step_size", str),
    ),
    Fault("boolean-text", "shows a boolean as text", "schema", wrong("meta.use_dedicated_domains", lambda _: "false")),
    Fault("boolean-number", "shows false as 0", "schema", wrong("meta.use_dedicated_domains", int)),
    Fault(
        "boolean-deep",
        "shows a boolean as 1, in multistep sends",
        "schema",
        wrong("meta.multistep_data.is_active", int),
    ),
    Fault("number-boolean", "shows a count as a boolean", "schema", wrong(f"{STEPS}.total_sent", bool)),
    Fault(
        "no-uuid",
        "shows a routing plan that is no UUID",
        "schema",
        wrong("meta.sms_routing_plan_id", lambda _: "plan-7"),
    ),
    Fault(
        "short-uuid",
        "shows a domain plan without hyphens",
        "schema",
        wrong("meta.domain_plan_id", lambda text: text.replace("-", "")),
    ),
    Fault(
        "empty-uuid",
        "shows an empty text for a filter that is not set",
        "schema",
        spoilt(edited(put("meta.filter_segment_id", ""))),
    ),
    Fault("time-number", "shows a time of day as a number", "schema", wrong(f"{SUNDAY}.end", lambda _: 17)),
    Fault("window-text", "shows a window as text", "schema", wrong(SUNDAY, lambda _: "11:00-15:00")),
    Fault(
        "window-list",
        "shows a window as a list",
        "schema",
        wrong("meta.planner_data.weekly_schedule.default", lambda _: ["09:00"]),
    ),
    Fault(
        "day-text",
        "shows one day instead of a list",
        "schema",
        wrong("meta.planner_data.days_of_week", lambda days: days[0]),
    ),
    Fault(
        "day-number", "shows days as numbers", "schema", wrong("meta.planner_data.days_of_week", lambda _: [1, 3, 5])
    ),
    Fault(
        "status-day-object",
        "shows days as an object in the status",
        "schema",
        wrong(f"{STEPS}.planner_data.days_of_week", numbered),
    ),
    Fault(
        "stamp-text",
        "shows Unix seconds as ISO 8601",
        "schema",
        wrong(f"{STEPS}.start_timestamp", lambda _: "2024-05-01T11:45:00Z"),
    ),
    Fault("stamp-number", "shows ISO 8601 as Unix seconds", "schema", wrong("created_at", lambda _: 1714490441)),
    Fault(
        "stamp-object",
        "shows a date as an object",
        "schema",
        wrong("updated_at", lambda text: {"date": text, "timezone_type": 3, "timezone": "UTC"}),
    ),
    Fault("logs-object", "shows the history by number", "schema", wrong("logs", numbered, of("multistep"))),
    Fault("log-text", "shows an entry as text", "schema", wrong("logs.0", lambda log: log["text"])),
    Fault(
        "log-time-number", "shows the time of an entry as a number", "schema", wrong("logs.0.created_at", lambda _: 1)
    ),
    Fault("caller-number", "shows the caller as a number", "schema", wrong("logs.0.caller_id", lambda _: 12)),
    Fault(
        "brands-text", "shows brands as one text", "schema", wrong(f"{STEPS}.initial_brands", lambda _: "Acme, Globex")
    ),
    Fault(
        "performance-object",
        "shows results by step",
        "schema",
        wrong(f"{STEPS}.steps_performance", lambda _: {"1": 2.1}),
    ),
    Fault(
        "zones-object",
        "shows time zones as an object",
        "schema",
        wrong(f"{STEPS}.last_timezones", lambda _: {}, of("planner")),
    ),
    Fault("segments-text", "shows segments as one text", "schema", wrong("meta.segment_ids", ",".join)),
    Fault(
        "segments-null-text",
        "shows segments as JSON in a text",
        "schema",
        wrong("meta.segment_ids", json.dumps, nth(2)),
    ),
    Fault("rate-text", "shows a rate as text", "schema", wrong("meta.multistep_data.min_ctr", str)),
    Fault("type-number", "shows the send type as a number", "schema", wrong("meta.send_type", lambda _: 1)),
    Fault("campaign-number", "shows the campaign as a number", "schema", wrong("sms_campaign_id", lambda _: 9)),
    Fault("next-boolean", "shows false for no next step", "schema", spoilt(edited(put("next_step_timestamp", False)))),
    Fault(
        "settings-false",
        "shows false for settings of other types",
        "schema",
        spoilt(edited(put("meta.manual_data", False)), of("planner")),
    ),
    # schema: at one moment only
    Fault(
        "wrong-second",
        "has a wrong type at the second stop",
        "schema",
        wrong("meta.use_dedicated_domains", str, nth(2)),
    ),
    Fault("wrong-third", "has a wrong type at the third stop", "schema", wrong("logs", str, nth(3))),
    Fault(
        "wrong-tenth", "has a wrong type from the tenth stop on", "schema", wrong("meta.send_type", list, from_nth(10))
    ),
    Fault(
        "wrong-after-others",
        "has a wrong type once both others were stopped",
        "schema",
        wrong("created_at", len, after_others),
    ),
    Fault(
        "wrong-after-others-deep",
        "as before, in planner sends",
        "schema",
        wrong(f"{STEPS}.total_sent", str, both(of("planner"), after_others)),
    ),
    Fault(
        "wrong-rarely", "has a wrong type every fiftieth time", "schema", wrong("logs", str, both(success, every(50)))
    ),
    Fault(
        "wrong-often", "has a wrong type every twentieth time", "schema", wrong("status", len, both(success, every(20)))
    ),
    # schema: less sure
    Fault(
        "fraction", "shows half a message", "schema", wrong("meta.manual_data.send_amount", lambda count: count + 0.5)
    ),
    Fault("no-steps", "shows a step size of 0", "schema", wrong("meta.multistep_data.step_size", lambda _: 0)),
    Fault(
        "negative-limit",
        "shows a limit of -1 for none",
        "schema",
        spoilt(edited(put("meta.planner_data.multistep_data.max_sms_to_send", -1))),
    ),
    Fault(
        "zero-daily",
        "shows a daily limit of 0",
        "schema",
        wrong("meta.planner_data.daily_sms_contact_limit", lambda _: 0),
    ),
    Fault(
        "message-list",
        "shows several messages in an error",
        "schema",
        spoilt(edited(lambda body: {"message": [body["message"]]}), status(404)),
    ),
    Fault(
        "errors-list",
        "shows errors of fields as a list",
        "schema",
        spoilt(edited(lambda body: body | {"errors": ["No."]}), status(404)),
    ),
    # declared-fields
    Fault("no-logs", "leaves out the history", "declared-fields", spoilt(edited(drop("logs")))),
    Fault("no-meta", "leaves out the settings", "declared-fields", spoilt(edited(drop("meta")), of("multistep"))),
    Fault("no-campaign", "leaves out the campaign", "declared-fields", spoilt(edited(drop("sms_campaign_id")))),
    Fault("no-nulls", "leaves out what is null", "declared-fields", spoilt(edited(drop("next_step_timestamp")))),
    Fault("no-sunday", "leaves out a day", "declared-fields", spoilt(edited(drop(SUNDAY)))),
    Fault(
        "no-reason",
        "leaves out a reason, deep in multistep sends",
        "declared-fields",
        spoilt(edited(drop(f"{STEPS}.status_reason")), of("multistep")),
    ),
    Fault(
        "no-entry-time",
        "leaves out when an entry was made",
        "declared-fields",
        spoilt(edited(drop("logs.0.created_at"))),
    ),
    Fault(
        "less-later",
        "leaves out the settings from the second stop on",
        "declared-fields",
        spoilt(edited(drop("meta")), from_nth(2)),
    ),
    # nulls
    Fault("null-created", "does not know when the send was created", "nulls", spoilt(edited(put("created_at", None)))),
    Fault("null-segments", "shows null for no segments", "nulls", spoilt(edited(put("meta.segment_ids", None)))),
    Fault(
        "null-count", "shows null for a count", "nulls", spoilt(edited(put(f"{STEPS}.total_sent", None)), of("planner"))
    ),
    Fault("null-logs", "shows null for the history", "nulls", spoilt(edited(put("logs", None)), nth(3))),
    Fault(
        "null-entry",
        "has an empty entry in the history",
        "nulls",
        spoilt(edited(changed("logs", lambda logs: [*logs, None]))),
    ),
    Fault("null-boolean", "shows null for a boolean", "nulls", spoilt(edited(put("meta.use_dedicated_domains", None)))),
    Fault("null-campaign", "does not know the campaign", "nulls", spoilt(edited(put("sms_campaign_id", None)))),
    # undeclared-fields
    Fault(
        "success-flag",
        "adds a flag beside the envelope",
        "undeclared-fields",
        spoilt(edited(lambda body: {"success": True} | body)),
    ),
    Fault("links", "adds links to the send", "undeclared-fields", spoilt(edited(put("links", {"self": "/"})))),
    Fault(
        "camel",
        "adds a field in another style, deep in planner sends",
        "undeclared-fields",
        spoilt(edited(put(f"{SUNDAY}.startTime", "11:00"))),
    ),
    Fault(
        "leftover",
        "adds a column of the database to entries",
        "undeclared-fields",
        spoilt(edited(put("logs.0.updated_at", "2024-05-01T12:00:00Z"))),
    ),
    Fault("renamed", "calls the history log", "undeclared-fields", spoilt(edited(renamed("logs", "log")))),
    Fault(
        "error-code",
        "adds a code to errors",
        "undeclared-fields",
        spoilt(edited(lambda body: body | {"code": 404}), status(404)),
    ),
    Fault(
        "extra-later",
        "adds a field from the third stop on",
        "undeclared-fields",
        spoilt(edited(put("already_stopped", True)), from_nth(3)),
    ),
    # integers
    Fault("float", "writes 5000 as 5000.0", "integers", wrong("meta.manual_data.send_amount", float)),
    Fault(
        "float-deep",
        "writes a limit as a float, in planner sends",
        "integers",
        wrong("meta.planner_data.weekly_sms_contact_limit", float),
    ),
    Fault(
        "huge", "shows a count beyond 64 bits", "integers", wrong(f"{STEPS}.total_available_contacts", lambda _: 10**20)
    ),
)
