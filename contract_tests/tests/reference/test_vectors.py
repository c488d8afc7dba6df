"""The test vectors: one fault each, every keyword at every place; tests/quality shows that they detect every mutant."""

import json
import re
from collections import defaultdict
from typing import get_args

import jsonschema_rs
import pytest
from comm_sms import models
from openapi_schema_validator import OAS30Validator

from scripts.contract.document import load
from scripts.contract.keywords import KEYWORDS, MEDIA_TYPE, Role
from scripts.contract.places import walk
from scripts.contract.values import Object, at, join, members
from scripts.reference.calls import calls
from scripts.reference.emitters import json_schema, openapi
from scripts.reference.emitters.vectors import MEMBERS, line_schema, render
from scripts.reference.vectors.site import Tier
from scripts.reference.vectors.walk import Vector, vectors

CONTRACT = load()
VECTORS = vectors(CONTRACT)
BODIES = sorted({vector.schema for vector in VECTORS})
FAULTY = [vector for vector in VECTORS if vector.fault]
SEND_TYPES = ("manual", "multistep", "planner")


def schema(name: str) -> Object:
    return json_schema.schema(CONTRACT, name)


def validator(schema: Object) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def pointer(path: list[str | int]) -> str:
    return join("", *path)


# The vectors


def test_ids_are_unique() -> None:
    assert len({vector.id for vector in VECTORS}) == len(VECTORS)


@pytest.mark.parametrize("name", BODIES)
def test_every_verdict_is_that_of_the_schema(name: str) -> None:
    judge = validator(schema(name))
    wrong = [v.id for v in VECTORS if v.schema == name and judge.is_valid(v.data) is bool(v.fault)]
    assert wrong == []


@pytest.mark.parametrize("name", BODIES)
def test_a_faulty_vector_has_one_fault_at_the_place_and_keyword_it_names(name: str) -> None:
    judge = validator(schema(name))
    for vector in (vector for vector in FAULTY if vector.schema == name):
        found = [(pointer(e.instance_path), pointer(e.schema_path)) for e in judge.iter_errors(vector.data)]
        assert found == [(vector.instance, vector.keyword)], vector.id


def test_the_core_needs_no_formats() -> None:
    judges = {name: jsonschema_rs.Draft202012Validator(schema(name), validate_formats=False) for name in BODIES}
    blind = [vector for vector in VECTORS if judges[vector.schema].is_valid(vector.data) is bool(vector.fault)]
    assert {vector.tier for vector in blind} == {"format", "edge"}
    assert {vector.keyword.rpartition("/")[2] for vector in blind} == {"format"}


def test_each_type_of_send_has_a_full_body() -> None:
    full = {vector.id: vector.data for vector in VECTORS if "/full/" in vector.id}
    meta = [members(members(members(body)["data"])["meta"]) for body in full.values()]
    assert [members(one)["send_type"] for one in meta] == list(SEND_TYPES)
    for one, kind in zip(meta, SEND_TYPES, strict=True):
        block = members(one[f"{kind}_data"])
        assert block
        assert all(value not in (None, []) for value in block.values())
    planner = json.dumps(full["SmsCampaignSendResponse/full/responses/Stopped/planner"])
    assert re.findall(r'"(\w+)": null', planner) == ["manual_data", "multistep_data"]


@pytest.mark.parametrize("name", BODIES)
def test_every_keyword_of_every_place_is_kept_and_broken(name: str) -> None:
    verdicts: dict[str, set[bool]] = defaultdict(set)
    for vector in VECTORS:
        verdicts[vector.keyword].add(not vector.fault)
    for place in walk(schema(name), keyword="schema"):
        if "/patternProperties/" in place.pointer:
            continue  # the items of an array that PHP wrote as an object; they are tested as items
        for keyword, value in place.value.items() if place.is_schema else ():
            if keyword in KEYWORDS and KEYWORDS[keyword].role is Role.ASSERTION:
                expected = {True} if value == "int64" else {True, False}  # JSON Schema does not assert int64
                assert verdicts[join(place.pointer, keyword)] == expected, join(place.pointer, keyword)


# Other representations of the schemas


def test_the_draft_07_copies_agree_except_on_uuids_which_draft_07_does_not_know() -> None:
    dialect = json_schema.DIALECTS[1]
    judges = {
        name: jsonschema_rs.Draft7Validator(json_schema.schema(CONTRACT, name, dialect), validate_formats=True)
        for name in BODIES
    }
    known = [vector for vector in VECTORS if not vector.keyword.endswith("/format")]
    assert [v.id for v in known if judges[v.schema].is_valid(v.data) is bool(v.fault)] == []


def test_the_dereferenced_copy_gives_every_verdict_at_every_response() -> None:
    document = openapi.dereferenced(CONTRACT.document)
    wrong: list[str] = []
    for call in calls(CONTRACT):
        for body in call.bodies:
            pointer = join(call.operation.place.pointer, "responses", body.role, "content", MEDIA_TYPE, "schema")
            judge = validator(members(at(document, pointer)))
            own = [vector for vector in VECTORS if vector.schema == body.schema and vector.tier != "spelling"]
            wrong += [f"{body.role} {v.id}" for v in own if judge.is_valid(v.data) is bool(v.fault)]
    assert wrong == []


def test_the_openapi_3_0_copy_gives_every_core_verdict() -> None:
    document = openapi.as_3_0(CONTRACT.document)
    judges = {
        name: OAS30Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})
        for name in BODIES
    }
    core = [vector for vector in VECTORS if vector.tier == "core"]
    assert [v.id for v in core if judges[v.schema].is_valid(v.data) is bool(v.fault)] == []


@pytest.mark.parametrize(
    "vector",
    [v for v in VECTORS if not v.fault and v.tier == "core" and v.schema == "SmsCampaignSendResponse"],
    ids=lambda vector: vector.id,
)
def test_the_client_reads_a_valid_body_and_writes_it_unchanged(vector: Vector) -> None:
    assert models.SmsCampaignSendResponse.from_dict(members(vector.data)).to_dict() == vector.data


# The files


FILES = render(CONTRACT)


@pytest.mark.parametrize("tier", get_args(Tier))
def test_a_file_holds_its_tier_line_by_line(tier: Tier) -> None:
    rows = [json.loads(line) for line in FILES[f"vectors/{tier}.jsonl"].splitlines()]
    assert rows
    assert [row["id"] for row in rows] == [vector.id for vector in VECTORS if vector.tier == tier]
    assert [row["data"] for row in rows] == [vector.data for vector in VECTORS if vector.tier == tier]
    judge = validator(line_schema())
    assert [row["id"] for row in rows if not judge.is_valid(row)] == []


def test_a_line_without_one_of_its_members_is_refused() -> None:
    judge = validator(line_schema())
    row = json.loads(FILES["vectors/core.jsonl"].splitlines()[0])
    assert judge.is_valid(row)
    for name in MEMBERS:
        assert not judge.is_valid({other: value for other, value in row.items() if other != name})


def test_a_whole_number_with_a_fraction_keeps_it() -> None:
    assert b'"send_amount":1.0}' in FILES["vectors/edge.jsonl"]
