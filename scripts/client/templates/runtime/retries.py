"""When a failed call is repeated, and after how long: two pure functions."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import cast

from .errors import ApiError, CommSmsError, ConnectionFailed

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
LONGEST_RETRY_AFTER = 60.0
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})  # RFC 9110, section 9.2.2
TRANSIENT = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, kw_only=True)
class Retry:
    """How often a failed call is repeated.

    `times` counts the repetitions, not the first attempt. Where the server may have acted already (502, 504, an answer
    that was lost), only methods that HTTP calls idempotent are repeated, and others if `repeat_unsafe` says that a
    repetition does no harm.
    """

    times: int = 2
    repeat_unsafe: bool = False

    def __post_init__(self) -> None:
        if not isinstance(cast("object", self.times), int):
            raise TypeError(f"retries must be an int or a Retry, not {type(self.times).__name__}")
        if self.times < 0:
            raise ValueError(f"retries must be 0 or more, not {self.times}")


def repeatable(failure: CommSmsError, method: str, retry: Retry) -> bool:
    """Whether another attempt can help and does no harm."""
    match failure:
        case ConnectionFailed():
            harmless = not failure.sent
        case ApiError() if failure.status_code in TRANSIENT:
            # Who says when to come back has refused, not failed half-way.
            harmless = failure.status_code == 429 or (failure.status_code == 503 and failure.retry_after is not None)
        case _:
            return False
    return harmless or retry.repeat_unsafe or method in IDEMPOTENT


def pause(failure: CommSmsError, repetition: int, chance: float) -> float | None:
    """Seconds to wait before a repetition, counted from 0; None if the server wants a longer pause than we make.

    The server's Retry-After is kept; else the pause is drawn by `chance`, from 0 to 1, out of a range that doubles each
    time (exponential backoff with full jitter).
    """
    asked = failure.retry_after if isinstance(failure, ApiError) else None
    if asked is None:
        return chance * min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(repetition, 9))
    return asked if asked <= LONGEST_RETRY_AFTER else None


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, from its seconds or its HTTP date; None if it says nothing."""
    if header is None:
        return None
    if re.fullmatch(r"[0-9]+", header.strip()):
        return float(header)
    try:
        then = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())
