# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/json_values.py into the client.
"""The conversion of any value to JSON."""

from datetime import date, time
from enum import Enum
from math import isfinite
from typing import Any, cast
from uuid import UUID

from .invalid import InvalidBody, WrongType

_SCALARS = frozenset({type(None), bool, int, str})


class JsonObject:
    """What is written as a JSON object. The base class of models, which are loaded only when they are used."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        raise NotImplementedError


def to_json(value: object) -> Any:
    """Convert a value to JSON; InvalidBody if JSON has no such value."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, JsonObject):
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


def _below(token: str | int, value: object) -> Any:
    try:
        return to_json(value)
    except InvalidBody as problem:
        raise problem.below(token) from None
