"""Changes of wording: keywords that change neither requests and responses nor the client, but that people read."""

import re
from collections.abc import Iterator

from scripts.contract.places import walk
from scripts.contract.values import Object, items, join, members, resolve
from scripts.diff.unjudged import UNJUDGED
from scripts.diff.verdict import Change

# Keywords that other rules judge, or whose values are objects with a place of their own.
_JUDGED = {
    *("openapi", "info", "version", "url", "variables", "servers", "paths", "components", "security", "tags"),
    *("operationId", "deprecated"),
    *("parameters", "requestBody", "responses", "headers", "content", "schema", "name", "in", "required", "style"),
    *("explode", "allowReserved", "scheme", "openIdConnectUrl", "$ref", "type", "format", "enum", "const"),
    *("properties", "patternProperties", "additionalProperties", "propertyNames", "items", "prefixItems", "contains"),
    *("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "$defs", "dependentSchemas", "dependentRequired"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern"),
    *("minItems", "maxItems", "uniqueItems", "minContains", "maxContains", "minProperties", "maxProperties"),
    *("unevaluatedItems", "unevaluatedProperties", "readOnly", "writeOnly", "x-spelling", "get", "put", "post"),
    *("delete", "options", "head", "patch", "trace"),
    *(keyword for keyword in UNJUDGED if keyword != "discriminator"),  # new values of it are judged only in the schemas
}


def changes(old: Object, new: Object) -> list[Change]:
    """One change for each such keyword of the objects that have the same pointer in both contracts."""
    return [
        Change("meaning", keyword, "compatible", pointer, f"callers should read its {keyword} again")
        for pointer, keyword in _drifted(old, new)
    ]


def _drifted(old: Object, new: Object) -> Iterator[tuple[str, str]]:
    before, after = (dict(_objects(document)) for document in (old, new))
    for pointer in [pointer for pointer in before if pointer in after]:
        was, now = before[pointer], after[pointer]
        if ("$ref" in was) != ("$ref" in now):
            was, now = _written_out(old, was), _written_out(new, now)
        for keyword in was | now:
            if keyword not in _JUDGED and was.get(keyword, ...) != now.get(keyword, ...):
                yield join(pointer, keyword), keyword


def _written_out(document: Object, value: Object) -> Object:
    """An object with what its reference leads to, so that it can be compared with one that has no reference."""
    return {**resolve(document, value), **value}


def _objects(document: Object) -> Iterator[tuple[str, Object]]:
    """The objects that may hold wording, by pointer."""
    yield "/info", members(document.get("info"))
    for holder in ("servers", "tags"):
        for index, value in enumerate(items(document.get(holder))):
            yield join("", holder, index), members(value)
    names: dict[str, str] = {}  # parameters are identified by name, not by position
    for place in walk(document):
        if place.keyword == "parameters":
            parameter = resolve(document, place.value)
            name = f"{parameter.get('in')} {parameter.get('name')}"
            names[place.pointer] = join(place.pointer.rpartition("/")[0], name)
        parent = re.match(r".*/parameters/\d+(?=/|$)", place.pointer)
        if parent and parent[0] in names:
            yield names[parent[0]] + place.pointer.removeprefix(parent[0]), place.value
        elif place.pointer != "/components":
            yield place.pointer, place.value
