"""A server with a rate limit, and a clock that passes only when somebody waits or a request is answered."""

from collections.abc import Callable
from dataclasses import dataclass, field

from contract_tests.verifier.exchange import Headers, Request, Response
from contract_tests.verifier.pace import Pace

JSON = (b"content-type", b"application/json")


@dataclass
class Clock:
    """Seconds since the start of a test."""

    passed: float = 0.0
    pauses: list[float] = field(default_factory=list[float])

    def read(self) -> float:
        """The time."""
        return self.passed

    def sleep(self, seconds: float) -> None:
        """Let seconds pass."""
        self.passed += seconds
        self.pauses.append(seconds)

    def pace(self, *, rate: float | None = None, seconds: float | None = None) -> Pace:
        """A pace by this clock."""
        return Pace(rate=rate, seconds=seconds, clock=self.read, now=self.read, sleep=self.sleep)


@dataclass
class Throttled:
    """Answers so many requests in each window of a minute, as Laravel's limiter does, and refuses the others."""

    handle: Callable[[Request], Response]
    clock: Clock
    limit: int = 60
    latency: float = 0.0
    says: bool = True
    refused: list[Request] = field(default_factory=list[Request])
    _start: float = -60.0
    _count: int = 0

    def __call__(self, request: Request) -> Response:
        """Answer or refuse the request."""
        self.clock.passed += self.latency
        if self.clock.passed >= self._start + 60:
            self._start, self._count = self.clock.passed, 0
        self._count += 1
        if self._count > self.limit:
            self.refused.append(request)
            later = int(self._start + 60 - self.clock.passed) + 1
            headers = (JSON, *self._limits(0), (b"retry-after", b"%d" % later))
            return Response(429, headers, b'{"message":"Too Many Attempts."}')
        response = self.handle(request)
        return Response(response.status, (*response.headers, *self._limits(self.limit - self._count)), response.body)

    def _limits(self, remaining: int) -> Headers:
        if not self.says:
            return ()
        return ((b"x-ratelimit-limit", b"%d" % self.limit), (b"x-ratelimit-remaining", b"%d" % remaining))
