# Copied from scripts/client/templates/runtime/call.py into the client.
"""One call with its attempts: how an answer is read and whether the call is retried. Without I/O."""

import logging
from collections.abc import Mapping
from random import random
from time import monotonic
from typing import Generic, TypeVar

from .answers import Answer
from .error_bodies import api_error
from .errors import CommSmsError, ConnectionFailed, InvalidResponse
from .invalid import InvalidBody
from .messages import Request, Response
from .retries import Retry, pause, repeatable
from .settings import Settings, repetitions, seconds

T = TypeVar("T")

logger = logging.getLogger("comm_sms")
logger.addHandler(logging.NullHandler())


class Call(Generic[T]):
    """One request with its timeout and retries."""

    def __init__(
        self,
        request: Request[T],
        headers: Mapping[str, str],
        settings: Settings,
        timeout: float | None,
        retries: int | Retry | None,
    ) -> None:
        self.request = request
        self.url = settings.base_url + request.path
        self._headers = headers
        self.seconds = settings.timeout if timeout is None else seconds("timeout", timeout)
        self._retry = settings.retry if retries is None else repetitions(retries)
        self.connecting = min(settings.connect_timeout, self.seconds)
        self._source = settings.token
        self._repetitions = 0
        self._started = monotonic()

    def headers(self) -> dict[str, str]:
        """The headers of an attempt, which begins now, with the token; ValueError if there is no valid token."""
        self._token = self._source.current()
        self._attempted = monotonic()
        return {**self._headers, "authorization": self._token.header()} if self.request.secured else {**self._headers}

    def redact(self, text: str) -> str:
        """Remove the token of the attempt from a text."""
        return self._token.redact(text)

    def remaining(self) -> float:
        """Seconds left for the whole call. Never 0, because httpx would read that as no time at all."""
        return max(self._left(), 0.001)

    def check_time(self) -> None:
        """Raise TimeoutError if the time of the call is over."""
        if self._left() <= 0:
            raise TimeoutError

    def result(self, answer: Answer) -> Response[T]:
        """Return the response if the call succeeded; raise a CommSmsError otherwise.

        After a success that is not documented, the server has most likely acted: an error would say the opposite.
        """
        self._log(answer)
        if answer.status_code == 0 and isinstance(answer.cut, ConnectionFailed):
            raise answer.cut
        read = self.request.reading(answer.status_code)
        if read is None:
            raise api_error(answer.response(None), self._token)
        surprise = "" if self.request.documents(answer.status_code) else "; this success is not documented"
        if surprise:
            logger.warning("%s %s: %s%s", self.request.method, self.request.path, answer.status_code, surprise)
        try:
            if answer.cut is not None:
                raise answer.cut
            return answer.response(read(answer.response(None), self.request.repeated))
        except InvalidBody as problem:
            problem.pointer = self.redact(problem.pointer)
            reason = f"{problem}{surprise}"
            raise InvalidResponse(reason, problem.pointer, answer.response(None)) from problem.alone()

    def pause(self, failure: CommSmsError) -> float | None:
        """Seconds to wait before the next attempt; None if the failure is final."""
        if self._repetitions >= self._retry.times or not repeatable(failure, self.request.method, self._retry):
            return None
        wait = pause(failure, self._repetitions, random())  # noqa: S311 - no secret
        self._repetitions += 1
        return wait if wait is not None and wait < self._left() else None

    def _left(self) -> float:
        return self._started + self.seconds - monotonic()

    def _log(self, answer: Answer) -> None:
        came = answer.status_code or type(answer.cut).__name__
        elapsed = monotonic() - self._attempted
        logger.debug("%s %s: %s after %.3f s", self.request.method, self.request.path, came, elapsed)
