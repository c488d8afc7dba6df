"""Laws of consistency: times, counters and copies inside one 200 do not contradict each other."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from contract_tests.stop.pair import STOP
from contract_tests.verifier.ids import parsed
from contract_tests.verifier.laws.answer import Answer, Violation, member
from contract_tests.verifier.laws.law import answer_law
from contract_tests.verifier.laws.schema import is_resource
from contract_tests.verifier.laws.sights import Path
from contract_tests.verifier.laws.strict_json import written
from scripts.contract.values import Json, join

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TIME_OF_DAY = re.compile(r"(([01]\d|2[0-3]):[0-5]\d|24:00)(:[0-5]\d)?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CENTURY = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
_DAY = 86400


def instant(value: Json) -> float | None:
    """Seconds since 1970 of Unix seconds or a text in ISO 8601; a text without a zone is UTC; None if it is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    return _instant(value) if isinstance(value, str) else None


@lru_cache(maxsize=512)
def _instant(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


@answer_law("convention", is_resource, operation=STOP)
def times_in_order(answer: Answer) -> Iterator[Violation]:
    """Nothing of a send happens before it was created or after its last change."""
    created, updated = member(answer.data, "created_at"), member(answer.data, "updated_at")
    if _before(updated, created):
        yield answer.violation(
            f"changed at {written(updated)}, before it was created", "/data/updated_at", "documented"
        )
    progress = member(answer.data, "meta", "multistep_status")
    start, last = member(progress, "start_timestamp"), member(progress, "last_sent_timestamp")
    if _before(last, start):
        pointer = "/data/meta/multistep_status/last_sent_timestamp"
        yield answer.violation(f"last sent at {written(last)}, before the start", pointer, "documented")
    within = {f"/data/logs/{index}/created_at": member(log, "created_at") for index, log in enumerate(_logs(answer))}
    within |= {"/data/meta/multistep_status/start_timestamp": start}
    within |= {"/data/meta/multistep_status/last_sent_timestamp": last}
    for pointer, moment in within.items():
        if _before(moment, created):
            yield answer.violation(f"{written(moment)} is before the send was created", pointer)
        elif _before(updated, moment):
            yield answer.violation(f"{written(moment)} is after the last change of the send", pointer)


def _before(one: Json, other: Json) -> bool:
    earlier, later = instant(one), instant(other)
    return earlier is not None and later is not None and earlier < later


def _logs(answer: Answer) -> list[Json]:
    return _items(answer.data, "logs")


@answer_law("convention", is_resource, operation=STOP)
def readable_values(answer: Answer) -> Iterator[Violation]:
    """Times are times, days are days, and a text says something."""
    for path, sentence in _unreadable(answer.data, "") if _has_unreadable(answer.data, "") else ():
        yield answer.violation(sentence, join("/data", *path))


@lru_cache(maxsize=4096)
def _sentence(name: str, text: str) -> str:
    """What is wrong with a text that stands under a name; empty when nothing is."""
    if not text.strip() or _CONTROL.search(text):
        return "the text has control characters" if text.strip() else "the text is empty"
    if name.endswith(("_at", "_datetime", "_timestamp")):
        moment = instant(text)
        if moment is None:
            return f"{written(text)} is not a date and time"
        if moment < _CENTURY or (name.endswith("_at") and moment > time.time() + _DAY):
            return f"{written(text)} is {'before the year 2000' if moment < _CENTURY else 'in the future'}"
    if name in {"start", "end"} and not TIME_OF_DAY.fullmatch(text):
        return f"{written(text)} is not a time of day"
    if name == "days_of_week" and text not in DAYS:
        return f"{written(text)} is not a day of the weekly schedule"
    return ""


def _has_unreadable(value: Json, name: str) -> bool:
    """Whether there is anything to find: almost never, so places are named only then."""
    for key, below in value.items() if isinstance(value, dict) else _named(value, name):
        if isinstance(below, str):
            if _sentence(key, below):
                return True
        elif isinstance(below, dict | list) and _has_unreadable(below, key):
            return True
    return False


def _named(value: Json, name: str) -> Iterator[tuple[str, Json]]:
    return ((name, below) for below in value) if isinstance(value, list) else iter(())


def _unreadable(value: Json, name: str) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            for path, sentence in _unreadable(below, key if isinstance(key, str) else name):
                yield (key, *path), sentence
    elif isinstance(value, str) and (sentence := _sentence(name, value)):
        yield (), sentence


# Pairs of names below `meta`: the first is at most the second.
_AT_MOST: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("multistep_status", "total_sent"), ("multistep_status", "total_available_contacts")),
    (("multistep_status", "total_sent"), ("multistep_data", "max_sms_to_send")),
    (("manual_data", "throttle_batch_size"), ("manual_data", "send_amount")),
    (("planner_data", "daily_sms_contact_limit"), ("planner_data", "weekly_sms_contact_limit")),
)
_COUNTS = ("current_step", "total_available_contacts", "total_sent", "start_timestamp", "last_sent_timestamp")


