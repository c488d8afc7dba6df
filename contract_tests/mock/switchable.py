"""The mock for tests of other code: a test switches how requests are answered."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from .app import Handle, Mock, Request, Response, error
from .rules import TOKEN
from .sends import SENDS, KnownSend

Damage = Literal["cut", "html", "closed"]


def _cut(response: Response) -> Response:
    body = response.body[: len(response.body) // 2]
    headers = tuple((name, value) for name, value in response.headers if name != b"content-length")
    return replace(response, headers=(*headers, (b"content-length", b"%d" % len(body))), body=body)


def _html(_: Response) -> Response:
    body = b"<html><body>Welcome</body></html>"
    return Response(200, ((b"content-type", b"text/html"), (b"content-length", b"%d" % len(body))), body)


def _closed(response: Response) -> Response:
    return replace(response, body=response.body[: len(response.body) // 2])


DAMAGES: Mapping[Damage, Callable[[Response], Response]] = {
    "cut": _cut,
    "html": _html,
    "closed": _closed,
}
"""How an answer can be broken: its JSON ends in the middle, it is a page of HTML, the connection closes early."""


def _check_whole(name: str, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number, not {value!r}")


def _check_number(name: str, value: object) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{name} must be a number, not {value!r}")


class SwitchableMock:
    """A mock whose answers a test switches.

    A switch holds for all requests until the next switch or `reset`, or for the next `times` requests.

    Attributes:
        base_url: the base URL for the client under test.
        token: a token that may stop every send.
        sends: the sends that can be stopped, each with `campaign`, `send` and `send_type`.
        requests: the requests so far, each as its method and its target, such as `POST /api/v1/...`.
    """

    token: str = TOKEN
    sends: tuple[KnownSend, ...] = SENDS

    def __init__(self, base_url: str) -> None:
        """Start with no send stopped and nothing switched."""
        self.base_url = base_url
        self.reset()

    def reset(self) -> None:
        """Forget all requests, what they stopped and what was switched."""
        self.requests: list[str] = []
        self._correct: Handle = Mock().handle
        self._switched: Handle = self._correct
        self._times = 0.0

    def answer(self, status: int, *, retry_after: int | None = None, times: int | None = None) -> None:
        """Answer with an error status, and with Retry-After if seconds are given; nothing is stopped.

        Raises:
            TypeError: An argument is of another type; the message names it.
            ValueError: An argument is out of range; the message names it.
        """
        _check_whole("status", status)
        if not 400 <= status <= 599:
            raise ValueError(f"status must be an error from 400 to 599, not {status}")
        if retry_after is not None:
            _check_whole("retry_after", retry_after)
            if retry_after < 0:
                raise ValueError(f"retry_after must be 0 seconds or more, not {retry_after}")
        pace = () if retry_after is None else ((b"retry-after", b"%d" % retry_after),)
        response = error(status, f"The mock was told to answer {status}.", pace)
        self._switch(lambda _: response, times)

    def slow(self, seconds: float, *, times: int | None = None) -> None:
        """Act at once, and answer after some seconds.

        Raises:
            TypeError: An argument is of another type; the message names it.
            ValueError: An argument is out of range; the message names it.
        """
        _check_number("seconds", seconds)
        if not 0 <= seconds < math.inf:
            raise ValueError(f"seconds must be 0 or more, not {seconds}")
        self._switch(lambda request: replace(self._correct(request), delay=seconds), times)

    def broken(self, damage: Damage = "cut", *, times: int | None = None) -> None:
        """Act, and break the answer.

        Args:
            damage: `cut` ends its JSON in the middle, `html` is a page instead, `closed` closes the connection early.
            times: for how many requests; None is until the next switch.

        Raises:
            TypeError: An argument is of another type; the message names it.
            ValueError: An argument is none of these; the message names it.
        """
        if damage not in tuple(DAMAGES):  # what has no hash is none of them either
            raise ValueError(f"damage must be one of {', '.join(DAMAGES)}, not {damage!r}")
        self._switch(lambda request: DAMAGES[damage](self._correct(request)), times)

    def handle(self, request: Request) -> Response:
        """Answer a request as switched."""
        self.requests.append(f"{request.method} {request.target.decode('latin-1')}")
        if self._times <= 0:
            return self._correct(request)
        self._times -= 1
        return self._switched(request)

    def _switch(self, handle: Handle, times: int | None) -> None:
        if times is not None:
            _check_whole("times", times)
            if times < 1:
                raise ValueError(f"times must be 1 or more, not {times}")
        self._switched = handle
        self._times = math.inf if times is None else times
