"""A witness is found inside compositions and below properties, and two validators confirm it."""

import json

import jsonschema_rs
import pytest

from scripts.contract.values import Json, Object
from scripts.diff import witness as search
from scripts.diff.containment import escapes
from scripts.diff.schema_side import Side, components, side
from scripts.diff.witness import witness

KINDS: Object = {
    name: {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": [name]}, "note": {"type": "string"}}}
    for name in ("card", "bank")
}
NAMED: Object = {
    "Name": {"type": "object", "required": ["first"], "properties": {"first": {"type": "string"}}},
    "Long": {"type": "object", "required": ["first"], "properties": {"first": {"type": "string", "maxLength": 80}}},
}
DOCUMENT: Object = {"components": {"schemas": {**KINDS, **NAMED}}}


def listed(value: Json) -> Object:
    """Three levels of lists of objects, of which the innermost have many properties and then a value."""
    text: Object = {"type": "string"}
    schema: Object = {"type": "object", "properties": {**dict.fromkeys(("a", "b", "c", "d"), text), "value": value}}
    for name in ("rows", "pages", "books"):
        schema = {"type": "object", "properties": {"note": text, name: {"type": "array", "items": schema}}}
    return schema


def one(schema: Json) -> Side:
    return side(components(DOCUMENT, "response"), "", schema)


def reference(name: str) -> Object:
    return {"$ref": f"#/components/schemas/{name}"}


def any_of(*kinds: str) -> Object:
    return {"oneOf": [reference(name) for name in kinds]}


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (any_of("card"), any_of("card", "bank")),
        ({"not": any_of("bank")}, reference("bank")),
        ({"type": "array", "items": any_of("card")}, {"type": "array", "items": any_of("bank"), "minItems": 2}),
        ({"anyOf": [reference("Long"), {"type": "null"}, any_of("card")]}, reference("Name")),
        ({"type": "string", "maxLength": 15000}, {"type": "string"}),
        ({"type": "string", "format": "uri"}, {"type": "string"}),
        ({"type": "string", "pattern": "^a+$"}, {"type": "string", "pattern": "^b{3}$"}),
        ({"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"}, {"type": "string", "pattern": "^[a-z_]+(-[a-z_]+)*$"}),
        ({"type": "boolean", "const": True}, {"type": "boolean"}),
        ({"allOf": [reference("Name"), {"required": ["last"]}]}, {"allOf": [reference("Name"), {"minProperties": 1}]}),
        ({"patternProperties": {"^x-": {"type": "string"}}}, {"patternProperties": {"^x-": {"type": "integer"}}}),
        (listed({"type": "string"}), listed({"type": "integer"})),
        (listed({"type": "string"}), listed({"oneOf": [{"type": "string"}, {"type": "object"}]})),
        ({"type": "object", "minProperties": 3}, {"type": "object", "properties": {"a": {}, "b": {}, "c": {}}}),
    ],
)  # fmt: skip
def test_a_witness_is_found_and_only_the_inner_schema_accepts_it(outer: Json, inner: Json) -> None:
    found = witness(one(outer), one(inner))
    assert found is not None
    for whole, accepts in ((one(outer), False), (one(inner), True)):
        assert jsonschema_rs.is_valid(whole.root, json.loads(found), validate_formats=True) is accepts


def names(*optional: str) -> Object:
    return {"type": "object", "properties": {name: {"type": "string"} for name in optional}}


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ({"oneOf": [{"required": ["x"]}]}, {"oneOf": [{"required": ["x"]}, names("a"), names("b")]}),
        ({"oneOf": [{"required": ["x"]}]}, {"oneOf": [names("a"), names("b"), names("c", "d")]}),
        ({"type": "string"}, {"oneOf": [{"type": ["string", "null"]}, {"type": "null"}, {"minimum": 5}]}),
    ],
)
def test_a_witness_keeps_one_schema_of_one_of_and_no_other(outer: Object, inner: Object) -> None:
    found = [escape.witness for escape in escapes(one(outer), one(inner)) if escape.witness]
    assert found
    for text in found:
        for schema, accepts in ((outer, False), (inner, True)):
            assert jsonschema_rs.is_valid(schema, json.loads(text)) is accepts
            assert search.accepts(schema, json.loads(text)) is accepts


