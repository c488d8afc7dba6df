# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import readers, types


@define(kw_only=True, repr=False)
class ApiErrorErrors(types.Model):
    """Messages by the name of the field that they complain about. Only validation errors have it."""

    additional_properties: dict[str, list[str]] = field(factory=lambda: {})

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            additional_properties=members.rest(readers.array(readers.text)),
            nulls=members.nulls,
        )
