# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types


@define(kw_only=True, repr=False)
class ApiError(types.Model):
    """The body of an error. Nothing is required: a reader decides by the status and takes the body as a help."""

    message: str | None = None
    """What went wrong, for a person to read. The wording may change."""

    errors: ApiErrorErrors | None = None
    """Messages by the name of the field that they complain about. Only validation errors have it."""

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            message=members.optional("message", readers.text),
            errors=members.optional("errors", ApiErrorErrors.from_dict),
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to a JSON object."""
        return self._object(
            {},
            {
                "message": self.message,
                "errors": self.errors,
            },
        )


# Imported last, because models may contain each other.
from ..models.api_error_errors import ApiErrorErrors
