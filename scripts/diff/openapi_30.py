"""OpenAPI 3.0 as OpenAPI 3.1: a table of the keywords that mean something else, or are spelled otherwise.

Histories of contracts often begin with 3.0. No library for Python converts it, and 3.1 differs in few keywords.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import partial

from scripts.contract.document import Contract
from scripts.contract.places import walk
from scripts.contract.values import Object, items, types

VERSIONS = ("3.0.", "3.1.")
_COMPOSITIONS = ("allOf", "anyOf", "oneOf")


def _reference(schema: Object) -> None:
    """What stands beside a reference has no meaning in 3.0."""
    for keyword in schema.keys() - {"$ref"}:
        del schema[keyword]


def _nullable(schema: Object) -> None:
    """Null is a type. Beside a composition without one, null is meant too, although the words of 3.0 leave it open."""
    if schema.pop("nullable") is not True:
        return
    if "type" in schema:
        schema["type"] = [*types(schema), "null"]
        if "enum" in schema and None not in items(schema["enum"]):
            schema["enum"] = [*items(schema["enum"]), None]
    elif schema.keys() & set(_COMPOSITIONS):
        alone = dict(schema)
        schema.clear()
        schema["anyOf"] = [alone, {"type": "null"}]


def _exclusive(schema: Object, *, bound: str, exclusive: str) -> None:
    """A bound that is not itself allowed is a keyword of its own, no longer a flag of the bound."""
    if schema.pop(exclusive) is True and bound in schema:
        schema[exclusive] = schema.pop(bound)


def _example(schema: Object) -> None:
    """One example is a list of one."""
    schema.setdefault("examples", [schema.pop("example")])


_CONVERSIONS: dict[str, Callable[[Object], None]] = {
    "$ref": _reference,
    "nullable": _nullable,
    "exclusiveMinimum": partial(_exclusive, bound="minimum", exclusive="exclusiveMinimum"),
    "exclusiveMaximum": partial(_exclusive, bound="maximum", exclusive="exclusiveMaximum"),
    "example": _example,
}


def upgraded(contract: Contract) -> Contract:
    """The contract as 3.1 says it; one that is 3.1 already is left alone."""
    if not str(contract.document["openapi"]).startswith("3.0."):
        return contract
    document = deepcopy(contract.document)
    document["openapi"] = "3.1.0"
    for schema in [place.value for place in walk(document) if place.is_schema]:
        for keyword, convert in _CONVERSIONS.items():
            if keyword in schema:
                convert(schema)
    return replace(contract, document=document)
