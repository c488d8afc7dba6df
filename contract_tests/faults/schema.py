"""Faults of schema: types, formats, missing and foreign fields, often in one place of one send type only."""

import json

from contract_tests.faults.fault import Moment, Table, success
from contract_tests.faults.what import (
    CONTACTS,
    DAYS,
    NEXT,
    PLANNER,
    SENT,
    START,
    STEPS,
    WEEK,
    adds,
    edits,
    lacks,
    renames,
    shows,
    turns,
)
from contract_tests.faults.when import both, from_nth, nth, of, rarely, status

NOON = "2024-05-01T12:00:00Z"
SIZE = f"{PLANNER}.multistep_data.step_size"


def hyphenless(text: str) -> str:
    return text.replace("-", "")


def after_others(moment: Moment) -> bool:
    return success(moment) and len(moment.stopped - {moment.request.target.lower()}) >= 2


def numbered(items: list[object]) -> dict[int, object]:
    return dict(enumerate(items))


def flagged(days: list[str]) -> dict[str, object]:
    return dict.fromkeys(days, True)


def listed(value: dict[str, object]) -> list[object]:
    return [*value.values()]


def dated(text: str) -> object:
    return {"date": text, "timezone_type": 3, "timezone": "UTC"}


# fmt: off
FAULTS: Table = {
    "schema": [
        ("id-number", "shows the id as a number", turns("id", lambda _: 7)),
        ("status-number", "shows the status as a number", turns("status", lambda _: 3)),
        ("status-object", "shows the status as an object", turns("status", lambda text: {"name": text})),
        ("bare", "sends the send without its envelope", edits(lambda b: b["data"])),
        ("listed", "sends a list of one send", edits(lambda b: {"data": [b["data"]]})),
        ("enveloped-twice", "wraps the envelope in another", edits(lambda body: {"data": body}, nth(2))),
        ("as-text", "sends the JSON as a JSON string", edits(json.dumps)),
        ("null-data", "sends no send at all", edits(lambda _: {"data": None})),
        ("error-in-200", "sends an error with status 200", edits(lambda _: {"message": "No."})),
        ("meta-text", "shows the settings as JSON in a text", turns("meta", json.dumps)),
        ("schedule-array", "shows an array for a schedule", turns(WEEK, listed)),
        ("numeric-text", "shows a number as text with commas", turns("meta.manual_data.send_amount", "{:,}".format)),
        ("numeric-text-deep", "shows a step size with a fraction, as text", turns(SIZE, "{:.1f}".format)),
        ("numeric-text-low", "shows a step size of 0, as text", turns(SIZE, lambda _: "0")),
        ("boolean-text", "shows a boolean as text", turns("meta.use_dedicated_domains", lambda _: "false")),
        ("boolean-number", "shows false as 0", turns("meta.use_dedicated_domains", int)),
        ("boolean-deep", "shows a boolean as 1, in multistep sends", turns("meta.multistep_data.is_active", int)),
        ("number-boolean", "shows a count as a boolean", turns(SENT, bool)),
        ("no-uuid", "shows a routing plan that is not a UUID", turns("meta.sms_routing_plan_id", lambda _: "plan-7")),
        ("short-uuid", "shows a domain plan without hyphens", turns("meta.domain_plan_id", hyphenless)),
        ("empty-uuid", "shows an empty text for a filter that is not set", shows("meta.filter_segment_id", "")),
        ("time-number", "shows a time of day as a number", turns(f"{WEEK}.Sun.end", lambda _: 17)),
        ("window-text", "shows a window as text", turns(f"{WEEK}.Sun", lambda _: "11:00-15:00")),
        ("window-list", "shows a window as a list", turns(f"{WEEK}.default", lambda _: ["09:00"])),
        ("day-text", "shows one day instead of a list", turns(DAYS, lambda days: days[0])),
        ("day-number", "shows days as numbers", turns(DAYS, lambda _: [1, 3, 5])),
        ("status-day-object", "shows days as an object", turns(f"{STEPS}.planner_data.days_of_week", flagged)),
        ("stamp-text", "shows Unix seconds as ISO 8601", turns(START, lambda _: NOON)),
        ("stamp-number", "shows ISO 8601 as Unix seconds", turns("created_at", lambda _: 1714490441)),
        ("stamp-object", "shows a date as an object", turns("updated_at", dated)),
        ("logs-object", "shows the history by number", turns("logs", numbered, of("multistep"))),
        ("log-text", "shows an entry as text", turns("logs.0", lambda log: log["text"])),
        ("log-time-number", "shows the time of an entry as a number", turns("logs.0.created_at", lambda _: 1)),
        ("caller-number", "shows the caller as a number", turns("logs.0.caller_id", lambda _: 12)),
        ("brands-text", "shows brands as one text", turns(f"{STEPS}.initial_brands", lambda _: "Acme, Globex")),
        ("performance-object", "shows results by name", turns(f"{STEPS}.steps_performance", lambda _: {"first": {}})),
        ("performance-rates", "shows results as rates", turns(f"{STEPS}.steps_performance", lambda _: [2.1] * 4)),
        ("brands-names", "counts brands in words", turns(f"{STEPS}.initial_brands", lambda _: {"Acme": "many"})),
        ("zones-object", "shows zones as an object", turns(f"{STEPS}.last_timezones", lambda _: {}, of("planner"))),
        ("segments-text", "shows segments as one text", turns("meta.segment_ids", ",".join)),
        ("segments-null-text", "shows segments as JSON in a text", turns("meta.segment_ids", json.dumps, nth(2))),
        ("segments-fraction", "shows a fraction for segments", turns("meta.segment_ids", lambda _: 1.5)),
        ("rate-text", "shows a rate as text", turns("meta.multistep_data.min_ctr", str)),
        ("type-number", "shows the send type as a number", turns("meta.send_type", lambda _: 1)),
        ("campaign-number", "shows the campaign as a number", turns("sms_campaign_id", lambda _: 9)),
        ("next-boolean", "shows false for no next step", shows(NEXT, False)),
        ("settings-false", "shows false for settings of other types", shows("meta.manual_data", False, of("planner"))),
        ("wrong-second", "has a wrong type at the second stop", turns("meta.use_dedicated_domains", str, nth(2))),
        ("wrong-third", "has a wrong type at the third stop", turns("logs", str, nth(3))),
        ("wrong-tenth", "has a wrong type from the tenth stop on", turns("meta.send_type", list, from_nth(10))),
        ("wrong-after-others", "has a wrong type after two other stops", turns("created_at", len, after_others)),
        ("wrong-after-others-deep", "so in planner sends", turns(SENT, bool, both(of("planner"), after_others))),
        ("wrong-rarely", "has a wrong type every fiftieth time", turns("logs", str, rarely(50))),
        ("wrong-often", "has a wrong type every twentieth time", turns("status", len, rarely(20))),
        ("fraction", "shows half a message", turns("meta.manual_data.send_amount", lambda count: count + 0.5)),
        ("no-steps", "shows a step size of 0", turns("meta.multistep_data.step_size", lambda _: 0)),
        ("negative-limit", "shows a limit of -1 for none", shows(f"{PLANNER}.multistep_data.max_sms_to_send", -1)),
        ("zero-daily", "shows a daily limit of 0", turns(f"{PLANNER}.daily_sms_contact_limit", lambda _: 0)),
        ("message-list", "shows messages as a list", edits(lambda b: {"message": [b["message"]]}, status(404))),
        ("errors-list", "shows errors of fields as a list", edits(lambda b: b | {"errors": ["No."]}, status(404))),
    ],
    "declared-fields": [
        ("no-logs", "leaves out the history", lacks("logs")),
        ("no-meta", "leaves out the settings", lacks("meta", of("multistep"))),
        ("no-campaign", "leaves out the campaign", lacks("sms_campaign_id")),
        ("no-nulls", "leaves out what is null", lacks(NEXT)),
        ("no-sunday", "leaves out a day", lacks(f"{WEEK}.Sun")),
        ("no-reason", "leaves out a reason, deep in multistep sends", lacks(f"{STEPS}.status_reason", of("multistep"))),
        ("no-entry-time", "leaves out when an entry was made", lacks("logs.0.created_at")),
        ("less-later", "leaves out the settings from the second stop on", lacks("meta", from_nth(2))),
    ],
    "nulls": [
        ("null-created", "does not know when the send was created", shows("created_at", None)),
        ("null-segments", "shows null for no segments", shows("meta.segment_ids", None)),
        ("null-count", "shows null for a count", shows(SENT, None, of("planner"))),
        ("null-logs", "shows null for the history", shows("logs", None, nth(3))),
        ("null-entry", "has an empty entry in the history", turns("logs", lambda logs: [*logs, None])),
        ("null-boolean", "shows null for a boolean", shows("meta.use_dedicated_domains", None)),
        ("null-campaign", "does not know the campaign", shows("sms_campaign_id", None)),
    ],
    "undeclared-fields": [
        ("success-flag", "adds a flag beside the envelope", edits(lambda body: {"success": True} | body)),
        ("links", "adds links to the send", adds("links", {"self": "/"})),
        ("camel", "adds a field in another style, deep in planner sends", adds(f"{WEEK}.Sun.startTime", "11:00")),
        ("leftover", "adds a column of the database to entries", adds("logs.0.updated_at", NOON)),
        ("renamed", "calls the history log", renames("logs", "log")),
        ("error-code", "adds a code to errors", edits(lambda b: b | {"code": 404}, status(404))),
        ("extra-later", "adds a field from the third stop on", adds("already_stopped", True, from_nth(3))),
    ],
    "integers": [
        ("float", "writes 5000 as 5000.0", turns("meta.manual_data.send_amount", float)),
        ("float-deep", "writes a limit as a float", turns(f"{PLANNER}.weekly_sms_contact_limit", float)),
        ("huge", "shows a count beyond 64 bits", turns(CONTACTS, lambda _: 10**20)),
    ],
}
# fmt: on
