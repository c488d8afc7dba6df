"""Rate limits: how many requests a server says that it will take, and when to come back.

Three spellings are read: `Retry-After` (RFC 9110), `X-RateLimit-Limit`, `-Remaining` and `-Reset` (Laravel, GitHub and
many others, with or without the `X-`), and `RateLimit` (draft-ietf-httpapi-ratelimit-headers).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from contract_tests.verifier.exchange import Response

_EPOCH = 10**9
"""From here on a number of seconds is a moment since 1970, not a span."""
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?", re.ASCII)
_PARAMETER = re.compile(r"(?:^|[;,\s])(limit|remaining|reset|q|r|t)\s*=\s*([0-9]{1,15})(?=$|[;,\s])", re.ASCII)
_NAMES = {"q": "limit", "r": "remaining", "t": "reset"}


@dataclass(frozen=True)
class RateLimit:
    """What an answer says about the requests that may follow it.

    Attributes:
        limit: requests in a window; None when the answer does not say.
        remaining: requests left in this window; None when it does not say.
        reset: seconds until the window ends; None when it does not say.
    """

    limit: int | None = None
    remaining: int | None = None
    reset: float | None = None


def rate_limit(response: Response, now: float) -> RateLimit:
    """Read the limit of an answer; of several policies the one that leaves least.

    `now` is the time in seconds since 1970; the answer's Date replaces it.
    """
    plain = {
        name: value
        for name in ("limit", "remaining", "reset")
        for prefix in ("ratelimit-", "x-ratelimit-")
        for value in _headers(response, prefix + name)
        if _NUMBER.fullmatch(value)
    }
    found = [plain] if plain else []
    found += [_parameters(policy) for value in _headers(response, "ratelimit") for policy in _policies(value)]
    limits = [_limit(each, _moment(response, now)) for each in found if each]
    return min(limits, key=lambda one: (one.remaining is None, one.remaining or 0), default=RateLimit())


def retry_after(response: Response, now: float) -> float | None:
    """Seconds from now until the server wants to be asked again; None when it does not say."""
    for value in _headers(response, "retry-after"):
        if _NUMBER.fullmatch(value):
            return float(value)
        until = date(value)
        if until is not None:
            return max(0.0, until - _moment(response, now))
    return None


def _policies(value: str) -> list[str]:
    """The policies of a RateLimit header: older drafts put the parameters of one policy between commas."""
    return value.split(",") if '"' in value else [value]


def _parameters(policy: str) -> dict[str, str]:
    found: list[tuple[str, str]] = _PARAMETER.findall(policy)
    return {_NAMES.get(name, name): number for name, number in found}


def _limit(found: dict[str, str], now: float) -> RateLimit:
    limit, remaining = (int(float(found[name])) if name in found else None for name in ("limit", "remaining"))
    reset = float(found["reset"]) if "reset" in found else None
    if reset is not None and reset >= _EPOCH:
        reset = max(0.0, (reset / 1000 if reset >= _EPOCH * 1000 else reset) - now)
    return RateLimit(limit, remaining, reset)


def _moment(response: Response, now: float) -> float:
    """The time on the server's clock."""
    return next((moment for moment in map(date, _headers(response, "date")) if moment is not None), now)


def date(value: str) -> float | None:
    """Seconds since 1970 of a date as HTTP writes it; None if it is none."""
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None


def _headers(response: Response, name: str) -> Iterator[str]:
    return (value.decode("latin-1").strip() for key, value in response.headers if key == name.encode())
