"""What the models are made of: one base class, and readers that hold each JSON value to its annotation.

A reader takes a JSON value and returns it typed, or raises InvalidBody. Formats such as uuid and date-time are not
read: text stays the text that came, so that it is written back as it came and no form of it is an error.
`as_datetime` is the typed view of a time.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeAlias, TypeVar, cast

from attrs import define, field, fields

T = TypeVar("T")
U = TypeVar("U")
E = TypeVar("E", bound=Enum)
K = TypeVar("K", str, int)
Reader: TypeAlias = Callable[[Any], T]

_NAMES: dict[type, str] = {
    type(None): "null",
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}
_SCALARS = frozenset({type(None), bool, int, float, str})
_ABSENT = object()
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_UNIX_SECONDS = re.compile(r"\d{10}", re.ASCII)


class InvalidBody(ValueError):  # noqa: N818 - says what is the case, as the exceptions in errors.py
    """A body does not fit its model.

    `pointer` is the JSON pointer (RFC 6901) of the value that does not fit, empty for the whole body. `problem` says
    what that value must be, without a subject and without any value of the body.
    """

    def __init__(self, problem: str) -> None:
        """A problem of the whole body."""
        super().__init__(problem)
        self.problem = problem
        self.pointer = ""

    def __str__(self) -> str:
        """One sentence, without any value of the body."""
        return f"{self.pointer or 'the body'} {self.problem}"


@define(kw_only=True, repr=False)
class Model:
    """An object of the contract.

    An optional member is None if it is null or absent. `nulls` holds the names, as in JSON, of those that are null:
    only these are written as null, the others are left out.
    """

    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Members that the contract does not name, as they came."""

    nulls: frozenset[str] = field(default=frozenset[str](), eq=False, repr=False)
    """Names of the optional members that are null rather than absent."""

    def __repr__(self) -> str:
        """As the constructor was called, but for what is None or empty."""
        own_first = sorted(fields(type(self)), key=lambda attribute: attribute.inherited)
        values = ((attribute.name, getattr(self, attribute.name)) for attribute in own_first if attribute.repr)
        shown = ", ".join(f"{name}={value!r}" for name, value in values if value is not None and value != {})
        return f"{type(self).__name__}({shown})"

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return self._object({}, {})

    def _object(self, required: Mapping[str, object], optional: Mapping[str, object]) -> dict[str, Any]:
        present = {name: value for name, value in optional.items() if value is not None or name in self.nulls}
        members = {**self.additional_properties, **required, **present}
        return {name: to_json(value) for name, value in members.items()}


def to_json(value: object) -> Any:  # noqa: ANN401 - JSON
    """The JSON value of whatever a model holds."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [to_json(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {name: to_json(member) for name, member in cast("dict[str, object]", value).items()}
    return value


class Members:
    """The members of a JSON object, taken out one by one; `[]` is an object too, PHP's empty one.

    Raises:
        InvalidBody: The value is no object.
    """

    __slots__ = ("_left", "_nulls")

    def __init__(self, value: object) -> None:
        """Take a copy; the members taken out stay in the value itself."""
        if not isinstance(value, Mapping) and value != []:
            raise _mismatch("an object", value)
        self._left = dict(cast("Mapping[str, object]", value))
        self._nulls: list[str] = []

    def required(self, name: str, read: Reader[T]) -> T:
        """The member; InvalidBody if it is absent or does not fit."""
        if name not in self._left:
            raise _at(name, InvalidBody("is missing"))
        try:
            return read(self._left.pop(name))
        except (InvalidBody, RecursionError) as problem:
            raise _at(name, problem) from None

    def optional(self, name: str, read: Reader[T]) -> T | None:
        """The member, or None if it is absent or null; InvalidBody if it does not fit."""
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
        """All other members; InvalidBody if one does not fit."""
        return dict(_each(self._left.items(), read)) if self._left else {}

    @property
    def nulls(self) -> frozenset[str]:
        """Names of the optional members that were null."""
        return frozenset(self._nulls)


def text(value: object) -> str:
    """A string, of whatever format."""
    if isinstance(value, str):
        return value
    raise _mismatch("a string", value)


def integer(value: object) -> int:
    """An integer; to JSON Schema 1.0 is one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise _mismatch("an integer", value)


