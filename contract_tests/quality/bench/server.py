"""The mock over HTTP as servers far away are: each answer takes its time, and the server may have a rate limit."""

import asyncio
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from contract_tests.mock import Handle, asgi
from contract_tests.mock.app import AsgiApplication, Message, Receive, Send
from contract_tests.mock.loopback import serve_application

WINDOW = 60.0
"""Seconds of a window in which the limit holds, as Laravel's limiter has it."""
REFUSAL = b'{"message":"Too Many Attempts."}'


@dataclass
class Distant:
    """An ASGI application before another one. It counts what it is asked.

    Attributes:
        application: what answers.
        latency: how many seconds each answer takes.
        limit: how many requests are answered in a window; None is without bound.
        url: where it is served.
        requests: how many it was asked.
        refused: how many of them it refused.
    """

    application: AsgiApplication
    latency: float = 0.0
    limit: int | None = None
    url: str = ""
    requests: int = 0
    refused: int = 0
    _start: float = -WINDOW
    _count: int = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 429 and the seconds until the next window."""
        self.requests += 1
        await asyncio.sleep(self.latency)
        if self.limit is None:
            await self.application(scope, receive, send)
            return
        now = time.monotonic()
        if now >= self._start + WINDOW:
            self._start, self._count = now, 0
        self._count += 1
        left = max(0, self.limit - self._count)
        limits = [(b"x-ratelimit-limit", b"%d" % self.limit), (b"x-ratelimit-remaining", b"%d" % left)]
        if self._count > self.limit:
            self.refused += 1
            later = int(self._start + WINDOW - now) + 1
            headers = [(b"content-type", b"application/json"), (b"retry-after", b"%d" % later), *limits]
            await send({"type": "http.response.start", "status": 429, "headers": headers})
            await send({"type": "http.response.body", "body": REFUSAL})
            return

        async def limited(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *limits]}
            await send(message)

        await self.application(scope, receive, limited)


@contextmanager
def distant(handle: Handle, *, latency: float = 0.0, limit: int | None = None) -> Generator[Distant]:
    """Serve a handler on loopback as a distant server while the block runs."""
    server = Distant(asgi(handle), latency, limit)
    with serve_application(server) as server.url:
        yield server
