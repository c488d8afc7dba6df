"""The mock over HTTP as servers far away are: each answer takes its time, and the server may have a rate limit."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from contract_tests.mock import Handle, Request, Response, serve
from contract_tests.quality.limiter import BODY, STATUS, Limiter


@dataclass
class Distant:
    """A handler before another one. It counts what it is asked.

    Attributes:
        handle: what answers.
        latency: how many seconds each answer takes.
        limiter: what refuses requests; None refuses none.
        url: where it is served.
        requests: how many it was asked.
        refused: how many of them it refused.
    """

    handle: Handle
    latency: float = 0.0
    limiter: Limiter | None = None
    url: str = ""
    requests: int = 0
    refused: int = 0

    def __call__(self, request: Request) -> Response:
        """Answer late."""
        self.requests += 1
        return replace(self._answer(request), delay=self.latency)

    def _answer(self, request: Request) -> Response:
        """Answer, or refuse with 429 and the seconds until the next window."""
        if self.limiter is None:
            return self.handle(request)
        admission = self.limiter.admit()
        if admission.wait is not None:
            self.refused += 1
            return Response(STATUS, (*admission.refusal, *admission.limits), BODY)
        response = self.handle(request)
        return replace(response, headers=(*response.headers, *admission.limits))


@contextmanager
def distant(handle: Handle, *, latency: float = 0.0, limit: int | None = None) -> Generator[Distant]:
    """Serve a handler on loopback as a distant server while the block runs."""
    server = Distant(handle, latency, None if limit is None else Limiter(limit, time.monotonic))
    with serve(server) as server.url:
        yield server