def number(value: object) -> float:
    """A number; an integer stays an int, which `float` allows."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise _mismatch("a number", value)


def boolean(value: object) -> bool:
    """A boolean."""
    if isinstance(value, bool):
        return value
    raise _mismatch("a boolean", value)


def null(value: object) -> None:
    """Null."""
    if value is not None:
        raise _mismatch("null", value)


def anything(value: Any) -> Any:  # noqa: ANN401 - the contract does not say
    """Any JSON value, as it came."""
    return value


def constant(expected: T) -> Reader[T]:
    """The one value that is allowed."""

    def read(value: object) -> T:
        if value == expected and isinstance(value, bool) is isinstance(expected, bool):
            return expected
        raise InvalidBody("must be the documented constant")

    return read


def open_enum(members: Callable[[T], E], read: Reader[T]) -> Reader[E | T]:
    """A member of the enum; a value that the contract does not know stays what it is."""

    def read_member(value: object) -> E | T:
        known = read(value)
        try:
            return members(known)
        except ValueError:
            return known

    return read_member


def nullable(read: Reader[T]) -> Reader[T | None]:
    """What the reader reads, or null."""
    return lambda value: None if value is None else read(value)


def array(read: Reader[T]) -> Reader[list[T]]:
    """A list. One text where texts are documented is a list of one, and null where no null is documented is no item."""

    def read_items(value: object) -> list[T]:
        if isinstance(value, str):
            with suppress(InvalidBody):
                return [read(value)]
        if not isinstance(value, list):
            raise _mismatch("an array", value)
        return [item for _, item in _each(enumerate(cast("list[object]", value)), read)]

    return read_items


def either(one: Reader[T], other: Reader[U]) -> Reader[T | U]:
    """The first form that keeps the value as it is, else the first that can be made of it."""

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
        raise nearest if nearest.pointer else InvalidBody("has none of the documented forms")

    return read_either


def as_datetime(value: str | float | None) -> datetime | None:
    """The moment that a text or number of the API means; None if it means none.

    Understood are ISO 8601 (`2025-11-03T15:00:00.000000Z`), `2025-11-03 15:00:00` and Unix seconds (a number, or a text
    of ten digits). The result is naive where the text names no time zone.
    """
    try:
        if not isinstance(value, str):
            return None if value is None else datetime.fromtimestamp(value, UTC)
        if _UNIX_SECONDS.fullmatch(value):
            return datetime.fromtimestamp(int(value), UTC)
        return datetime.fromisoformat(value) if _TIME.fullmatch(value) else None
    except (ValueError, OverflowError, OSError):
        return None


def _each(values: Iterable[tuple[K, object]], read: Reader[T]) -> Iterator[tuple[K, T]]:
    """Each value read; a null that does not fit is passed over, as null and absent mean the same."""
    for token, value in values:
        try:
            reading = read(value)
        except InvalidBody as problem:
            if value is not None:
                raise _at(token, problem) from None
        else:
            yield token, reading


def _at(token: str | int, problem: InvalidBody | RecursionError) -> InvalidBody:
    """The problem as the object or array sees it that holds the value."""
    invalid = problem if isinstance(problem, InvalidBody) else InvalidBody("is nested too deeply")
    escaped = str(token).replace("~", "~0").replace("/", "~1")
    invalid.pointer = f"/{escaped}{invalid.pointer}"
    return invalid


def _mismatch(expected: str, value: object) -> InvalidBody:
    return InvalidBody(f"must be {expected}, not {_NAMES.get(type(value), 'a Python object')}")
