"""Times in the API's texts and numbers, whose form the contract leaves open."""

import re
from datetime import UTC, datetime

_DATE_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_UNIX_SECONDS = re.compile(r"\d{10}", re.ASCII)


def as_datetime(value: str | float | None) -> datetime | None:
    """The moment that a text or number of the API means; None if it means none.

    Understood are ISO 8601 (`2025-11-03T15:00:00.000000Z`), `2025-11-03 15:00:00` and Unix seconds (a number, or a text
    of ten digits). The result is naive where the text names no time zone.
    """
    try:
        if not isinstance(value, str):
            return None if value is None else datetime.fromtimestamp(value, UTC)
        if _UNIX_SECONDS.fullmatch(value):
            return datetime.fromtimestamp(int(value), UTC)
        return datetime.fromisoformat(value) if _DATE_AND_TIME.fullmatch(value) else None
    except (ValueError, OverflowError, OSError):
        return None
