# Copied from scripts/client/templates/runtime/times.py into the client.
"""Converts the API's times to datetime. Their format is not documented."""

import re
from datetime import UTC, datetime

_DATE_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII)
_UNIX_SECONDS = re.compile(r"\d{10}", re.ASCII)


def as_datetime(value: str | float | None) -> datetime | None:
    """Convert a time of the API to a datetime; None if it is not a time.

    Accepts a date with a time in the extended format of ISO 8601 (`2025-11-03T15:00:00.000000Z`, `2025-11-03T15:00Z`),
    `2025-11-03 15:00:00` and Unix seconds (a number or ten digits). The result is naive if the text has no time zone.
    """
    try:
        if not isinstance(value, str):
            return None if value is None or isinstance(value, bool) else datetime.fromtimestamp(value, UTC)
        if _UNIX_SECONDS.fullmatch(value):
            return datetime.fromtimestamp(int(value), UTC)
        return datetime.fromisoformat(value) if _DATE_AND_TIME.fullmatch(value) else None
    except (ValueError, OverflowError, OSError):
        return None
