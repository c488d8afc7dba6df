"""A request of the contract before it is sent, and the response to it: values, without a connection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Reading: TypeAlias = tuple[int, int, Callable[[bytes], T]]
"""First and last status of a success, and what reads its body; InvalidBody if the body does not fit."""


@dataclass(frozen=True, kw_only=True)
class Request(Generic[T_co]):
    """One operation with its arguments, ready for `send`; a success is read as `T_co`.

    `path` stands below the base URL and is percent-encoded already.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes | None = None
    readings: tuple[Reading[T_co], ...]

    def __post_init__(self) -> None:
        if not self.path.startswith("/"):
            raise ValueError(f"path must begin with a slash, not be {self.path!r}")

    def reading(self, status_code: int) -> Callable[[bytes], T_co] | None:
        """What reads the body of a status; None if the status is no success that the contract knows."""
        return next((read for first, last, read in self.readings if first <= status_code <= last), None)


@dataclass(frozen=True)
class Response(Generic[T_co]):
    """An answer. Names in `headers` have no case, `content` is the body with its content coding undone."""

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    data: T_co

    @property
    def request_id(self) -> str | None:
        """The server's name for the exchange, for its logs and its support."""
        return self.headers.get("x-request-id")
