# Copied from scripts/client/templates/runtime/types.py into the client.
"""The base class of all models, their conversion to JSON, and the error of an invalid body."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from enum import Enum
from typing import Any, Self, cast
from uuid import UUID

from attrs import define, field, fields

_SCALARS = frozenset({type(None), bool, int, float, str})


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

    def alone(self) -> Self:
        """The error without the frames that it passed: their local variables have values of the body."""
        self.__context__ = None
        return self.with_traceback(None)


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
        """Convert to a JSON object."""
        return self._object({}, {})

    def _object(self, required: Mapping[str, object], optional: Mapping[str, object]) -> dict[str, Any]:
        present = {name: value for name, value in optional.items() if value is not None or name in self.nulls}
        members = {**self.additional_properties, **required, **present}
        return {name: to_json(value) for name, value in members.items()}


def to_json(value: object) -> Any:  # noqa: ANN401, PLR0911 - JSON, one kind after the other
    """Convert a value of a model to JSON."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return to_json(value.value)
    if isinstance(value, list | tuple):
        return [to_json(item) for item in cast("Iterable[object]", value)]
    if isinstance(value, dict):
        return {name: to_json(member) for name, member in cast("dict[str, object]", value).items()}
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
