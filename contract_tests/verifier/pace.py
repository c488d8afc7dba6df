"""Pace: when the next request may leave, so that a server with a rate limit is verified and not overrun.

The run slows down when the server says that its limit is reached, waits when a request is refused, and ends when the
next wait would take longer than the run may.
"""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from contract_tests.verifier.exchange import Response
from contract_tests.verifier.rate_limits import rate_limit, retry_after

WINDOW = 60.0
"""Seconds until a limit is lifted, where the server does not say."""
PAUSES = (1.0, 10.0, WINDOW)
"""Seconds to wait after the first, second and third refusal in a row that does not say when to come back."""
TRIES = 1 + len(PAUSES)
"""How often a request is sent that the server refuses for its rate."""
STEP = 1.0
"""Seconds between two looks at the clock while waiting."""


class OutOfTimeError(Exception):
    """A request that there is no time or memory for; it was not sent, and neither is any other."""


@dataclass
class Pace:
    """The times at which requests leave. It may be used by several threads.

    Attributes:
        rate: requests a second that the caller allows; None is without bound.
        seconds: that the run may take, pauses included; None is without bound.
        tries: how often a request that the server refuses for its rate is sent.
        clock: seconds from some start.
        now: seconds since 1970.
        sleep: lets seconds pass.
        tell: told once a second of a pause: how many seconds of it are left, and why.
        in_flight: how many requests are under way.
    """

    rate: float | None = None
    seconds: float | None = None
    tries: int = TRIES
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], object] = time.sleep
    tell: Callable[[float, str], object] = field(default=lambda _seconds, _reason: None)
    in_flight: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _start: float | None = None
    _next: float = 0.0
    _reason: str = ""
    _remaining: int | None = None
    _window_ends: float = 0.0
    _refusals: int = 0
    _stopped: bool = False

    @contextmanager
    def turn(self, count: int = 1) -> Generator[None]:
        """Wait until so many requests may leave; they are under way until the end of the block.

        Raises:
            OutOfTimeError: that would take longer than the run may.
        """
        admitted = 0
        try:
            for _ in range(count):
                while delay := self._delay():
                    self.tell(delay, self._reason)
                    self.sleep(min(delay, STEP))
                admitted += 1
            yield
        finally:
            with self._lock:
                self.in_flight -= admitted

    def stop(self) -> None:
        """Let no further request leave."""
        self._stopped = True

    def learn(self, response: Response) -> bool:
        """Learn from an answer; returns whether the server refused the request for its rate."""
        now = self.now()
        said, later = rate_limit(response, now), retry_after(response, now)
        refused = response.status == 429 or (response.status == 503 and later is not None)
        with self._lock:
            if said.remaining is not None:
                self._note(said.remaining, said.reset)
            if refused:
                seconds = said.reset if later is None else later
                seconds = PAUSES[min(self._refusals, len(PAUSES) - 1)] if seconds is None else seconds
                self._wait(seconds, f"the server answered {response.status}")
            self._refusals = self._refusals + 1 if refused else 0
        return refused

    def _note(self, remaining: int, reset: float | None) -> None:
        known = self._remaining
        if reset is not None:
            self._window_ends = self.clock() + reset
        elif known is None or remaining > known + self.in_flight + 1:  # answers may come in another order
            self._window_ends = self.clock() + WINDOW
        self._remaining = remaining - self.in_flight

    def _wait(self, seconds: float, reason: str) -> None:
        self._next, self._reason = max(self._next, self.clock() + seconds), reason

    def _delay(self) -> float:
        """Seconds until a request may leave; when it is 0, one was counted as sent."""
        with self._lock:
            now = self.clock()
            self._start = now if self._start is None else self._start
            if self._remaining is not None and self._remaining <= 0:
                if now < self._window_ends:
                    self._wait(self._window_ends - now, "the server's rate limit is reached")
                self._remaining = None
            delay = max(0.0, self._next - now)
            self._check(now, delay)
            if not delay:
                self.in_flight += 1
                self._remaining = None if self._remaining is None else self._remaining - 1
                if self.rate is not None:
                    self._next, self._reason = now + 1 / self.rate, "--rate says so"
            return delay

    def _check(self, now: float, delay: float) -> None:
        if self._stopped:
            raise OutOfTimeError("the run was ended")
        left = None if self.seconds is None or self._start is None else self._start + self.seconds - now
        if left is None or delay <= left > 0:
            return
        said = f"{(self.seconds or 0) / 60:g} min that the run may take"
        if delay:
            raise OutOfTimeError(f"{self._reason}, and the next request would leave after the {said}")
        raise OutOfTimeError(f"the {said} are spent")
