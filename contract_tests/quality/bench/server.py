"""The mock over HTTP as servers far away are: each answer takes its time, and the server may have a rate limit."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from contract_tests.mock import Handle, Request, Response, serve

WINDOW = 60.0
"""Seconds of a window in which the limit holds, as Laravel's limiter has it."""


@dataclass
class Distant:
    """A handler before another one. It counts what it is asked.

    Attributes:
        handle: what answers.
        latency: how many seconds each answer takes.
        limit: how many requests are answered in a window; None is without bound.
        url: where it is served.
        requests: how many it was asked.
        refused: how many of them it refused.
    """

    handle: Handle
    latency: float = 0.0
    limit: int | None = None
    url: str = ""
    requests: int = 0
    refused: int = 0
    _start: float = -WINDOW
    _count: int = 0

    def __call__(self, request: Request) -> Response:
        """Answer late."""
        self.requests += 1
        return replace(self._answer(request), delay=self.latency)

    def _answer(self, request: Request) -> Response:
        """Answer, or refuse with 429 and the seconds until the next window."""
        if self.limit is None:
            return self.handle(request)
        now = time.monotonic()
        if now >= self._start + WINDOW:
            self._start, self._count = now, 0
        self._count += 1
        left = max(0, self.limit - self._count)
        limits = ((b"x-ratelimit-limit", b"%d" % self.limit), (b"x-ratelimit-remaining", b"%d" % left))
        if self._count > self.limit:
            self.refused += 1
            later = b"%d" % (int(self._start + WINDOW - now) + 1)
            headers = ((b"content-type", b"application/json"), (b"retry-after", later), *limits)
            return Response(429, headers, b'{"message":"Too Many Attempts."}')
        response = self.handle(request)
        return replace(response, headers=(*response.headers, *limits))


@contextmanager
def distant(handle: Handle, *, latency: float = 0.0, limit: int | None = None) -> Generator[Distant]:
    """Serve a handler on loopback as a distant server while the block runs."""
    server = Distant(handle, latency, limit)
    with serve(server) as server.url:
        yield server
