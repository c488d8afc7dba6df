"""The reference of a contract with several operations: everything is written, and agrees with the contract."""

import json
import re

import jsonschema_rs
import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from contract_tests.tests.grown import CONTRACT, OPERATIONS
from scripts import reference
from scripts.contract import rules
from scripts.contract.document import Object, items, join, members, walk
from scripts.contract.keywords import KEYWORDS, Role
from scripts.reference.emitters import json_schema, openapi
from scripts.reference.vectors.walk import vectors

TREE = reference.render(CONTRACT, {})
VECTORS = vectors(CONTRACT)
BODIES = sorted({vector.schema for vector in VECTORS})


def text(path: str) -> str:
    return TREE[path].decode()


def validators(dialect: json_schema.Dialect) -> dict[str, jsonschema_rs.Validator]:
    judge = (
        jsonschema_rs.Draft7Validator if dialect.definitions == "definitions" else jsonschema_rs.Draft202012Validator
    )
    return {
        name: judge(json.loads(TREE[f"json-schema/{dialect.name}/{name}.json"]), validate_formats=True)
        for name in BODIES
    }


def test_the_reference_can_say_everything() -> None:
    assert rules.check(CONTRACT, "reference") == []


# The files


def test_every_example_of_every_operation_has_a_file() -> None:
    examples = {path.removeprefix("examples/") for path in TREE if path.startswith("examples/")}
    assert {path.partition("/")[0] for path in examples} == {one.operation_id for one in OPERATIONS}
    assert {"getSmsCampaign/200-manual.json", "getSmsRoutingPlan/200-manual.json"} <= examples
    assert json.loads(TREE["examples/createSmsCampaign/request-plain.json"])["name"] == "November"
    plan, send = (text(f"examples/{name}/200-manual.json") for name in ("getSmsRoutingPlan", "getSmsCampaignSend"))
    assert plan != send


def test_the_text_shows_every_call() -> None:
    shown = text("llms.txt")
    for operation in OPERATIONS:
        assert f"`{operation.method.upper()} https://api.comm.com/api{operation.path}`" in shown
        assert {one.name for one in operation.parameters if f"- `{one.name}` (" not in shown} == set()
    for line in (
        '- `per_page` (integer, format "int64", minimum 1, maximum 100, default 15): Campaigns on a page.',
        '- `created_after` (string, format "date"): Only campaigns that were created after this day.',
        "Request body, CampaignInput, required: The campaign.",
        "- 204, no body: The campaign is gone.",
        "- 201, CampaignResponse: The new campaign.",
        "### request Campaign: A campaign",
    ):
        assert line in shown.splitlines()


def test_the_collection_sends_queries_and_bodies() -> None:
    collection: Object = json.loads(TREE["postman/collection.json"])
    requests = {str(members(one)["name"]): members(members(one)["request"]) for one in items(collection["item"])}
    query = [members(entry) for entry in items(members(requests["List the campaigns"]["url"])["query"])]
    assert [(entry["key"], entry["value"]) for entry in query] == [
        ("page", "1"),
        ("per_page", "15"),
        ("status", "draft"),
        ("status", "active"),
        ("with_sends", "false"),
        ("created_after", "2025-11-01"),
    ]
    assert all(entry["disabled"] for entry in query)
    body = members(requests["Create a campaign"]["body"])
    assert json.loads(str(body["raw"]))["code"] == "NOV"
    saved = {str(members(one)["name"]): items(members(one)["response"]) for one in items(collection["item"])}
    assert ("204 The campaign is gone.", "") in [
        (members(one)["name"], members(one)["body"]) for one in saved["Delete a campaign"]
    ]
    ids = re.findall(r'"(?:_postman_id|id)": "([0-9a-f-]{36})"', text("postman/collection.json"))
    assert len(set(ids)) == len(ids) > len(OPERATIONS)


def test_the_types_have_every_component_and_say_which_values_there_are() -> None:
    for name in json_schema.components(CONTRACT):
        assert f"type {name} struct {{" in text("go/commsms.go")
        assert f"public record {name}(" in text("java/commsms/CommSms.java")
    assert '// Its status. Values: "draft", "active", "archived".\n\tStatus string' in text("go/commsms.go")
    assert '@param status Its status. Values: "draft", "active", "archived".' in text("java/commsms/CommSms.java")


def test_the_3_0_copy_is_valid_3_0() -> None:
    assert list(OpenAPIV30SpecValidator(json.loads(TREE["openapi/openapi-3.0.json"])).iter_errors()) == []


# The vectors


def test_ids_are_unique_and_every_body_has_vectors() -> None:
    assert len({vector.id for vector in VECTORS}) == len(VECTORS)
    assert {"CampaignInput", "CampaignPage", "CampaignResponse", "RoutingPlanResponse"} <= set(BODIES)


@pytest.mark.parametrize("dialect", json_schema.DIALECTS, ids=lambda dialect: dialect.name)
def test_every_verdict_is_that_of_the_schema(dialect: json_schema.Dialect) -> None:
    judges = validators(dialect)
    known = [one for one in VECTORS if one.fault != "not a UUID" or dialect.definitions == "$defs"]
    assert [one.id for one in known if judges[one.schema].is_valid(one.data) is bool(one.fault)] == []


def test_a_fault_is_at_the_place_and_of_the_keyword_that_the_vector_names() -> None:
    judges = validators(json_schema.DIALECTS[0])
    for vector in (one for one in VECTORS if one.fault):
        errors = list(judges[vector.schema].iter_errors(vector.data))
        assert {join("", *error.instance_path) for error in errors} == {vector.instance}, vector.id
        assert vector.keyword in {join("", *error.schema_path) for error in errors}, vector.id


def test_the_3_0_copy_gives_every_core_verdict() -> None:
    document = openapi.as_3_0(CONTRACT.document)
    judges = {
        name: OAS30Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})
        for name in BODIES
    }
    core = [vector for vector in VECTORS if vector.tier == "core"]
    assert [one.id for one in core if judges[one.schema].is_valid(one.data) is bool(one.fault)] == []


def test_every_assertion_of_every_body_is_kept_and_broken() -> None:
    verdicts = {(one.schema, one.keyword, not one.fault) for one in VECTORS}
    places = {
        (name, join(place.pointer, keyword))
        for name in BODIES
        for place in walk(json.loads(TREE[f"json-schema/2020-12/{name}.json"]), keyword="schema")
        for keyword, value in place.value.items()
        if keyword in KEYWORDS and KEYWORDS[keyword].role is Role.ASSERTION and value != "int64"
    }
    seen_elsewhere = {pointer.rpartition("/$defs/")[2] for _, pointer, _ in verdicts}
    for name, pointer in places:
        if "/$defs/" not in pointer:
            assert {(name, pointer, True), (name, pointer, False)} <= verdicts, pointer
        else:
            assert pointer.rpartition("/$defs/")[2] in seen_elsewhere, pointer
