"""Containment of schemas: a proof, a witness or unknown, reported at the smallest place."""

import json

import jsonschema_rs
import pytest
from jsonschema_rs import CanonicalSchema, canonicalize

from scripts.contract.values import Json, Object
from scripts.diff.containment import Escape, escapes
from scripts.diff.schema_side import components, side

REFERENCE = "#/components/schemas/Node"
NODE: Object = {"type": "object", "properties": {"next": {"$ref": REFERENCE}, "value": {}}}

NOTHING = components({}, "response")


def differences(outer: Json, inner: Json) -> list[Escape]:
    return list(escapes(side(NOTHING, "", outer), side(NOTHING, "", inner)))


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ({"type": "number"}, {"type": "integer"}),
        ({"type": ["string", "null"]}, {"type": "string", "format": "uuid"}),
        ({}, {"type": "object", "properties": {"a": {"type": "string"}}}),
        ({"type": "array", "items": {}}, {"type": "array", "items": {"type": "string"}}),
        ({"type": "object"}, {"type": "object", "additionalProperties": False}),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"type": "integer"}),
        (True, False),
    ],
)
def test_a_narrower_schema_is_contained(outer: Json, inner: Json) -> None:
    assert [escape for escape in differences(outer, inner) if escape.kind == "wider"] == []
    assert [escape for escape in differences(inner, outer) if escape.kind != "inner-only"] != []


@pytest.mark.parametrize(
    ("outer", "inner", "witness"),
    [
        ({"type": "integer"}, {"type": "number"}, "0.5"),
        ({"type": "string"}, {"type": ["string", "null"]}, "null"),
        ({"enum": ["a"]}, {"enum": ["a", "b"]}, '"b"'),
        ({"type": "string", "maxLength": 2}, {"type": "string", "maxLength": 3}, '"xxx"'),
        ({"type": "integer", "minimum": 1}, {"type": "integer"}, "0"),
        ({"type": "object", "required": ["a"]}, {"type": "object"}, "{}"),
        ({"type": "array", "items": {"type": "string"}}, {"type": "array"}, "null"),
        ({"type": "string", "format": "uuid"}, {"type": "string"}, '"text"'),
    ],
)
def test_a_wider_schema_has_a_witness(outer: Json, inner: Json, witness: str) -> None:
    assert [escape.witness for escape in differences(outer, inner)] == [witness]


def test_without_proof_and_witness_a_difference_is_not_proven() -> None:
    outer: Json = {"type": "string", "pattern": "^(ab)*$"}
    inner: Json = {"type": "string", "pattern": "^(abab)*$", "minLength": 7}
    assert [(escape.kind, escape.proven) for escape in differences(outer, inner)] == [("wider", False)]


@pytest.mark.parametrize(
    "schema", [{"pattern": "("}, {"not": {"$ref": "#/paths/~1a"}}, {"not": {"$ref": "#/$defs/a b"}}]
)
def test_a_schema_that_the_library_cannot_read_is_not_proven(schema: Json) -> None:
    assert differences({"type": "string"}, schema) == [Escape("wider", "", proven=False)]


def test_a_difference_is_reported_at_the_smallest_place() -> None:
    outer: Json = {"properties": {"a": {"properties": {"b": {"type": "string"}, "c": {"type": "string"}}}}}
    inner: Json = {"properties": {"a": {"properties": {"b": {"type": "integer"}, "c": {"type": "string"}}}}}
    assert [escape.pointer for escape in differences(outer, inner)] == ["/properties/a/properties/b"]


def test_a_property_of_one_side_alone_is_named() -> None:
    one: Json = {"type": "object", "properties": {"a": {}}}
    assert differences(one, {"type": "object"}) == [Escape("outer-only", "/properties/a")]
    assert differences({"type": "object"}, one) == [Escape("inner-only", "/properties/a")]


def test_a_recursive_schema_is_compared_once() -> None:
    changed: Object = {"type": "object", "properties": {"next": {"$ref": REFERENCE}, "value": {"type": "string"}}}
    documents: list[Object] = [{"components": {"schemas": {"Node": node}}} for node in (NODE, changed)]
    reference: Object = {"$ref": REFERENCE}
    old, new = (side(components(document, "response"), "/start", reference) for document in documents)
    assert [escape.pointer for escape in escapes(new, old)] == ["/components/schemas/Node/properties/value"]
    assert list(escapes(old, old)) == []


@pytest.mark.parametrize(("direction", "keyword"), [("request", "readOnly"), ("response", "writeOnly")])
def test_properties_of_the_other_direction_are_left_out(direction: str, keyword: str) -> None:
    schema: Object = {"type": "object", "required": ["a", "b"], "properties": {"a": {keyword: True}, "b": {}}}
    shown = side(components({}, "request" if direction == "request" else "response"), "", schema).schema
    assert shown == {"type": "object", "required": ["b"], "properties": {"b": {}}}


@pytest.mark.parametrize(
    ("outer", "inner", "witness"),
    [
        ({"type": "array", "items": False}, {"type": "array"}, "[null]"),
        ({"type": "object", "additionalProperties": False}, {"type": "object"}, '{"new": 0}'),
    ],
)
def test_a_witness_for_items_or_properties_is_a_container(outer: Json, inner: Json, witness: str) -> None:
    assert witness in {escape.witness for escape in differences(outer, inner)}


def test_a_schema_is_made_canonical_once_for_all_alternatives_that_are_compared_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counted(schema: Object, *, validate_formats: bool) -> CanonicalSchema:
        asked.append(json.dumps(schema))
        return canonicalize(schema, validate_formats=validate_formats)

    monkeypatch.setattr(jsonschema_rs, "canonicalize", counted)
    numbers: list[Json] = [{"type": "integer", "minimum": least} for least in range(1000, 1020)]
    texts: list[Json] = [{"type": "string", "minLength": least} for least in range(1000, 1020)]
    assert len(differences({"oneOf": numbers}, {"oneOf": texts})) == len(texts)
    assert len(asked) == len(set(asked))
