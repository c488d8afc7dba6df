"""A limit as Laravel's limiter keeps it: so many requests in each window of a minute, the others are refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

WINDOW = 60.0
"""Seconds of a window."""
STATUS, BODY = 429, b'{"message":"Too Many Attempts."}'
"""The answer to a refused request."""


class Admission(NamedTuple):
    """Whether a request is admitted.

    Attributes:
        limits: the headers that tell the limit, in every answer.
        wait: whole seconds until the next window; None if the request is admitted.
    """

    limits: tuple[tuple[bytes, bytes], ...]
    wait: int | None

    @property
    def refusal(self) -> tuple[tuple[bytes, bytes], ...]:
        """The headers of the answer to a refused request, without those of the limit."""
        return (b"content-type", b"application/json"), (b"retry-after", b"%d" % (self.wait or 0))


@dataclass
class Limiter:
    """Counts requests.

    Attributes:
        limit: how many requests are admitted in a window.
        clock: seconds from some start.
    """

    limit: int
    clock: Callable[[], float]
    _start: float = -WINDOW
    _count: int = 0

    def admit(self) -> Admission:
        """Count a request, and say whether it is admitted."""
        now = self.clock()
        if now >= self._start + WINDOW:
            self._start, self._count = now, 0
        self._count += 1
        left = max(0, self.limit - self._count)
        limits = ((b"x-ratelimit-limit", b"%d" % self.limit), (b"x-ratelimit-remaining", b"%d" % left))
        return Admission(limits, int(self._start + WINDOW - now) + 1 if self._count > self.limit else None)
