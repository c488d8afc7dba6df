"""The places of a document: every object that OpenAPI or JSON Schema gives a meaning."""

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.contract.values import Json, Object, at, items, join, resolve, unescape

# What stands below a keyword, and whether one object or a collection (a mapping by name, or a list) of them. Everything
# else holds data: an example may contain any of these words.
_ONE, _MANY = False, True
_SCHEMA_KEYWORDS = {
    "schema": _ONE,
    "schemas": _MANY,
    "properties": _MANY,
    "patternProperties": _MANY,
    "additionalProperties": _ONE,
    "propertyNames": _ONE,
    "items": _ONE,
    "prefixItems": _MANY,
    "contains": _ONE,
    "allOf": _MANY,
    "anyOf": _MANY,
    "oneOf": _MANY,
    "not": _ONE,
    "if": _ONE,
    "then": _ONE,
    "else": _ONE,
    "dependentSchemas": _MANY,
    "unevaluatedItems": _ONE,
    "unevaluatedProperties": _ONE,
    "contentSchema": _ONE,
    "$defs": _MANY,
}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_KEYWORDS = _SCHEMA_KEYWORDS | {
    "components": _ONE,
    "paths": _MANY,
    **dict.fromkeys(METHODS, _ONE),
    "parameters": _MANY,
    "requestBody": _ONE,
    "requestBodies": _MANY,
    "responses": _MANY,
    "headers": _MANY,
    "content": _MANY,
    "securitySchemes": _MANY,
}


@dataclass(frozen=True)
class Place:
    """An object of the document: where it stands, the keyword it stands under, and what it is."""

    pointer: str
    keyword: str
    value: Object

    @property
    def is_schema(self) -> bool:
        """Whether the object is a schema."""
        return self.keyword in _SCHEMA_KEYWORDS

    @property
    def name(self) -> str:
        """Last part of the pointer: a property's, component's, status' or method's name."""
        return unescape(self.pointer.rpartition("/")[2])


def walk(document: Object, pointer: str = "", keyword: str = "") -> Iterator[Place]:
    """Every object of the document at and below `pointer`, in document order, references not followed.

    Objects are what OpenAPI and JSON Schema give a meaning: path items, operations, parameters, responses, headers,
    media types, schemas. Examples, defaults and extensions are data and not walked.
    """
    return _walk(at(document, pointer), pointer, keyword)


def _walk(value: Json, pointer: str, keyword: str) -> Iterator[Place]:
    if not isinstance(value, dict):
        return
    yield Place(pointer, keyword, value)
    for key, below in value.items():
        if key not in _KEYWORDS:
            continue
        member = join(pointer, key)
        if _KEYWORDS[key] is _ONE:
            yield from _walk(below, member, key)
        else:
            for name, one in below.items() if isinstance(below, dict) else enumerate(items(below)):
                yield from _walk(one, join(member, name), key)


def reachable(document: Object, start: Place) -> Iterator[Place]:
    """As `walk` from a place on, but follows local references; each object comes once."""
    pending = [(start.pointer, start.keyword)]
    seen: set[str] = set()
    while pending:
        for place in walk(document, *pending.pop()):
            if place.pointer in seen:
                continue
            seen.add(place.pointer)
            yield place
            if isinstance(reference := place.value.get("$ref"), str):
                resolve(document, place.value)
                pending.append((reference[1:], place.keyword))
