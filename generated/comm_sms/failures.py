# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/failures.py into the client.
"""What httpx and transports raise, as exceptions of our own. Theirs hold the request, and with it the token."""

from typing import TypeAlias, TypeVar

import httpx

from .call import Call
from .errors import ConnectionFailed, TimedOut

T = TypeVar("T")
_Row: TypeAlias = tuple[tuple[type[Exception], ...], type[ConnectionFailed], bool, str]

# What is raised, what it becomes, whether the request may have been sent, and how it is told. The first row counts.
_TABLE: tuple[_Row, ...] = (
    ((httpx.ConnectTimeout,), TimedOut, False, "no connection within {connecting:g} s"),
    ((httpx.PoolTimeout,), TimedOut, False, "no free connection within {seconds:g} s"),
    ((httpx.TimeoutException, TimeoutError), TimedOut, True, "no whole answer within {seconds:g} s"),
    ((httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol), ConnectionFailed, False, "{error}"),
    ((httpx.HTTPError, OSError), ConnectionFailed, True, "{error}"),
    ((httpx.CookieConflict, httpx.InvalidURL, httpx.StreamError), ConnectionFailed, True, "{error}"),
    ((UnicodeError,), ConnectionFailed, True, "{error}"),  # a Location with an invalid host
)

FAILURES: tuple[type[Exception], ...] = tuple(kind for kinds, *_ in _TABLE for kind in kinds)


def failed(call: Call[T], error: Exception) -> ConnectionFailed:
    """The exception for one of FAILURES."""
    _, become, sent, told = next(row for row in _TABLE if isinstance(error, row[0]))
    reason = told.format(error=str(error) or type(error).__name__, connecting=call.connecting, seconds=call.seconds)
    return become(f"{call.request.method} {call.url}: {reason}", sent)
