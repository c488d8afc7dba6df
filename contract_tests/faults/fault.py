"""What a fault is, and the pieces that faults are made of.

A fault is a wrapper around the mock's `handle`: it lets the mock answer and then breaks one promise, or changes the
request before the mock sees it. Each server gets a wrapper, and so a memory, of its own.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from contract_tests.mock import SENDS, Handle, Request, Response
from contract_tests.mock.app import Headers
from scripts.contract.document import Json

Wrapper = Callable[[Handle], Handle]


@dataclass(frozen=True)
class Fault:
    """One way to break the contract.

    Attributes:
        id: short and unique.
        sentence: what the server does wrong.
        law: id of the law that must notice.
        wrap: makes the faulty server of a correct one.
    """

    id: str
    sentence: str
    law: str
    wrap: Wrapper


@dataclass(frozen=True)
class Moment:
    """An answer about to be spoilt, and what happened before it.

    Attributes:
        request: what was asked.
        response: what the correct server says.
        number: how many requests the server got, with this one.
        repeats: how often this path got this status, with this answer.
        stopped: the paths that were answered with 200 before.
    """

    request: Request
    response: Response
    number: int
    repeats: int
    stopped: frozenset[bytes]


When = Callable[[Moment], bool]
Spoil = Callable[[Moment], Response]
Edit = Callable[[Any], object]


# When


def always(_: Moment) -> bool:
    """Every answer."""
    return True


def success(moment: Moment) -> bool:
    """Every 200."""
    return moment.response.status == 200


def status(*codes: int) -> When:
    """Every answer with one of these statuses."""
    return lambda moment: moment.response.status in codes


def of(send_type: str) -> When:
    """Every 200 for the sends of a type."""
    return lambda moment: success(moment) and is_about(moment.request, send_type)


def nth(count: int) -> When:
    """The stop of a send with this number."""
    return lambda moment: success(moment) and moment.repeats == count


def from_nth(count: int) -> When:
    """The stops of a send from this number on."""
    return lambda moment: success(moment) and moment.repeats >= count


def every(count: int) -> When:
    """Every so many-th request."""
    return lambda moment: moment.number % count == 0


def method(*names: str) -> When:
    """Every answer to these methods."""
    return lambda moment: moment.request.method in names


def both(*conditions: When) -> When:
    """Where all conditions hold."""
    return lambda moment: all(condition(moment) for condition in conditions)


def is_about(request: Request, send_type: str) -> bool:
    """Whether a request names the sends of a type."""
    return any(send.send.encode() in request.target for send in SENDS if send.send_type == send_type)


def asked(condition: Callable[[Request], bool]) -> When:
    """Every answer to requests of a kind."""
    return lambda moment: condition(moment.request)


def target(*texts: bytes) -> When:
    """Every answer to targets that contain one of these texts."""
    return lambda moment: any(text in moment.request.target for text in texts)


def header(request: Request, name: bytes) -> bytes:
    """The values of a header of a request, joined; empty without one."""
    return b", ".join(value for key, value in request.headers if key.lower() == name)


# What


def spoilt(spoil: Spoil, when: When = success) -> Wrapper:
    """Replace answers."""

    def wrap(handle: Handle) -> Handle:
        answered: Counter[tuple[bytes, int]] = Counter()
        number = 0

        def faulty(request: Request) -> Response:
            nonlocal number
            number += 1
            response = handle(request)
            stopped = frozenset(path for path, code in answered if code == 200)
            path = request.target.partition(b"?")[0].lower()
            answered[path, response.status] += 1
            repeats = answered[path, response.status]
            moment = Moment(request, response, number, repeats, stopped)
            return spoil(moment) if when(moment) else response

        return faulty

    return wrap


def heard(change: Callable[[Request], Request], when: Callable[[Request], bool] = lambda _: True) -> Wrapper:
    """Misunderstand requests."""
    return lambda handle: lambda request: handle(change(request) if when(request) else request)


def answer(
    code: int, body: bytes = b'{"message":"No."}', headers: Headers = ((b"content-type", b"application/json"),)
) -> Spoil:
    """Say something else altogether."""
    return lambda _: Response(code, headers, body)


def coded(code: int) -> Spoil:
    """The right body under another status."""
    return lambda moment: replace(moment.response, status=code)


def raw(change: Callable[[bytes], bytes]) -> Spoil:
    """Change the bytes of the body; the length is announced rightly."""
    return lambda moment: with_body(moment.response, change(moment.response.body))


def edited(edit: Edit) -> Spoil:
    """Change the body as a JSON value, in place or by returning another one."""

    def spoil(moment: Moment) -> Response:
        value = json.loads(moment.response.body or b"{}")
        changed = edit(value)
        return with_body(moment.response, json.dumps(value if changed is None else changed).encode())

    return spoil


def headed(*headers: tuple[bytes, bytes], without: bytes = b"") -> Spoil:
    """Replace headers of the same names, or leave one out."""

    def spoil(moment: Moment) -> Response:
        names = {without, *(name for name, _ in headers)}
        kept = tuple(header for header in moment.response.headers if header[0] not in names)
        return replace(moment.response, headers=kept + headers)

    return spoil


def with_body(response: Response, body: bytes) -> Response:
    """The response with another body and its length."""
    kept = tuple(header for header in response.headers if header[0] != b"content-length")
    return replace(response, headers=(*kept, (b"content-length", b"%d" % len(body))), body=body)


# Edits of a body; a path is keys below `data` with dots between them. Where there is no such place, nothing happens.


def place(body: Json, path: str) -> tuple[dict[str | int, Json], str | int] | None:
    """Find the container of a member below `data`, and its key; None when there is no such place."""
    value = body.get("data") if isinstance(body, dict) else None
    *before, last = path.split(".")
    for key in before:
        if isinstance(value, list):
            value = value[int(key)] if int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, list) and int(last) < len(value):
        return cast("dict[str | int, Json]", value), int(last)
    return (cast("dict[str | int, Json]", value), last) if isinstance(value, dict) else None


def changed(path: str, change: Callable[[Any], object]) -> Edit:
    """Compute a member from what it was; null stays null."""

    def edit(body: Any) -> None:  # noqa: ANN401 (any JSON value)
        if found := place(body, path):
            container, key = found
            if isinstance(container, list) or container.get(key) is not None:
                container[key] = cast("Json", change(container[key]))

    return edit


def put(path: str, value: Json) -> Edit:
    """Set a member."""

    def edit(body: Any) -> None:  # noqa: ANN401 (any JSON value)
        if found := place(body, path):
            container, key = found
            container[key] = value

    return edit


def drop(path: str) -> Edit:
    """Leave a member out."""

    def edit(body: Any) -> None:  # noqa: ANN401 (any JSON value)
        if found := place(body, path):
            container, key = found
            container.pop(key, None)

    return edit


def renamed(path: str, name: str) -> Edit:
    """Give a member another name."""

    def edit(body: Any) -> None:  # noqa: ANN401 (any JSON value)
        if found := place(body, path):
            container, key = found
            container[name] = container.pop(key)

    return edit


def swapped(one: str, other: str) -> Edit:
    """Let two members change places."""

    def edit(body: Any) -> None:  # noqa: ANN401 (any JSON value)
        first, second = place(body, one), place(body, other)
        if first and second:
            (here, key), (there, name) = first, second
            here[key], there[name] = there[name], here[key]

    return edit
