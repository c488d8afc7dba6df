# Generated from openapi.yaml by `nox -s generate`; do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define

from .. import readers, types


@define(kw_only=True, repr=False)
class StepPerformance(types.Model):
    """Results of one step. An earlier version of the server had `domain`, `senderid`, `route`, `campaign_text` and
    `offers`, each with clicks, messages and the click-through rate in percent by ID."""

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object; InvalidBody if it does not match."""
        members = readers.Members(body)
        return cls(
            additional_properties=members.rest(readers.anything),
            nulls=members.nulls,
        )


types.resolve_hints(StepPerformance)
