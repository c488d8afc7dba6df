"""What the contract promises of a place, and which kinds of value it allows there.

A promise can be broken. What is allowed can stay unseen: then the contract may be wider than the server.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

import jsonschema_rs

from contract_tests.verifier.laws.sights import Node
from scripts.contract.values import Json, Object, items, members, types

Kinds: TypeAlias = tuple[str, ...]
KINDS: Kinds = ("null", "boolean", "integer", "number", "string", "array", "object")
NUMBER: Kinds = ("integer", "number")
TEXT: Kinds = ("string",)
ARRAY: Kinds = ("array",)
OBJECT: Kinds = ("object",)

ALWAYS_A_VALUE, NAMED, PLAIN = "x-null", "properties", "integer"
"""Promises beside the keywords: never null, only properties that are named, whole numbers plainly written."""

# fmt: off
JUDGED: dict[str, Kinds] = {  # the kinds of value that a keyword judges
    **dict.fromkeys(("type", "enum", "const", "allOf", "anyOf", "oneOf", "not"), KINDS),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), NUMBER),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), TEXT),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems", "contains", "prefixItems", "unevaluatedItems"), ARRAY),
    **dict.fromkeys(("required", "minProperties", "maxProperties", "propertyNames"), OBJECT),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "dependentRequired"), OBJECT),
}
# fmt: on
LIMITS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
TEXT_FORMATS = ("uuid", "date", "date-time", "email", "uri")
_CLOSED = {"enum", "const"}
_WORD = re.compile(r"[A-Za-z][A-Za-z_]{0,39}")


class Allowed(NamedTuple):
    """A kind of value: its name, the types whose values could be of it, and whether a value of them is."""

    name: str
    kinds: Kinds
    holds: Callable[[Json], bool]


def kind(value: Json) -> str:
    """The JSON Schema type of a value, `integer` for every whole number."""
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _KINDS[type(value)]


_KINDS = {type(None): "null", bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}


def promises(node: Node) -> dict[str, Kinds]:
    """What the contract promises at a place: each keyword with its value, and the kinds of value that it judges."""
    schema = node.schema
    found = {named(word, schema): JUDGED[word] for word in schema if word in JUDGED}
    if "format" in schema:
        found[named("format", schema)] = TEXT if "string" in types(schema) else NUMBER
    if not node.null_is_ordinary:
        found[ALWAYS_A_VALUE] = KINDS
    if node.is_integer:
        found[PLAIN] = NUMBER
    return found


def named(keyword: str, schema: Object) -> str:
    """A keyword with its value, so that evidence for another value does not count; schemas below it are left out."""
    value = schema.get(keyword)
    if keyword not in schema or isinstance(value, dict) or any(isinstance(one, dict) for one in items(value)):
        return keyword
    return f"{keyword}: {json.dumps(value)}"


def allowed(node: Node) -> Iterator[Allowed]:
    """The kinds of value, null aside, that the contract allows at a place and that a narrower one would not."""
    kinds = [one for one in KINDS if one != "null" and (one in types(node.schema) or not types(node.schema))]
    yield from _of_keywords(node.schema, kinds)
    yield from _of_silence(node, kinds)


def _of_keywords(schema: Object, kinds: list[str]) -> Iterator[Allowed]:
    """What the keywords name: each type beside others, each member of an enumeration, the limits themselves."""
    for one in kinds if len(kinds) > 1 else ():
        yield Allowed(one, KINDS[1:], _is_number if one == "number" else _is(one))
    for word in ("enum", "const"):
        for member in [schema["const"]] if word == "const" and word in schema else items(schema.get(word)):
            yield Allowed(f"{word}: {json.dumps(member)}", KINDS, _equals(member))
    for word in LIMITS:
        if word in schema:
            yield Allowed(f"{named(word, schema)} reached", JUDGED[word], _reaches(schema[word]))


def _of_silence(node: Node, kinds: list[str]) -> Iterator[Allowed]:
    """What is allowed because no keyword forbids it."""
    schema = node.schema
    if "number" in kinds and not schema.keys() & {*_CLOSED, "multipleOf"}:
        yield Allowed("fraction", NUMBER, _is("number"))
    if set(NUMBER) & set(kinds) and not schema.keys() & {*_CLOSED, "minimum", "exclusiveMinimum"}:
        yield Allowed("negative number", NUMBER, _is_negative)
    if "string" in kinds and not schema.keys() & {*_CLOSED, "format", "pattern"}:
        for form in TEXT_FORMATS:
            yield Allowed(f"text that is not a valid {form}", TEXT, _lacks(form))

    if "object" in kinds and node.others:
        yield Allowed("name that is no word", OBJECT, _has_data_as_name)


def is_word(name: str) -> bool:
    """Whether the name of a property looks like one that a contract would give, rather than like data."""
    return bool(_WORD.fullmatch(name))


def _is(one: str) -> Callable[[Json], bool]:
    return lambda value: kind(value) == one


def _is_number(value: Json) -> bool:
    return kind(value) in NUMBER


def _is_negative(value: Json) -> bool:
    return isinstance(value, int | float) and value < 0


def _has_data_as_name(value: Json) -> bool:
    return not all(map(is_word, members(value)))


def _equals(member: Json) -> Callable[[Json], bool]:
    return lambda value: type(value) is type(member) and value == member


def _reaches(limit: Json) -> Callable[[Json], bool]:
    return lambda value: (len(value) if isinstance(value, str | list | dict) else value) == limit


def _lacks(form: str) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, str) and form not in formats(value)


@lru_cache(maxsize=4096)
def formats(text: str) -> frozenset[str]:
    """The formats that a text has."""
    return frozenset(form for form in TEXT_FORMATS if _of(form).is_valid(text))


@cache
def _of(form: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator({"type": "string", "format": form}, validate_formats=True)
