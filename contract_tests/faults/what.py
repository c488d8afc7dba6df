"""What a fault does to an answer: another status, other headers, other bytes, other members of the body.

A path is keys below `data` with dots between them. Where a body has no such place, nothing happens. A path that no send
of the mock has is a mistake, for its fault would break nothing.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias, TypeGuard

from contract_tests.faults.fault import When, Wrapper, spoils, success
from contract_tests.mock import Response
from contract_tests.mock.sends import RUNNING

Body: TypeAlias = Any  # a JSON value
Headers = tuple[tuple[bytes, bytes], ...]
Edit = Callable[[Body], object]
"""Changes a body in place, or returns another one."""

AUTH = b"authorization"
JSON = (b"content-type", b"application/json")
HTML = (b"content-type", b"text/html; charset=utf-8")
NO = b'{"message":"No."}'
PAGE = b"<!doctype html><title>Error</title><h1>Something went wrong</h1>"

# Places that several faults are about
STEPS = "meta.multistep_status"
CONTACTS, SENT, STEP = (f"{STEPS}.{name}" for name in ("total_available_contacts", "total_sent", "current_step"))
START, LAST = f"{STEPS}.start_timestamp", f"{STEPS}.last_sent_timestamp"
PLANNER = "meta.planner_data"
DAYS, WEEK = f"{PLANNER}.days_of_week", f"{PLANNER}.weekly_schedule"
NEXT = "next_step_timestamp"


# Answers


def answer(status: int, body: bytes = NO, headers: Headers = (JSON,)) -> Response:
    """An answer that owes nothing to the right one."""
    return Response(status, headers, body)


def with_body(response: Response, body: bytes) -> Response:
    """The response with another body and its length."""
    return replace(with_headers(response, (b"content-length", b"%d" % len(body))), body=body)


def with_headers(response: Response, *headers: tuple[bytes, bytes], without: bytes = b"") -> Response:
    """The response with these headers in the place of those with their names, or without one."""
    names = {without, *(name for name, _ in headers)}
    return replace(response, headers=tuple(header for header in response.headers if header[0] not in names) + headers)


def with_json(response: Response, edit: Edit) -> Response:
    """The response with its body edited as a JSON value."""
    body = json.loads(response.body or b"{}")
    changed = edit(body)
    return with_body(response, json.dumps(body if changed is None else changed).encode())


# Edits


def turn(body: Body, path: str, change: Callable[[Any], object]) -> None:
    """Compute a member from what it was; null stays null."""
    for container, key in _places(body, path):
        if isinstance(container, list) or container.get(key) is not None:
            container[key] = change(container[key])


def put(body: Body, path: str, value: object) -> None:
    """Set a member."""
    for container, key in _places(body, path):
        container[key] = value


def _add(body: Body, path: str, value: object) -> None:
    if place := _place(body, path):
        place[0][place[1]] = value


def _drop(body: Body, path: str) -> None:
    for container, key in _places(body, path):
        container.pop(key, None)


def _rename(body: Body, path: str, name: str) -> None:
    for container, key in _places(body, path):
        container[name] = container.pop(key)


def _swap(body: Body, *paths: str) -> None:
    places = _places(body, *paths)
    values = [container[key] for container, key in places]
    for (container, key), value in zip(places, reversed(values), strict=True):
        container[key] = value


def _places(body: Body, *paths: str) -> list[tuple[Any, Any]]:
    """The containers of members below `data` with their keys, if all of them are there.

    Raises:
        LookupError: A path leads nowhere in every send of the mock.
    """
    for path in paths:
        _check(path)
    found = [place for path in paths if (place := _place(body, path))]
    return found if len(found) == len(paths) else []


@cache
def _check(path: str) -> None:
    places = [place for send in RUNNING if (place := _place({"data": send}, path))]
    if not any(is_array(container) or key in container for container, key in places):
        raise LookupError(f"no send of contract_tests/mock/sends.py has {path}: edit the rows of faults that name it")


def _place(body: Body, path: str) -> tuple[Any, Any] | None:
    value: Body = body.get("data") if is_object(body) else None
    *before, last = path.split(".")
    for key in before:
        if is_array(value):
            value = value[int(key)] if int(key) < len(value) else None
        else:
            value = value.get(key) if is_object(value) else None
    if is_array(value):
        return (value, int(last)) if int(last) < len(value) else None
    return (value, last) if is_object(value) else None


def is_object(value: Body) -> TypeGuard[dict[str, Body]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: Body) -> TypeGuard[list[Body]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


# Wrappers


def answers(status: int, body: bytes = NO, headers: Headers = (JSON,), *, when: When = success) -> Wrapper:
    """Say something else altogether."""
    return spoils(lambda _: answer(status, body, headers), when)


def codes(status: int, when: When = success) -> Wrapper:
    """Give the right body another status."""
    return spoils(lambda moment: replace(moment.response, status=status), when)


def heads(*headers: tuple[bytes, bytes], without: bytes = b"", when: When = success) -> Wrapper:
    """Replace headers, or leave one out."""
    return spoils(lambda moment: with_headers(moment.response, *headers, without=without), when)


def typed(media_type: bytes, when: When = success) -> Wrapper:
    """Give the body another media type."""
    return heads((b"content-type", media_type), when=when)


def writes(change: Callable[[bytes], bytes], when: When = success) -> Wrapper:
    """Change the bytes of the body; the length is announced rightly."""
    return spoils(lambda moment: with_body(moment.response, change(moment.response.body)), when)


def edits(edit: Edit, when: When = success) -> Wrapper:
    """Change the body as a JSON value."""
    return spoils(lambda moment: with_json(moment.response, edit), when)


def says(message: str, when: When) -> Wrapper:
    """Give an error another message and no other member."""
    return edits(lambda _: {"message": message}, when)


def turns(path: str, change: Callable[[Any], object], when: When = success) -> Wrapper:
    """Compute a member from what it was; null stays null."""
    return edits(lambda body: turn(body, path, change), when)


def shows(path: str, value: object, when: When = success) -> Wrapper:
    """Set a member."""
    return edits(lambda body: put(body, path, value), when)


def adds(path: str, value: object, when: When = success) -> Wrapper:
    """Add a member that the mock does not send."""
    return edits(lambda body: _add(body, path, value), when)


def lacks(path: str, when: When = success) -> Wrapper:
    """Leave a member out."""
    return edits(lambda body: _drop(body, path), when)


def renames(path: str, name: str) -> Wrapper:
    """Give a member another name."""
    return edits(lambda body: _rename(body, path, name))


def swaps(one: str, other: str, when: When = success) -> Wrapper:
    """Let two members change places."""
    return edits(lambda body: _swap(body, one, other), when)
