"""A server with a rate limit, and a clock that passes only when somebody waits or a request is answered."""

from collections.abc import Callable
from dataclasses import dataclass, field

from contract_tests.quality.limiter import BODY, STATUS, Limiter
from contract_tests.verifier.exchange import Request, Response
from contract_tests.verifier.pace import Pace


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
    """A server with a limit by a simulated clock; with `says`, its answers tell the limit."""

    handle: Callable[[Request], Response]
    clock: Clock
    limit: int = 60
    latency: float = 0.0
    says: bool = True
    refused: list[Request] = field(default_factory=list[Request])

    def __post_init__(self) -> None:
        """Begin with the first window."""
        self._limiter = Limiter(self.limit, self.clock.read)

    def __call__(self, request: Request) -> Response:
        """Answer or refuse the request."""
        self.clock.passed += self.latency
        admission = self._limiter.admit()
        limits = admission.limits if self.says else ()
        if admission.wait is not None:
            self.refused.append(request)
            return Response(STATUS, (*admission.refusal, *limits), BODY)
        response = self.handle(request)
        return Response(response.status, (*response.headers, *limits), response.body)