def test_a_value_that_a_client_sends_is_a_witness_only_if_the_contract_itself_accepts_it() -> None:
    sent = components(DOCUMENT, "request", closed=True)
    overlapping: Object = names("a")
    apart: Object = {**names("b"), "required": ["b"]}
    new = one({"oneOf": [{"type": "object", "required": ["x"]}]})
    assert witness(new, side(sent, "", {"oneOf": [overlapping, names("b")]})) is None
    assert witness(new, side(sent, "", {"oneOf": [overlapping, apart]})) == "{}"


def test_a_witness_above_the_properties_keeps_the_properties_too() -> None:
    inner: Object = {**names("a", "b"), "required": ["a"]}
    found = [escape.witness for escape in escapes(one({**inner, "required": ["a", "b"]}), one(inner))]
    assert found == ['{"a": "text"}']


def test_without_a_difference_there_is_no_witness() -> None:
    assert witness(one(any_of("card", "bank")), one(any_of("bank"))) is None


def test_a_value_on_which_the_validators_disagree_is_no_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    outer: Json = {"type": "string", "maxLength": 3}
    inner: Json = {"type": "string"}
    accepts = search.accepts

    def of_the_other_mind(root: Object, value: Json) -> bool:
        return len(str(value)) == 4 or accepts(root, value)

    assert witness(one(outer), one(inner)) == '"text"'
    monkeypatch.setattr(search, "accepts", of_the_other_mind)
    confirmed = json.loads(str(witness(one(outer), one(inner))))
    assert len(confirmed) > 4


@pytest.mark.parametrize(("schema", "proven"), [({"type": "integer"}, True), ({"pattern": "^(ab)*$"}, False)])
def test_a_difference_that_the_second_validator_never_confirms_has_no_witness(
    monkeypatch: pytest.MonkeyPatch, schema: Object, *, proven: bool
) -> None:
    def accepts_all(_root: Object, _value: Json) -> bool:
        return True

    monkeypatch.setattr(search, "accepts", accepts_all)
    found = [*escapes(one({"type": "string", **schema}), one({"type": "string", "pattern": "^(abab)*$"}))]
    assert [(escape.witness, escape.proven) for escape in found] == [(None, proven)]


@pytest.mark.parametrize("pattern", ["^\\p{L}+$", "(?<name>a)"])
def test_a_pattern_that_the_second_validator_cannot_read_gives_no_witness(pattern: str) -> None:
    assert witness(one({"type": "string", "pattern": pattern}), one({"type": "string"})) is None


def test_a_schema_that_contains_itself_is_searched_to_an_end() -> None:
    node: Object = {"type": "object", "required": ["next"], "properties": {"next": reference("Node")}}
    document: Object = {"components": {"schemas": {"Node": {"anyOf": [{"type": "null"}, node]}}}}
    whole = side(components(document, "response"), "", reference("Node"))
    assert witness(one({"type": "null"}), whole) == '{"next": null}'


def test_a_schema_that_is_nothing_but_itself_has_no_witness() -> None:
    document: Object = {"components": {"schemas": {"Node": {"anyOf": [reference("Node"), {"type": "null"}]}}}}
    whole = side(components(document, "response"), "", reference("Node"))
    assert witness(one({"type": "integer"}), whole) is None


@pytest.mark.parametrize(("text", "accepted"), [("https://example.com/", True), ("text", False), ("http://[", False)])
def test_the_second_validator_knows_uris(text: str, *, accepted: bool) -> None:
    assert search.accepts({"format": "uri"}, text) is accepted
