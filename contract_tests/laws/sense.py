"""Laws of sense: times, counters and copies inside one 200 do not contradict each other."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from contract_tests.laws.answer import Answer, member
from contract_tests.laws.law import AnswerLaw, Breach
from scripts.contract import Json, Object, join

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TIME_OF_DAY = re.compile(r"([01]\d|2[0-4]):[0-5]\d(:[0-5]\d)?", re.ASCII)


def instant(value: Json) -> float | None:
    """Seconds since 1970 of Unix seconds or a text in ISO 8601; a text without a zone is UTC; None if it is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def times(answer: Answer) -> Iterator[Breach] | None:
    return None if answer.data is None else _times(answer, answer.data)


def _times(answer: Answer, data: Object) -> Iterator[Breach]:
    created, updated = data.get("created_at"), data.get("updated_at")
    if _before(updated, created):
        yield Breach(f"updated {updated!r}, before it was created", answer.exchange, "/data/updated_at", "documented")
    progress = member(data, "meta", "multistep_status")
    start, last = member(progress, "start_timestamp"), member(progress, "last_sent_timestamp")
    place = "/data/meta/multistep_status"
    if _before(last, start):
        sentence = f"last sent at {last!r}, before the start"
        yield Breach(sentence, answer.exchange, f"{place}/last_sent_timestamp", "documented")
    for name, value in (("start_timestamp", start), ("last_sent_timestamp", last)):
        if _before(value, created) or _before(updated, value):
            yield Breach(f"{value!r} is outside the life of the send", answer.exchange, f"{place}/{name}")
    logs = data.get("logs")
    for index, log in enumerate(logs if isinstance(logs, list) else []):
        made = member(log, "created_at")
        if _before(made, created) or _before(updated, made):
            yield Breach(f"{made!r} is outside the life of the send", answer.exchange, f"/data/logs/{index}/created_at")


def _before(one: Json, other: Json) -> bool:
    earlier, later = instant(one), instant(other)
    return earlier is not None and later is not None and earlier < later


def readable_values(answer: Answer) -> Iterator[Breach] | None:
    return None if answer.data is None else _readable_values(answer, answer.data, "/data", "")


def _readable_values(answer: Answer, value: Json, pointer: str, name: str) -> Iterator[Breach]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _readable_values(answer, below, join(pointer, key), key)
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _readable_values(answer, below, join(pointer, index), name)
    elif isinstance(value, str):
        if name.endswith(("_at", "_datetime", "_timestamp")) and instant(value) is None:
            yield Breach(f"{value!r} is no date and time", answer.exchange, pointer)
        elif name in {"start", "end"} and not TIME_OF_DAY.fullmatch(value):
            yield Breach(f"{value!r} is no time of day", answer.exchange, pointer)
        elif name == "days_of_week" and value not in DAYS:
            yield Breach(f"{value!r} is no day of the weekly schedule", answer.exchange, pointer)
        elif not value.strip():
            yield Breach("the text is empty", answer.exchange, pointer)


def consistent(answer: Answer) -> Iterator[Breach] | None:
    return None if answer.data is None else _consistent(answer, answer.data)


# What cannot be more than what: names below `meta`, the smaller first.
_AT_MOST: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("multistep_status", "total_sent"), ("multistep_status", "total_available_contacts")),
    (("multistep_status", "total_sent"), ("multistep_data", "max_sms_to_send")),
    (("manual_data", "throttle_batch_size"), ("manual_data", "send_amount")),
    (("planner_data", "daily_sms_contact_limit"), ("planner_data", "weekly_sms_contact_limit")),
)
_COUNTS = ("current_step", "total_available_contacts", "total_sent", "start_timestamp", "last_sent_timestamp")


def _consistent(answer: Answer, data: Object) -> Iterator[Breach]:
    for pointer, sentence in (*_numbers(data.get("meta")), *_copies(data)):
        yield Breach(sentence, answer.exchange, pointer)


def _numbers(meta: Json) -> Iterator[tuple[str, str]]:
    for less, more in _AT_MOST:
        small, big = _number(meta, *less), _number(meta, *more)
        if small is not None and big is not None and small > big:
            yield join("/data/meta", *less), f"{small} is more than the {big} of {'.'.join(more)}"
    progress = member(meta, "multistep_status")
    for name in _COUNTS:
        count = _number(progress, name)
        if count is not None and count < 0:
            yield f"/data/meta/multistep_status/{name}", f"{count} is less than nothing"
    steps, sent = _number(progress, "current_step"), _number(progress, "total_sent")
    size = _number(meta, "multistep_data", "step_size") or _number(meta, "planner_data", "multistep_data", "step_size")
    if steps is not None and sent is not None and size and sent > steps * size:
        yield "/data/meta/multistep_status/total_sent", f"{sent} were sent, more than {steps} steps of {size}"
    results = member(progress, "steps_performance")
    if steps is not None and isinstance(results, list) and results and len(results) != steps:
        yield "/data/meta/multistep_status/steps_performance", f"{len(results)} results for {steps} steps"


def _number(value: Json, *names: str) -> float | None:
    found = member(value, *names)
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def _copies(data: Object) -> Iterator[tuple[str, str]]:
    plan, copy = member(data, "meta", "planner_data"), member(data, "meta", "multistep_status", "planner_data")
    if plan is not None and copy is not None and plan != copy:
        yield "/data/meta/multistep_status/planner_data", "the planner in the status is not the planner of the send"
    for index, log in enumerate(_items(data, "logs")):
        caller = member(log, "caller_id")
        if member(log, "caller_type") == "Send" and isinstance(caller, str) and caller != data.get("id"):
            yield f"/data/logs/{index}/caller_id", f"the entry belongs to another send, {caller}"
    for names in (("meta", "segment_ids"), ("meta", "planner_data", "days_of_week")):
        items = _items(data, *names)
        if any(item in items[:index] for index, item in enumerate(items)):
            yield join("/data", *names), "an item stands there twice"


def _items(value: Json, *names: str) -> list[Json]:
    found = member(value, *names)
    return found if isinstance(found, list) else []


LAWS = (
    AnswerLaw("times-in-order", "Nothing of a send happens before it was created or after its last change.", "convention", times),
    AnswerLaw("readable-values", "Times are times, days are days, and a text says something.", "convention", readable_values),
    AnswerLaw("consistent", "Counters, limits and copies of one answer agree.", "convention", consistent),
)
