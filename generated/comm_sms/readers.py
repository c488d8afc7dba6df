# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/readers.py into the client.
"""Decoders of JSON values: each returns the value as its annotation says, or raises InvalidBody.

Formats such as uuid and date-time are not parsed. A text stays unchanged, so it can be sent back as it arrived.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, TypeAlias, TypeVar, cast

from .invalid import InvalidBody
from .json_values import to_json

T = TypeVar("T")
U = TypeVar("U")
K = TypeVar("K", str, int)
Reader: TypeAlias = Callable[[Any], T]

_ABSENT = object()
_OBJECT = (dict, Mapping)  # dict comes first: it is what arrives, and Mapping alone takes far longer to check
_WHOLE = re.compile("0|-?[1-9][0-9]{0,19}")
_INDEX = re.compile("0|[1-9][0-9]{0,19}")
_NAMES: dict[type, str] = {
    type(None): "null",
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}


class Members:
    """The members of a JSON object. `[]` is accepted as an empty object, because PHP writes it that way.

    Raises:
        InvalidBody: The value is not an object.
    """

    __slots__ = ("_left", "_nulls")

    def __init__(self, value: object) -> None:
        """Copy the object; the original is not changed."""
        if not isinstance(value, _OBJECT) and value != []:
            raise _mismatch("an object", value)
        self._left = dict(cast("Mapping[str, object]", value))
        self._nulls: list[str] = []

    def required(self, name: str, read: Reader[T]) -> T:
        """Decode a required member; InvalidBody if it is absent or invalid."""
        if name not in self._left:
            raise _at(name, InvalidBody("is missing"))
        try:
            return read(self._left.pop(name))
        except (InvalidBody, RecursionError) as problem:
            raise _at(name, problem) from None

    def optional(self, name: str, read: Reader[T]) -> T | None:
        """Decode an optional member, None if it is absent or null; InvalidBody if it is invalid."""
        value = self._left.pop(name, _ABSENT)
        if value is None:
            self._nulls.append(name)
        elif value is not _ABSENT:
            try:
                return read(value)
            except (InvalidBody, RecursionError) as problem:
                raise _at(name, problem) from None
        return None

    def rest(self, read: Reader[T]) -> dict[str, T]:
        """Decode all remaining members; InvalidBody if one is invalid."""
        return dict(_each(self._left.items(), read)) if self._left else {}

    @property
    def nulls(self) -> frozenset[str]:
        """Names of the optional members that were null."""
        return frozenset(self._nulls)


def text(value: object) -> str:
    """A string of any format."""
    if isinstance(value, str):
        return value
    raise _mismatch("a string", value)


def integer(value: object) -> int:
    """An integer. 1.0 is one in JSON Schema. Digits in a string are accepted, because PHP may write counts that way."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise _mismatch("an integer", value)


def number(value: object) -> float:
    """A number. An integer stays an int."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise _mismatch("a number", value)


def boolean(value: object) -> bool:
    """A boolean."""
    if isinstance(value, bool):
        return value
    raise _mismatch("a boolean", value)


def anything(value: Any) -> Any:
    """Any JSON value, unchanged."""
    return value


def nullable(read: Reader[T]) -> Reader[T | None]:
    """A decoder that also accepts null."""
    return lambda value: None if value is None else read(value)


def array(read: Reader[T]) -> Reader[list[T]]:
    """A decoder for lists. A single text becomes a list of one; undocumented nulls are skipped.

    An object with whole numbers for names is accepted, because PHP writes a list with gaps that way.
    """

    def read_items(value: object) -> list[T]:
        if isinstance(value, list):
            return [item for _, item in _each(enumerate(cast("list[object]", value)), read)]
        if isinstance(value, str):
            with suppress(InvalidBody):
                return [read(value)]
        if gapped := _gapped(value):
            return [item for _, item in _each(gapped.items(), read)]
        raise _mismatch("an array", value)

    return read_items


def _gapped(value: object) -> Mapping[str, object]:
    """The items of a list with gaps, as PHP writes it; empty if the value is none."""
    if not isinstance(value, Mapping):
        return {}
    members = cast("Mapping[str, object]", value)
    return members if all(map(_INDEX.fullmatch, members)) else {}


def either(one: Reader[T], other: Reader[U]) -> Reader[T | U]:
    """A decoder for either of two forms. A form that keeps the whole value is preferred."""

    def read_either(value: object) -> T | U:
        readings: list[T | U] = []
        problems: list[InvalidBody] = []
        for read in (one, other):
            try:
                reading = read(value)
            except InvalidBody as problem:
                problems.append(problem)
            else:
                if to_json(reading) == value:
                    return reading
                readings.append(reading)
        if readings:
            return readings[0]
        nearest = max(problems, key=lambda problem: problem.pointer.count("/"))
        raise nearest if nearest.pointer else InvalidBody("matches none of the documented forms")

    return read_either


def _each(values: Iterable[tuple[K, object]], read: Reader[T]) -> Iterator[tuple[K, T]]:
    """Decode each value. An undocumented null is skipped, because null and absent mean the same."""
    for token, value in values:
        try:
            reading = read(value)
        except InvalidBody as problem:
            if value is not None:
                raise _at(token, problem) from None
        else:
            yield token, reading


def _at(token: str | int, problem: InvalidBody | RecursionError) -> InvalidBody:
    """Add a member name or index to the front of the error's pointer."""
    return (problem if isinstance(problem, InvalidBody) else InvalidBody("is nested too deeply")).below(token)


def _mismatch(expected: str, value: object) -> InvalidBody:
    return InvalidBody(f"must be {expected}, not {_NAMES.get(type(value), 'a Python object')}")
