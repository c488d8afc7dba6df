"""A value is made for every schema that has a simple one, and the schema allows it."""

import re

import pytest

from scripts.contract.document import validator
from scripts.contract.patterns import matches
from scripts.contract.samples import different, is_allowed, sample
from scripts.contract.values import Json, Object

DOCUMENT: Object = {"components": {"schemas": {"Size": {"type": "string", "enum": ["S", "M"]}}}}
SIZE: Json = {"$ref": "#/components/schemas/Size"}
# fmt: off
SAMPLES: list[tuple[Object, Json]] = [
    ({}, "text"),
    ({"type": ["integer", "null"]}, 1),
    ({"type": "null"}, None),
    ({"type": "integer", "minimum": 10, "multipleOf": 7}, 14),
    ({"type": "integer", "maximum": -3}, -3),
    ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, 0.5),
    ({"type": "string", "maxLength": 2}, "te"),
    ({"type": "string", "minLength": 6}, "aatext"),
    ({"type": "string", "format": "email", "minLength": 20}, "aaaaname@example.com"),
    ({"type": "string", "pattern": "^[A-Z]{2,8}$", "minLength": 4}, "AAAA"),
    ({"type": "string", "pattern": "^(?=x)y$", "examples": ["no", "xy"]}, "text"),
    ({"enum": ["b", "a"]}, "b"),
    ({"const": 5}, 5),
    ({"type": "array", "minItems": 2, "items": SIZE}, ["S", "S"]),
    ({"type": "array", "minItems": 2, "uniqueItems": True, "items": SIZE}, ["S", "M"]),
    ({"type": "object", "required": ["a"], "properties": {"a": SIZE, "b": {}}}, {"a": "S"}),
    ({"allOf": [SIZE]}, "S"),
    ({"oneOf": [{"type": "null"}, SIZE]}, None),
    (
        {"allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": SIZE}},
            {"type": "object", "required": ["b"], "properties": {"b": {"type": "boolean"}}},
        ]},
        {"a": "S", "b": True},
    ),
]
# fmt: on
IMPOSSIBLE = "^(?=x)y$"


@pytest.mark.parametrize(("schema", "value"), SAMPLES)
def test_a_sample_is_the_smallest_value_that_the_schema_allows(schema: Object, value: Json) -> None:
    assert sample(DOCUMENT, schema) == value
    possible = schema.get("pattern") != IMPOSSIBLE
    assert is_allowed(DOCUMENT, schema, value) is possible
    assert validator(DOCUMENT, schema).is_valid(value) is possible


def test_a_sample_of_a_type_that_is_not_allowed_is_the_simplest_one() -> None:
    assert [sample(DOCUMENT, {"type": "boolean"}, kind) for kind in ("null", "integer", "array")] == [None, 1, []]


def test_values_that_differ_are_allowed() -> None:
    assert different(DOCUMENT, {"type": "string", "maxLength": 5})[:3] == ["text", "atext", "texta"]


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Z]{2,8}$", r"^\d{4}-\d{2}$", "^(a|b)+c?$", "[^a-z]x", r"^(?!foo)\w+$", r"^\+?[1-9]\d{1,14}$",
        r"\u0041b", r"^[\w.]+@[\w.]+$", "", "^.{3,}$", "a||b", r"^#(?:[0-9a-f]{3}){1,2}$", r"^\s*\S+\s*$", "*?x|y",
    ],
)  # fmt: skip
def test_a_text_of_a_pattern_matches_it(pattern: str) -> None:
    texts = list(matches(pattern))
    assert texts
    if not pattern.startswith("*"):  # no pattern, but read to its end
        assert re.search(pattern, texts[0])
