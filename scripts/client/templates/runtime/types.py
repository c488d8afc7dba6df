# Copied from scripts/client/templates/runtime/types.py into the client.
"""The base class of all models, the conversion of any value to JSON, and the errors of an invalid value."""

from datetime import date, time
from enum import Enum
from math import isfinite
from typing import Any, Self, cast, get_type_hints
from uuid import UUID

from attrs import define, field, fields

_SCALARS = frozenset({type(None), bool, int, str})


class InvalidBody(ValueError):  # noqa: N818 - named like the exceptions in errors.py
    """A body does not match its model.

    `pointer` is the JSON pointer (RFC 6901) of the invalid value, empty for the whole body. `problem` says what the
    value must be. It never contains values of the body.
    """

    def __init__(self, problem: str) -> None:
        """Describe a problem of the whole body."""
        super().__init__(problem)
        self.problem = problem
        self.pointer = ""

    def __str__(self) -> str:
        """One sentence, without values of the body."""
        return f"{self.pointer or 'the body'} {self.problem}"

    def below(self, token: str | int) -> Self:
        """The error with a member name or an index put first in its pointer."""
        escaped = str(token).replace("~", "~0").replace("/", "~1")
        self.pointer = f"/{escaped}{self.pointer}"
        return self

    def alone(self) -> Self:
        """The error without the frames that it passed: their local variables have values of the body."""
        self.__context__ = None
        return self.with_traceback(None)


class WrongType(InvalidBody, TypeError):  # noqa: N818 - as above
    """A value that is to be sent has the wrong type."""

    def __init__(self, expected: str, value: object) -> None:
        """Say what the value must be and what it is."""
        super().__init__(f"must be {expected}, not {'None' if value is None else type(value).__name__}")


@define(kw_only=True, repr=False)
class Model:
    """An object of the API.

    Optional fields are None when null or absent. `nulls` has the JSON names of those that were null: only these are
    written as null, absent ones are omitted.
    """

    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Undocumented members, unchanged."""

    nulls: frozenset[str] = field(default=frozenset[str](), eq=False, repr=False)
    """JSON names of the optional members that were null, not absent."""

    def __repr__(self) -> str:
        """The constructor call, without arguments that are None or empty."""
        own_first = sorted(fields(type(self)), key=lambda attribute: attribute.inherited)
        values = ((attribute.name, getattr(self, attribute.name)) for attribute in own_first if attribute.repr)
        shown = ", ".join(f"{name}={value!r}" for name, value in values if value is not None and value != {})
        return f"{type(self).__name__}({shown})"

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members: dict[str, Any] = to_json(self.additional_properties)
        return members


def resolve_hints(model: type[Model]) -> None:
    """Let everybody read the type hints of `__init__`: attrs keeps them as texts, without the module of their names."""
    cast("Any", model).__init__.__annotations__ |= get_type_hints(model)


def to_json(value: object) -> Any:  # noqa: ANN401, PLR0911 - JSON, one kind after the other
    """Convert a value to JSON; InvalidBody if JSON has no such value."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return to_json(value.value)
    if isinstance(value, list | tuple):
        return [_below(index, item) for index, item in enumerate(cast("list[object]", value))]
    if isinstance(value, dict):
        return {_name(name): _below(str(name), member) for name, member in cast("dict[object, object]", value).items()}
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, float) and not isfinite(value):
        raise InvalidBody(f"must be a finite number, not {value}")
    if isinstance(value, str | int | float):
        return value
    raise WrongType("a value of JSON", value)


def _name(name: object) -> str:
    if isinstance(name, str):
        return name
    raise InvalidBody("must have no names but texts")


def _below(token: str | int, value: object) -> Any:  # noqa: ANN401 - JSON
    try:
        return to_json(value)
    except InvalidBody as problem:
        raise problem.below(token) from None
