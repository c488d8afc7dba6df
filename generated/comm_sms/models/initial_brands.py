# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import readers, types, writers


@define(kw_only=True, repr=False)
class InitialBrands(types.Model):
    """Contacts by brand. The page shows an empty array. An earlier version of the server kept counts by the name of
    the brand, `{"Acme": 120}`, which PHP writes as an object unless there is none. So both forms are allowed."""

    additional_properties: dict[str, int | None] = field(factory=lambda: {})

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            additional_properties=members.rest(readers.nullable(readers.integer)),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object; InvalidBody if a member cannot be written."""
        members = writers.Members(self.additional_properties, writers.nullable(writers.integer), self.nulls)
        return members.written


types.resolve_hints(InitialBrands)
