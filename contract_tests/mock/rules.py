"""What the server does with a request to stop a send: who may ask, how often, and what a stop changes.

Rules about this file: it knows no HTTP, and everything that could be argued about is a row of a table.
"""

import copy
import hmac
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import cast

from .sends import RUNNING, SENDS, Json, Send

Clock = Callable[[], datetime]


def counting_clock() -> Clock:
    """A clock that moves one second at every reading and at no other time, so that equal requests get equal answers."""
    start = datetime(2024, 5, 1, 12, 0, 1, tzinfo=UTC)
    seconds = itertools.count()
    return lambda: start + timedelta(seconds=next(seconds))


# Tokens


@dataclass(frozen=True)
class Grant:
    """What a token may do.

    Attributes:
        sentence: the grant in words.
        may_stop: whether sends may be stopped at all.
        limit: requests in a window; None is without limit.
        maintenance: seconds until the server is back for this token; None is in service.
    """

    sentence: str
    may_stop: bool = True
    limit: int | None = None
    maintenance: int | None = None


TOKENS: Mapping[str, Grant] = {
    "mock-full-access": Grant("may stop every send"),
    "mock-read-only": Grant("may stop no send", may_stop=False),
    "mock-two-a-minute": Grant("may ask twice a minute", limit=2),
    "mock-throttled": Grant("has asked too often", limit=0),
    "mock-maintenance": Grant("always meets the server in maintenance", maintenance=120),
}
TOKEN = "mock-full-access"  # noqa: S105 - opens nothing but this mock

WINDOW = 60
"""Length of the window of a limit, in seconds. Windows begin at full minutes."""


@dataclass(frozen=True)
class Allowance:
    """What is left of a limit: requests allowed and left, the end of the window in Unix seconds and in how many."""

    limit: int
    remaining: int
    reset: int
    wait: int


# Transitions

TRANSITIONS: Mapping[tuple[str, str], Mapping[str, object]] = {
    ("in_progress", "stop"): {
        "status": "stopped",
        "next_step_timestamp": None,
        "meta.multistep_data.is_active": False,
        "meta.planner_data.is_active": False,
        "meta.planner_data.multistep_data.is_active": False,
        "meta.multistep_status.status": "stopped",
        "meta.multistep_status.status_reason": "Stopped by request",
        "meta.multistep_status.planner_data.is_active": False,
        "meta.multistep_status.planner_data.multistep_data.is_active": False,
        "updated_at": "{now}",
        "logs.+": {"caller_id": "{id}", "caller_type": "Send", "text": "Send stopped", "created_at": "{now}"},
    },
    ("stopped", "stop"): {},
}
"""What an event does to a send of a status: the members that it sets, where their block is not null.

`+` appends to a list. `{now}` is the time of the event and `{id}` the id of the send.
"""


# The decision


class Outcome(Enum):
    """How the server decided."""

    UNAUTHENTICATED = auto()
    UNAVAILABLE = auto()
    THROTTLED = auto()
    UNKNOWN_SEND = auto()
    FORBIDDEN = auto()
    STOPPED = auto()


@dataclass(frozen=True)
class Decision:
    """An outcome, with the send if it was stopped, the allowance if the token has a limit, and seconds to wait."""

    outcome: Outcome
    send: Send | None = None
    allowance: Allowance | None = None
    retry_after: int | None = None


@dataclass
class State:
    """Everything about the server that changes."""

    clock: Clock = field(default_factory=counting_clock)
    sends: dict[tuple[str, ...], Send] = field(
        default_factory=lambda: {known.ids: send for known, send in zip(SENDS, RUNNING, strict=True)}
    )
    spent: dict[tuple[Grant, int], int] = field(default_factory=dict[tuple[Grant, int], int])


def stop(state: State, token: bytes, *ids: str) -> Decision:
    """Decide a request to stop a send. The order of the checks is what a caller can observe of it.

    Ids are compared as text without regard to case: whatever is not the id of a send, is the id of no send.
    """
    grant = _grant(token)
    if grant is None:
        return Decision(Outcome.UNAUTHENTICATED)
    if grant.maintenance is not None:
        return Decision(Outcome.UNAVAILABLE, retry_after=grant.maintenance)
    now = state.clock()
    allowance = None if grant.limit is None else _spend(state, grant, grant.limit, now)
    if allowance and allowance.remaining < 0:
        return Decision(Outcome.THROTTLED, allowance=replace(allowance, remaining=0), retry_after=allowance.wait)
    key = tuple(map(str.lower, ids))
    if key not in state.sends:
        return Decision(Outcome.UNKNOWN_SEND, allowance=allowance)
    if not grant.may_stop:
        return Decision(Outcome.FORBIDDEN, allowance=allowance)
    state.sends[key] = _transit(state.sends[key], "stop", now)
    return Decision(Outcome.STOPPED, state.sends[key], allowance)


def _grant(presented: bytes) -> Grant | None:
    """The grant of a token, found in a time that does not depend on it."""
    grants = [grant for token, grant in TOKENS.items() if hmac.compare_digest(token.encode(), presented)]
    return grants[0] if grants else None


def _spend(state: State, grant: Grant, limit: int, now: datetime) -> Allowance:
    """Count one request against a limit. A negative remainder says that it is one too many."""
    seconds = int(now.timestamp())
    window = seconds // WINDOW
    state.spent[grant, window] = spent = state.spent.get((grant, window), 0) + 1
    reset = (window + 1) * WINDOW
    return Allowance(limit, limit - spent, reset, reset - seconds)


def _transit(send: Send, event: str, now: datetime) -> Send:
    changes = TRANSITIONS[send["status"], event]
    if not changes:
        return send
    words = {"now": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "id": send["id"]}
    changed = copy.deepcopy(send)
    for path, value in changes.items():
        *names, last = path.split(".")
        block: Json = changed
        for name in names:
            block = block and block[name]
        if last == "+":
            block.append(_filled(value, words))
        elif block is not None:
            block[last] = _filled(value, words)
    return changed


def _filled(value: Json, words: Mapping[str, str]) -> Json:
    """The value with its placeholders filled in."""
    if isinstance(value, dict):
        return {name: _filled(below, words) for name, below in cast("Send", value).items()}
    return value.format_map(words) if isinstance(value, str) else value
