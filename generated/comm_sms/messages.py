# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/messages.py into the client.
"""Requests and responses as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_REQUEST_ID = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray")  # the first one counts


@dataclass(frozen=True)
class Response(Generic[T_co]):
    """A response. `headers` ignores case, `content` is the decompressed body, `data` the decoded one."""

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    data: T_co

    @property
    def request_id(self) -> str | None:
        """The server's id of the request, for questions to the API's support."""
        return next((self.headers[name] for name in _REQUEST_ID if self.headers.get(name)), None)


Repeated: TypeAlias = Mapping[str, str]
Reading: TypeAlias = tuple[int, int, Callable[[Response[None], Repeated], T]]
"""First and last status of a success, and the function that decodes its body or raises InvalidBody.

The function also gets `repeated` of the request.
"""


@dataclass(frozen=True, kw_only=True)
class Request(Generic[T_co]):
    """One operation with its arguments, ready for `send`. The result has type `T_co`.

    `path` is relative to the base URL and already percent-encoded. `repeated` maps JSON pointers into the body of a
    success to values of the path that it repeats: an answer with others is that of another request. `secured` says
    whether the token is sent.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes | None = None
    readings: tuple[Reading[T_co], ...]
    secured: bool = True
    repeated: Repeated = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        if not self.path.startswith("/"):
            raise ValueError(f"path must begin with a slash, not {self.path!r}")

    def documents(self, status_code: int) -> bool:
        """Whether the contract has the status as a success."""
        return any(first <= status_code <= last for first, last, _ in self.readings)

    def reading(self, status_code: int) -> Callable[[Response[None], Repeated], T_co] | None:
        """The decoder for a status; None if it is no success. A success that is not documented is read as the first."""
        documented = (read for first, last, read in self.readings if first <= status_code <= last)
        any_other = (read for _, _, read in self.readings if 200 <= status_code < 300)
        return next(documented, None) or next(any_other, None)
