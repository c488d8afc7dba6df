# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/call.py into the client.
"""One call with its attempts: how an answer is interpreted and whether the call is retried. Without I/O."""

import logging
import zlib
from collections.abc import Mapping
from random import random
from time import monotonic
from typing import Generic, TypeVar

from .error_bodies import api_error
from .errors import CommSmsError, ConnectionFailed, InvalidResponse
from .messages import Request, Response
from .retries import Retry, pause, repeatable
from .settings import Settings, repetitions, seconds
from .types import InvalidBody

T = TypeVar("T")

LARGEST_BODY = 16 * 2**20
"""The largest response body that is read, in bytes after decompression."""

logger = logging.getLogger("comm_sms")
logger.addHandler(logging.NullHandler())


class Answer:
    """The outcome of one attempt: status, headers, the body received so far, and the error that ended it.

    The status is 0 if no response arrived.
    """

    def __init__(self) -> None:
        self.status_code = 0
        self.headers: Mapping[str, str] = {}
        self.content = bytearray()
        self.cut: ConnectionFailed | InvalidBody | None = None
        self._gzip = False
        self._decompressor = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def begin(self, status_code: int, headers: Mapping[str, str]) -> None:
        """Set status and headers; InvalidBody if the body is too large or its content coding is not supported."""
        self.status_code = status_code
        self.headers = headers
        coding = headers.get("content-encoding", "identity").strip().lower()
        if coding not in {"gzip", "identity"}:
            raise InvalidBody("has an unsupported content coding")
        self._gzip = coding == "gzip"
        announced = headers.get("content-length", "")
        if announced.isdecimal():
            self._limit(int(announced[:20]))

    def add(self, piece: bytes) -> None:
        """Add raw bytes of the body; InvalidBody if it gets too large or cannot be decompressed."""
        if self._gzip:
            try:
                piece = self._decompressor.decompress(piece, LARGEST_BODY + 1 - len(self.content))
            except zlib.error:
                raise InvalidBody("cannot be decompressed") from None
        self.add_decoded(piece)

    def add_decoded(self, piece: bytes) -> None:
        """Add decompressed bytes of the body; InvalidBody if it gets too large."""
        self._limit(len(self.content) + len(piece))
        self.content += piece

    def response(self, data: T) -> Response[T]:
        """The response with its decoded body."""
        return Response(self.status_code, self.headers, bytes(self.content), data)

    def _limit(self, size: int) -> None:
        if size > LARGEST_BODY:
            raise InvalidBody(f"is larger than {LARGEST_BODY >> 20} MiB")


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
        self.headers = headers
        self.seconds = settings.timeout if timeout is None else seconds(timeout)
        self._retry = settings.retry if retries is None else repetitions(retries)
        self._token = settings.token
        self._repetitions = 0
        self._started = monotonic()

    def remaining(self) -> float:
        """Seconds left for the whole call. Never 0, because httpx would read that as no time at all."""
        return max(self._left(), 0.001)

    def check_time(self) -> None:
        """Raise TimeoutError if the time of the call is over."""
        if self._left() <= 0:
            raise TimeoutError

    def result(self, answer: Answer) -> Response[T]:
        """Return the response if the call succeeded; raise a CommSmsError otherwise."""
        self._log(answer)
        if answer.status_code == 0 and isinstance(answer.cut, ConnectionFailed):
            raise answer.cut
        read = self.request.reading(answer.status_code)
        if read is None:
            raise api_error(answer.response(None), self._token)
        try:
            if answer.cut is not None:
                raise answer.cut
            return answer.response(read(bytes(answer.content)))
        except InvalidBody as problem:
            raise InvalidResponse(str(problem), problem.pointer, answer.response(None)) from problem.alone()

    def pause(self, failure: CommSmsError) -> float | None:
        """Seconds to wait before the next attempt; None if the failure is final."""
        if self._repetitions >= self._retry.times or not repeatable(failure, self.request.method, self._retry):
            return None
        wait = pause(failure, self._repetitions, random())
        self._repetitions += 1
        return wait if wait is not None and wait < self._left() else None

    def _left(self) -> float:
        return self._started + self.seconds - monotonic()

    def _log(self, answer: Answer) -> None:
        came = answer.status_code or type(answer.cut).__name__
        elapsed = monotonic() - self._started
        logger.debug("%s %s: %s after %.3f s", self.request.method, self.request.path, came, elapsed)
