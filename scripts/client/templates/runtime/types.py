"""What every model is, how it is written as JSON, and what is raised where a body is none."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, cast

from attrs import define, field, fields

_SCALARS = frozenset({type(None), bool, int, float, str})


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
