"""The contract renders to the example of the published page, and the renderer keeps its rules."""

import copy
import re
from collections.abc import Iterator

import pytest

from scripts.contract.document import ROOT, load, validator
from scripts.contract.values import ContractError, Json, Object, at
from scripts.page.mintlify import render, text

DOCUMENT = load().document
RESPONSE: Object = {"$ref": "#/components/schemas/SmsCampaignSendResponse"}
VALIDATOR = validator(DOCUMENT, RESPONSE)
PAGE = ROOT / "scripts" / "page" / "published" / "stop.txt"

every_send_type = pytest.mark.parametrize("send_type", ["manual", "multistep", "planner"])


def stopped(send_type: str) -> Object:
    """A copy of the resource in the contract's example of a 200."""
    body = at(DOCUMENT, f"/components/responses/Stopped/content/application~1json/examples/{send_type}/value/data")
    assert isinstance(body, dict)
    return copy.deepcopy(body)


def objects(value: Json) -> Iterator[Object]:
    """All objects in a value, including itself."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from objects(below)


def test_the_contract_renders_to_the_page_byte_for_byte() -> None:
    shown = re.search(r"^\{$.*?^\}$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert shown
    assert text(render(DOCUMENT, RESPONSE)) == shown[0]


def test_the_page_example_is_a_valid_response() -> None:
    assert VALIDATOR.is_valid(render(DOCUMENT, RESPONSE))


@every_send_type
def test_null_is_valid_wherever_nothing_is_required(send_type: str) -> None:
    send = stopped(send_type)
    for place in list(objects(send)):
        for name, value in list(place.items()):
            place[name] = None
            assert VALIDATOR.is_valid({"data": send}) is not (place is send and name in {"id", "status"}), name
            place[name] = value


@every_send_type
def test_only_data_id_and_status_are_required(send_type: str) -> None:
    send = stopped(send_type)
    for place in list(objects(send)):
        for name, value in list(place.items()):
            del place[name]
            assert VALIDATOR.is_valid({"data": send}) is not (place is send and name in {"id", "status"}), name
            place[name] = value
    assert not VALIDATOR.is_valid({})


@every_send_type
def test_unknown_values_of_open_strings_are_valid(send_type: str) -> None:
    send = stopped(send_type)
    for place in objects(send):
        place.update({name: "new in this release" for name in ("status", "send_type", "caller_type") if name in place})
    assert VALIDATOR.is_valid({"data": send})


@every_send_type
def test_extra_properties_are_valid_in_every_object(send_type: str) -> None:
    send = stopped(send_type)
    for place in list(objects(send)):
        place["new_in_this_release"] = 7 if "Acme" in place else {"any": ["thing"]}
    assert VALIDATOR.is_valid({"data": send, "links": {}})


@every_send_type
def test_a_wrong_type_is_invalid_at_every_leaf(send_type: str) -> None:
    send = stopped(send_type)
    for place in list(objects(send)):
        for name, value in list(place.items()):
            place[name] = {"a": "b"} if not isinstance(value, dict) else "text"
            is_open = "route" in place or "ctr" in place or name == "3"  # results of steps
            assert not VALIDATOR.is_valid({"data": send}) or value is None or is_open, name
            place[name] = value


@pytest.mark.parametrize(
    ("schema", "shown"),
    [
        pytest.param({"type": "string", "example": 1, "examples": [2], "default": 3, "const": 4}, 1, id="R1 example"),
        pytest.param({"type": "string", "examples": [2], "default": 3, "const": 4}, 2, id="R1 examples"),
        pytest.param({"type": "string", "default": 3, "const": 4, "enum": [5]}, 3, id="R1 default"),
        pytest.param({"type": "string", "const": 4, "enum": [5]}, 4, id="R1 const"),
        pytest.param({"type": "string", "default": None}, None, id="R2 null"),
        pytest.param({"type": "array", "default": "Mon"}, "Mon", id="R2 wrong type"),
        pytest.param({"type": "string"}, "<string>", id="R3"),
        pytest.param({"type": "integer", "minimum": 1, "maximum": 4}, 2, id="R4 both bounds, integer"),
        pytest.param({"type": "number", "minimum": 1, "maximum": 4}, 2.5, id="R4 both bounds, number"),
        pytest.param({"type": "integer", "minimum": 1}, 2, id="R4 minimum"),
        pytest.param({"type": "integer", "maximum": 124}, 123, id="R4 maximum above 123"),
        pytest.param({"type": "integer", "maximum": 123}, 122, id="R4 maximum 123"),
        pytest.param({"type": "number", "exclusiveMinimum": 5}, 123, id="R4 no bound"),
        pytest.param({"type": "string", "format": "uuid"}, "3c90c3cc-0d44-4b50-8888-8dd25736052a", id="R5 uuid"),
        pytest.param({"type": "string", "format": "date-time"}, "2023-11-07T05:31:56Z", id="R5 date-time"),
        pytest.param({"type": "string", "format": "time"}, "<string>", id="R5 other"),
        pytest.param({"type": "boolean"}, True, id="R6"),
        pytest.param({"type": "string", "enum": ["Mon", "Tue"]}, "Mon", id="R7 string"),
        pytest.param({"type": "integer", "enum": [7, 8]}, 7, id="R7 integer"),
        pytest.param({"type": ["integer", "null"]}, 123, id="R8 null last"),
        pytest.param({"type": ["null", "integer"]}, None, id="R8 null first"),
        pytest.param({"type": "array", "items": {"type": "string"}}, ["<string>"], id="R9 strings"),
        pytest.param(
            {"type": "array", "items": {"type": "object", "properties": {"a": {}}}}, [{"a": "<any>"}], id="R9 objects"
        ),
        pytest.param({"type": "array", "items": {}}, ["<any>"], id="R9 untyped items"),
        pytest.param({"type": "array"}, ["<any>"], id="R9 no items"),
    ],
)
def test_the_renderer_keeps_its_rule(schema: Object, shown: Json) -> None:
    assert text(render({}, schema)) == text(shown)


def test_properties_are_shown_in_order_whether_required_or_not() -> None:
    schema: Object = {"type": "object", "required": ["b"], "properties": {"c": {}, "b": {}, "a": {}}}
    assert text(render({}, schema)) == '{\n  "c": "<any>",\n  "b": "<any>",\n  "a": "<any>"\n}'


def test_a_property_of_one_direction_is_shown_in_that_one_only() -> None:  # R10
    schema: Object = {"type": "object", "properties": {"id": {"$ref": "#/id"}, "key": {"writeOnly": True}, "a": {}}}
    document: Object = {"id": {"readOnly": True}}
    assert render(document, schema) == {"id": "<any>", "a": "<any>"}
    assert render(document, schema, hidden="readOnly") == {"key": "<any>", "a": "<any>"}


def test_a_composed_schema_is_refused_rather_than_guessed() -> None:
    with pytest.raises(ContractError, match="allOf"):
        render({}, {"allOf": [{"type": "string"}]})
