"""A change from `anyOf` to `oneOf` is judged by whether a value can keep two of the schemas."""

import json

import jsonschema_rs
import pytest

from scripts.contract.values import Json, Object, items
from scripts.diff import witness as search
from scripts.diff.containment import Escape, escapes
from scripts.diff.schema_side import components, side

NAME: Object = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
ID: Object = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
CLOSED: list[Json] = [{**NAME, "additionalProperties": False}, {**ID, "additionalProperties": False}]
NULL: Object = {"type": "null"}
TEXT: Object = {"type": "string"}
NULLABLE: Object = {"type": ["string", "null"]}


def kind(*names: str) -> Object:
    return {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": [*names]}}}


def differences(outer: Json, inner: Json, **named: tuple[Json, Json]) -> list[Escape]:
    documents: list[Object] = [
        {"components": {"schemas": {name: pair[index] for name, pair in named.items()}}} for index in (0, 1)
    ]
    sides = [
        side(components(document, "response"), "", schema)
        for document, schema in zip(documents, (outer, inner), strict=True)
    ]
    return list(escapes(*sides))


OVERLAPPING: list[tuple[list[Json], str]] = [
    ([NAME, ID], '{"name": "text", "id": 1}'),
    ([NAME, ID, NULL], '{"name": "text", "id": 1}'),
    ([NULLABLE, NULL], "null"),
    ([{"type": "integer"}, {"type": "number"}], "1"),
    ([TEXT, {"type": "string", "maxLength": 3}], '"xx"'),
    ([{"enum": ["a", "b"]}, {"enum": ["b"]}], '"b"'),
    ([kind("a", "b"), kind("b", "c")], '{"kind": "b"}'),
    ([kind("a"), kind("b"), kind("a")], '{"kind": "a"}'),
]


@pytest.mark.parametrize(("schemas", "witness"), OVERLAPPING)
def test_one_of_refuses_what_any_of_accepts_twice(schemas: list[Json], witness: str) -> None:
    any_of: Object = {"anyOf": schemas}
    one_of: Object = {"oneOf": schemas}
    assert differences(one_of, any_of) == [Escape("wider", "", witness=witness, overlap=True)]
    for schema, accepts in ((any_of, True), (one_of, False)):
        assert jsonschema_rs.is_valid(schema, json.loads(witness)) is accepts
        assert search.accepts(schema, json.loads(witness)) is accepts


APART: list[list[Json]] = [
    [TEXT, {"type": "integer"}],
    [TEXT, NULL],
    [NAME, NULL],
    [{"const": "a"}, {"const": "b"}],
    [{"enum": ["a"]}, {"enum": ["b", "c"]}],
    [kind("a"), kind("b"), kind("c", "d")],
    CLOSED,
    [{"allOf": [NAME, kind("a")]}, {"oneOf": [kind("b"), kind("c")]}],
]


@pytest.mark.parametrize("schemas", APART)
def test_schemas_that_are_apart_may_be_one_of_or_any_of(schemas: list[Json]) -> None:
    assert differences({"oneOf": schemas}, {"anyOf": schemas}) == []


@pytest.mark.parametrize("schemas", [*APART, *(schemas for schemas, _ in OVERLAPPING)])
def test_any_of_accepts_what_one_of_accepts(schemas: list[Json]) -> None:
    assert differences({"anyOf": schemas}, {"oneOf": schemas}) == []


ANY: Object = {"anyOf": [NAME, ID]}
ONE: Object = {"oneOf": [NAME, ID]}
REFERENCE: Object = {"$ref": "#/components/schemas/Owner"}


@pytest.mark.parametrize(
    ("outer", "inner", "pointer"),
    [
        (REFERENCE, REFERENCE, "/components/schemas/Owner"),
        (ONE, REFERENCE, "/components/schemas/Owner"),
        ({"items": ONE}, {"items": ANY}, "/items"),
        ({"additionalProperties": ONE}, {"additionalProperties": ANY}, "/additionalProperties"),
        ({"allOf": [REFERENCE, {"minProperties": 1}]}, {"allOf": [REFERENCE, {"minProperties": 1}]}, ""),
        ({"anyOf": [ONE, NULL]}, {"anyOf": [NAME, ID, NULL]}, ""),
        ({"oneOf": [{"properties": {"owner": REFERENCE}}, TEXT]},) * 2 + ("/components/schemas/Owner",),
        ({"oneOf": [{"properties": {"owner": ONE}}, TEXT]}, {"oneOf": [{"properties": {"owner": ANY}}, TEXT]},
         "/oneOf/0/properties/owner"),
        ({"anyOf": [kind("a", "b")], "oneOf": [NAME, ID]}, {"anyOf": [kind("a", "b")], "allOf": [ANY]}, ""),
    ],
)  # fmt: skip
def test_the_change_is_found_wherever_it_is(outer: Json, inner: Json, pointer: str) -> None:
    found = differences(outer, inner, Owner=(ONE, ANY))
    assert [(escape.pointer, escape.overlap) for escape in found] == [(pointer, True)]


WIDER: list[list[Json]] = [
    [NAME, ID, {"type": "object"}],
    [{**NAME, "required": []}, ID],
    [NAME, {**ID, "properties": {"id": {}}}],
]


@pytest.mark.parametrize("wider", WIDER)
def test_without_a_change_of_the_keyword_overlaps_do_not_count(wider: list[Json]) -> None:
    assert differences({"oneOf": wider}, ONE) == []


def test_an_overlap_that_is_neither_shown_nor_excluded_is_not_proven() -> None:
    schemas: list[Json] = [{"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^b"}]
    assert differences({"oneOf": schemas}, {"anyOf": schemas}) == [Escape("wider", "", proven=False, overlap=True)]


def test_not_every_pair_of_many_schemas_is_searched() -> None:
    schemas: list[Json] = [{"type": "string", "pattern": f"^{index}$"} for index in range(30)]
    assert [one.proven for one in differences({"oneOf": schemas}, {"anyOf": schemas})] == [False]


def test_a_schema_that_the_library_cannot_read_is_not_proven() -> None:
    schemas: list[Json] = [{"pattern": "("}, {"minLength": 3}]
    assert not any(one.proven for one in differences({"oneOf": schemas}, {"anyOf": schemas}))


def test_both_keywords_are_read_beside_each_other() -> None:
    schema: Object = {"anyOf": [kind("a"), kind("b")], "oneOf": [NAME, ID]}
    wider: Object = {**schema, "oneOf": [*items(schema["oneOf"]), {"type": "object"}]}
    assert differences(wider, schema) == []
