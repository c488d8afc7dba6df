# Copied from scripts/client/templates/runtime/retries.py into the client.
"""When a failed call is retried, and after which pause."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import cast

from .errors import ApiError, CommSmsError, ConnectionFailed

RETRIES = 2
"""How many times a failed call is retried."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
LONGEST_RETRY_AFTER = 60.0
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})  # RFC 9110, section 9.2.2
TRANSIENT = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, kw_only=True)
class Retry:
    """How many times a failed call is retried, and when.

    `times` is the number of retries after the first attempt. All HTTP methods are retried if the server has very likely
    not acted (not reached, 429, 503 with Retry-After). Otherwise (502, 504, another 503, a lost answer) only idempotent
    methods are retried. Set `repeat_unsafe=True` to retry all.
    """

    times: int = RETRIES
    repeat_unsafe: bool = False

    def __post_init__(self) -> None:
        if not isinstance(cast("object", self.times), int) or isinstance(cast("object", self.times), bool):
            raise TypeError(f"retries must be an int or a Retry, not {type(self.times).__name__}")
        if self.times < 0:
            raise ValueError(f"retries must be 0 or more, not {self.times}")
        if not isinstance(cast("object", self.repeat_unsafe), bool):
            raise TypeError(f"repeat_unsafe must be a bool, not {type(self.repeat_unsafe).__name__}")


def repeatable(failure: CommSmsError, method: str, retry: Retry) -> bool:
    """Whether another attempt may help and is safe."""
    match failure:
        case ConnectionFailed():
            harmless = not failure.sent
        case ApiError() if failure.status_code in TRANSIENT:
            # A server that sends Retry-After has very likely refused the request. A gateway may add it all the same.
            harmless = failure.status_code == 429 or (failure.status_code == 503 and failure.retry_after is not None)
        case _:
            return False
    return harmless or retry.repeat_unsafe or method in IDEMPOTENT


def pause(failure: CommSmsError, repetition: int, chance: float) -> float | None:
    """Seconds to wait before a retry; None if the server asks for more than LONGEST_RETRY_AFTER.

    It is drawn by `chance`, from 0 to 1, out of a range that doubles each time (exponential backoff with full jitter),
    and is never less than the server's Retry-After.
    """
    asked = failure.retry_after if isinstance(failure, ApiError) else None
    backoff = chance * min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(repetition, 9))
    if asked is None:
        return backoff
    return max(asked, backoff) if asked <= LONGEST_RETRY_AFTER else None


def retry_after(header: str | None, now: datetime) -> float | None:
    """The seconds of a Retry-After header, a number or an HTTP date; None if it is absent or invalid."""
    if header is None:
        return None
    if re.fullmatch(r"[0-9]+", header.strip()):
        return float(header)
    try:
        then = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())
