"""The rule about references: each leads to an object of this file, and to one of the kind that its place takes."""

from collections.abc import Iterator

from scripts.contract.document import Contract
from scripts.contract.places import Place, walk
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.values import ContractError, Object, join, members, target

_SCHEMA = "a schema"
_KINDS = {  # what may stand under a keyword of OpenAPI, itself or as a reference
    "parameters": "a parameter",
    "requestBody": "a request body",
    "requestBodies": "a request body",
    "responses": "a response",
    "headers": "a header",
    "securitySchemes": "a security scheme",
    "examples": "an example",
    "links": "a link",
    "callbacks": "a callback",
    "paths": "a path item",
    "pathItems": "a path item",
    "webhooks": "a path item",
}
_PATH_ITEMS = ("pathItems", "webhooks")


def _reference_resolved(contract: Contract) -> Breaches:
    objects = list(_objects(contract.document))
    kinds = {place.pointer: _kind(place) for place in objects}
    for place in objects:
        reference = place.value.get("$ref")
        try:
            target(contract.document, place.pointer)
        except ContractError as error:
            yield join(place.pointer, "$ref"), str(error)
        else:
            kind = _kind(place)
            if kind and isinstance(reference, str) and kinds.get(reference[1:]) != kind:
                yield join(place.pointer, "$ref"), f"Refer to {kind}."
        if "$dynamicRef" in place.value:
            yield join(place.pointer, "$dynamicRef"), "Write a `$ref` to an object of this file."
        if "$ref" in members(place.value.get("default")):
            yield join(place.pointer, "default"), "Write the value: a default is data, and has no references."


def _kind(place: Place) -> str:
    return _SCHEMA if place.is_schema else _KINDS.get(place.keyword, "")


def _objects(document: Object, pointer: str = "", keyword: str = "") -> Iterator[Place]:
    """The places of the document, and the objects beside them that may be references though no rule walks them."""
    for place in walk(document, pointer, keyword):
        yield place
        if place.is_schema:
            continue
        for word in ("examples", "links"):
            yield from _below(place, word)
        for callback in _below(place, "callbacks"):
            yield callback
            for expression in callback.value:
                yield from _objects(document, join(callback.pointer, expression), "pathItems")
        for item in (item for word in _PATH_ITEMS for item in _below(place, word)):
            yield from _objects(document, item.pointer, item.keyword)


def _below(place: Place, keyword: str) -> Iterator[Place]:
    for name, value in members(place.value.get(keyword)).items():
        if isinstance(value, dict):
            yield Place(join(place.pointer, keyword, name), keyword, value)


REFERENCES = Rule(
    "reference-resolved", "Every reference leads to an object of this file, of the right kind.", _reference_resolved
)
