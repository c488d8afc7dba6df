"""The references of other contracts, with more operations and more keywords: complete, and right."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass

import jsonschema_rs
import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from contract_tests.tests.grown import CONTRACT, OPERATIONS
from contract_tests.tests.reference import EVERY_KEYWORD
from scripts import reference
from scripts.contract import rules
from scripts.contract.document import Contract, load
from scripts.contract.keywords import KEYWORDS, Role
from scripts.contract.places import walk
from scripts.contract.values import Object, items, join, members
from scripts.reference.calls import bodies
from scripts.reference.emitters import json_schema, openapi
from scripts.reference.shapes import components
from scripts.reference.vectors import formats
from scripts.reference.vectors.walk import Vector, vectors

TREE = reference.render(CONTRACT, {})


@dataclass(frozen=True)
class Rendered:
    """A contract, its reference without what Node writes, and its vectors."""

    name: str
    contract: Contract
    tree: dict[str, bytes]
    vectors: list[Vector]

    def bodies(self) -> list[str]:
        """The components that have vectors."""
        return sorted({vector.schema for vector in self.vectors})

    def validators(self, dialect: json_schema.Dialect) -> dict[str, jsonschema_rs.Validator]:
        """A validator for each body, from the files of the reference."""
        judge = {"2020-12": jsonschema_rs.Draft202012Validator, "draft-07": jsonschema_rs.Draft7Validator}[dialect.name]
        return {name: judge(self.schema(dialect, name), validate_formats=True) for name in self.bodies()}

    def schema(self, dialect: json_schema.Dialect, name: str) -> Object:
        """A file of the reference."""
        schema: Object = json.loads(self.tree[f"json-schema/{dialect.name}/{name}.json"])
        return schema


CONTRACTS = (
    Rendered("grown", CONTRACT, TREE, vectors(CONTRACT)),
    Rendered("every keyword", EVERY_KEYWORD, reference.render(EVERY_KEYWORD, {}), vectors(EVERY_KEYWORD)),
)
EITHER = pytest.mark.parametrize("rendered", CONTRACTS, ids=lambda rendered: rendered.name)


def text(path: str) -> str:
    return TREE[path].decode()


@EITHER
def test_the_reference_can_say_everything(rendered: Rendered) -> None:
    assert rules.check(rendered.contract, "reference") == []


def test_no_keyword_is_known_without_a_test() -> None:
    used = {word for place in walk(EVERY_KEYWORD.document) if place.is_schema for word in place.value}
    used |= {word for place in walk(load().document) if place.is_schema for word in place.value}
    assert KEYWORDS.keys() - used == set()


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


def test_an_id_that_was_entered_for_one_action_serves_no_other() -> None:
    collection: Object = json.loads(TREE["postman/collection.json"])
    used: dict[str, list[str]] = {}
    for one in map(members, items(collection["item"])):
        request = members(one["request"])
        for id_ in map(members, items(members(request["url"]).get("variable"))):
            used.setdefault(str(id_["value"]), []).append(str(request["method"]))
    assert all(methods == ["GET"] * len(methods) or len(methods) == 1 for methods in used.values())
    assert max(map(len, used.values())) > 1
    defined = {f"{{{{{members(one)['key']}}}}}" for one in items(collection["variable"])}
    assert defined == {*used, "{{baseUrl}}", "{{token}}"}


def test_the_types_have_every_component_and_say_which_values_there_are() -> None:
    for name in components(CONTRACT).keys() - {"InitialBrands", "StepPerformance"}:  # without fields
        assert f"type {name} struct {{" in text("go/commsms.go")
        assert f"public record {name}(" in text("java/commsms/CommSms.java")
    assert '// Its status. Values: "draft", "active", "archived".\n\tStatus string' in text("go/commsms.go")
    assert '@param status Its status. Values: "draft", "active", "archived".' in text("java/commsms/CommSms.java")


def test_what_go_and_java_cannot_say_is_more_general() -> None:
    rendered = CONTRACTS[1]
    go, java = (rendered.tree[path].decode() for path in ("go/commsms.go", "java/commsms/CommSms.java"))
    for line in (
        "Small *int32", "Share *float64", "Price *float32", "Always any", "OtherSize *string", "Sizes []string",
        "Amounts map[string]int64", "Place map[string]any", "Payment any", "Perhaps *string", "Wrapped *string",
    ):  # fmt: skip
        assert f"\t{line} `json" in go
    for line in (
        "Integer small", "Double share", "Float price", "Object always", "String otherSize", "List<String> sizes",
        "Map<String, Long> amounts", "Map<String, Object> place", "Object payment", "String perhaps",
    ):  # fmt: skip
        assert f'") {line}' in java
    assert re.findall(r"^type (\w+) struct", go, re.MULTILINE) == [
        "Order", "Numbers", "Texts", "Lists", "Choices", "Card", "Cash", "Receipt",
    ]  # fmt: skip
    assert "// A note. Deprecated." in go
    assert "ID int64" in go.partition("type Receipt struct")[2]


def test_headers_and_cookies_are_sent_and_what_is_required_is_switched_on() -> None:
    collection: Object = json.loads(CONTRACTS[1].tree["postman/collection.json"])
    (item,) = items(collection["item"])
    request = members(members(item)["request"])
    headers = [(members(one)["key"], members(one)["value"]) for one in items(request["header"])]
    assert {("X-Trace", "abc"), ("Cookie", "theme=dark"), ("Content-Type", "application/json")} <= set(headers)
    assert str(members(request["url"])["raw"]).endswith("/orders?fields=id%2Ctotal")
    assert [members(one)["code"] for one in items(members(item)["response"])] == [419]


@EITHER
def test_the_3_0_copy_is_valid_3_0(rendered: Rendered) -> None:
    assert list(OpenAPIV30SpecValidator(json.loads(rendered.tree["openapi/openapi-3.0.json"])).iter_errors()) == []


# The vectors


@EITHER
def test_ids_are_unique_and_every_body_has_vectors(rendered: Rendered) -> None:
    assert len({vector.id for vector in rendered.vectors}) == len(rendered.vectors)
    assert set(rendered.bodies()) == {body.schema for body in bodies(rendered.contract)}


@EITHER
@pytest.mark.parametrize("dialect", json_schema.DIALECTS, ids=lambda dialect: dialect.name)
def test_every_verdict_is_that_of_the_schema(rendered: Rendered, dialect: json_schema.Dialect) -> None:
    judges = rendered.validators(dialect)
    known = [one for one in rendered.vectors if one.fault != "not a UUID" or dialect.name == "2020-12"]
    assert [one.id for one in known if judges[one.schema].is_valid(one.data) is bool(one.fault)] == []


@EITHER
def test_a_fault_is_at_the_place_and_of_the_keyword_that_the_vector_names(rendered: Rendered) -> None:
    judges = rendered.validators(json_schema.DIALECTS[0])
    for vector in (one for one in rendered.vectors if one.fault):
        errors = list(judges[vector.schema].iter_errors(vector.data))
        assert {join("", *error.instance_path) for error in errors} == {vector.instance}, vector.id
        assert vector.keyword.rpartition("/")[2] in {str(error.schema_path[-1]) for error in errors}, vector.id


@EITHER
def test_the_3_0_copy_gives_every_core_verdict(rendered: Rendered) -> None:
    document = openapi.as_3_0(rendered.contract.document)
    judges = {
        name: OAS30Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})
        for name in rendered.bodies()
    }
    core = [vector for vector in rendered.vectors if vector.tier == "core"]
    assert [one.id for one in core if judges[one.schema].is_valid(one.data) is bool(one.fault)] == []


@EITHER
def test_the_copy_for_clients_is_valid_3_0_and_refuses_nothing_that_is_valid(rendered: Rendered) -> None:
    document: Object = json.loads(rendered.tree["openapi/openapi-3.0-clients.json"])
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) == []
    components = members(document["components"])
    judges = {
        name: OAS30Validator({"$ref": f"#/components/schemas/{name}", "components": components})
        for name in rendered.bodies()
    }
    valid = [vector for vector in rendered.vectors if vector.tier == "core" and not vector.fault]
    assert [one.id for one in valid if not judges[one.schema].is_valid(one.data)] == []


@EITHER
def test_every_assertion_of_every_component_is_kept_and_broken(rendered: Rendered) -> None:
    verdicts: dict[str, set[bool]] = defaultdict(set)
    for vector in rendered.vectors:
        name = vector.keyword.removeprefix("/$defs/") if "/$defs/" in vector.keyword else vector.schema + vector.keyword
        verdicts[name].add(not vector.fault)
    for place in walk(rendered.contract.document):
        name = place.pointer.removeprefix("/components/schemas/")
        if place.pointer == name or re.search(r"^Cash\b|/(oneOf|anyOf)/", name):
            continue  # no schema of a body, or one that is tested as one of several alternatives
        for keyword, value in place.value.items() if place.is_schema else ():
            if keyword in KEYWORDS and KEYWORDS[keyword].role is Role.ASSERTION and value not in [*formats.NUMBERS]:
                assert verdicts[join(name, keyword)] == {True, False}, join(name, keyword)