@answer_law("convention", is_resource, operation=STOP)
def consistent(answer: Answer) -> Iterator[Violation]:
    """Counters, limits and copies inside one answer agree."""
    meta = member(answer.data, "meta")
    for pointer, sentence in (*_numbers(meta), *_windows(meta), *_copies(answer)):
        yield answer.violation(sentence, pointer)


def _numbers(meta: Json) -> Iterator[tuple[str, str]]:
    for less, more in _AT_MOST:
        small, big = _number(meta, *less), _number(meta, *more)
        if small is not None and big is not None and small > big:
            yield join("/data/meta", *less), f"{small} is more than the {big} of {'.'.join(more)}"
    progress = member(meta, "multistep_status")
    for name in _COUNTS:
        count = _number(progress, name)
        if count is not None and count < 0:
            yield f"/data/meta/multistep_status/{name}", f"{count} is negative"
    steps, sent = _number(progress, "current_step"), _number(progress, "total_sent")
    size = _number(meta, "multistep_data", "step_size") or _number(meta, "planner_data", "multistep_data", "step_size")
    if steps is not None and sent is not None and size and sent > steps * size:
        yield "/data/meta/multistep_status/total_sent", f"{sent} were sent, more than {steps} steps of {size}"
    results = member(progress, "steps_performance")
    if steps is not None and isinstance(results, list) and results and len(results) != steps:
        yield "/data/meta/multistep_status/steps_performance", f"{len(results)} results for {steps} steps"


def _windows(meta: Json) -> Iterator[tuple[str, str]]:
    schedule = member(meta, "planner_data", "weekly_schedule")
    for day, window in schedule.items() if isinstance(schedule, dict) else ():
        start, end = member(window, "start"), member(window, "end")
        if isinstance(start, str) and isinstance(end, str) and start >= end:
            pointer = join("/data/meta/planner_data/weekly_schedule", day)
            yield pointer, f"the window ends at {written(end)}, not after its start at {written(start)}"


def _number(value: Json, *names: str) -> float | None:
    found = member(value, *names)
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def _copies(answer: Answer) -> Iterator[tuple[str, str]]:
    meta = member(answer.data, "meta")
    plan, copy = member(meta, "planner_data"), member(meta, "multistep_status", "planner_data")
    if plan is not None and copy is not None and plan != copy:
        yield "/data/meta/multistep_status/planner_data", "the planner in the status is not the planner of the send"
    send = answer.values[-1]
    own = {send.lower(), parsed(send)}
    for index, log in enumerate(_logs(answer)):
        caller = member(log, "caller_id")
        if member(log, "caller_type") == "Send" and isinstance(caller, str) and caller.lower() not in own:
            yield f"/data/logs/{index}/caller_id", f"the entry belongs to another send, {written(caller)}"
    for names in (("segment_ids",), ("planner_data", "days_of_week")):
        items = _items(meta, *names)
        if any(item in items[:index] for index, item in enumerate(items)):
            yield join("/data/meta", *names), "an item appears twice"


def _items(value: Json, *names: str) -> list[Json]:
    found = member(value, *names)
    return found if isinstance(found, list) else []
