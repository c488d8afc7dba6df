# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/types.py into the client.
"""The base class of all models."""

from typing import Any, cast, get_type_hints

from attrs import define, field, fields

from .json_values import JsonObject, to_json


@define(kw_only=True, repr=False)
class Model(JsonObject):
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
