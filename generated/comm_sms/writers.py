# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/writers.py into the client.
"""Encoders of values, the counterpart of readers.py: each returns JSON, or raises InvalidBody or WrongType.

What a reader returns, the writer of the same type takes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from enum import Enum
from math import isfinite
from re import fullmatch
from typing import Any, TypeAlias, cast
from uuid import UUID

from .invalid import InvalidBody, WrongType
from .json_values import JsonObject, to_json

Writer: TypeAlias = Callable[[Any], Any]

# UUID() is too lenient: it accepts braces, urn:uuid:, missing hyphens and non-ASCII digits.
_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

anything = to_json


class Members:
    """The members of a JSON object that is written. An undocumented member gives way to a documented one."""

    __slots__ = ("_nulls", "written")

    def __init__(self, additional: object, write: Writer, nulls: frozenset[str]) -> None:
        """Begin with the undocumented members."""
        self.written: dict[str, Any] = mapping(write)(additional)
        self._nulls = nulls

    def required(self, name: str, value: object, write: Writer) -> None:
        """Write a required member."""
        try:
            self.written[name] = write(value)
        except InvalidBody as problem:
            raise problem.below(name) from None

    def optional(self, name: str, value: object, write: Writer) -> None:
        """Write an optional member. None is written as null if null was read, and else left out."""
        if value is not None:
            self.required(name, value, write)
        elif name in self._nulls:
            self.written[name] = None


def text(value: object) -> str:
    """A text, or what has one: a UUID, a date, a time, a member of an Enum."""
    plain = _plain(value)
    if isinstance(plain, str):
        return plain
    if isinstance(plain, UUID | date | time):
        return str(to_json(plain))
    raise WrongType("a str", value)


def uuid(value: object) -> str:
    """A UUID or its text."""
    plain = _plain(value)
    plain = str(plain) if isinstance(plain, UUID) else plain
    if not isinstance(plain, str):
        raise WrongType("a UUID or its text", value)
    if not fullmatch(_UUID, plain):
        raise InvalidBody(f"must be a UUID such as 123e4567-e89b-12d3-a456-426614174000, not {value!r}")
    return plain


def integer(value: object) -> int:
    """An integer."""
    plain = _plain(value)
    if isinstance(plain, int) and not isinstance(plain, bool):
        return plain
    raise WrongType("an int", value)


def number(value: object) -> float:
    """A finite number."""
    plain = _plain(value)
    if not isinstance(plain, int | float) or isinstance(plain, bool):
        raise WrongType("a number", value)
    if not isfinite(plain):
        raise InvalidBody(f"must be a finite number, not {plain}")
    return plain


def boolean(value: object) -> bool:
    """A boolean."""
    if isinstance(value, bool):
        return value
    raise WrongType("a bool", value)


def nullable(write: Writer) -> Writer:
    """An encoder that also accepts None."""
    return lambda value: None if value is None else write(value)


def array(write: Writer) -> Writer:
    """An encoder of lists, tuples and other sequences. A text is none."""

    def write_items(value: object) -> list[Any]:
        if not isinstance(value, Sequence) or isinstance(value, str | bytes | bytearray):
            raise WrongType("a list", value)
        return [item for _, item in _each(enumerate(cast("Sequence[object]", value)), write)]

    return write_items


def mapping(write: Writer) -> Writer:
    """An encoder of dicts whose keys are texts."""

    def write_members(value: object) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise WrongType("a dict", value)
        members = cast("Mapping[object, object]", value)
        return {text(name): member for name, member in _each(members.items(), write)}

    return write_members


def model(kind: type[JsonObject]) -> Writer:
    """An encoder of the objects of one class."""

    def write(value: object) -> dict[str, Any]:
        if isinstance(value, kind):
            return value.to_dict()
        raise WrongType(f"an instance of {kind.__name__}", value)

    return write


def either(one: Writer, other: Writer) -> Writer:
    """An encoder of either of two forms."""

    def write(value: object) -> object:
        problems: list[InvalidBody] = []
        for form in (one, other):
            try:
                return form(value)
            except InvalidBody as problem:
                problems.append(problem)
        nearest = max(problems, key=lambda problem: problem.pointer.count("/"))
        raise nearest if nearest.pointer else WrongType("one of the documented types", value)

    return write


def _each(values: Iterable[tuple[object, object]], write: Writer) -> Iterable[tuple[object, Any]]:
    for token, value in values:
        try:
            written = write(value)
        except InvalidBody as problem:
            raise problem.below(str(token)) from None
        yield token, written


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value
