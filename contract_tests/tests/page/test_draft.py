"""A draft renders back to its page, and marks the keywords that are only inferred."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.quality.frozen import CONTRACT, PAGE
from scripts.contract.document import parse
from scripts.contract.places import walk
from scripts.contract.values import Json, at, members
from scripts.page import truncated_json
from scripts.page.draft import draft
from scripts.page.draft import text as yaml
from scripts.page.mintlify import STRINGS, render
from scripts.page.parse import read
from scripts.page.truncated_json import NotJsonError

URL = "https://api.comm.com/api/v1/things/{thing}"
CURL = f"curl --request GET \\\n  --url {URL} \\\n  --header 'Authorization: Bearer <token>'\n"
SAMPLES: list[Json] = [
    "<string>",
    "<any>",
    123,
    2,
    1,
    0,
    200,
    1.5,
    True,
    False,
    None,
    [],
    {},
    "in_progress",
    *STRINGS.values(),
]


def rendered(page: str) -> Json:
    """The example that the draft of a page renders to."""
    document = draft(read(page))
    (operation,) = (place for place in walk(document) if place.keyword in {"get", "post"})
    (body,) = (place for place in walk(document, operation.pointer) if place.keyword == "content")
    return render(document, members(body.value["schema"]))


def test_the_draft_of_the_page_renders_to_the_page() -> None:
    shown = read(PAGE).response.example
    assert shown
    assert json.dumps(rendered(PAGE)) == json.dumps(shown.value)


@given(
    st.recursive(
        st.sampled_from(SAMPLES),
        lambda below: (
            st.lists(below, min_size=1, max_size=1)
            | st.dictionaries(st.sampled_from(["id", "data", "items", "logs", "meta"]), below, min_size=1)
        ),
        max_leaves=20,
    )
)
def test_any_draft_renders_to_its_page(value: Json) -> None:
    body: Json = {"data": value}
    assert json.dumps(rendered(CURL + json.dumps(body, indent=2))) == json.dumps(body)


def test_the_draft_has_the_schemas_of_the_contract() -> None:
    document = draft(read(PAGE))
    contract = CONTRACT.document
    assert members(document["paths"]).keys() == members(contract["paths"]).keys()
    drafted, stated = (members(at(one, "/components/schemas")).keys() for one in (document, contract))
    assert stated - drafted == {
        "ApiError",
        "SendLog",
        "SendMeta",
        "PlannerMultistepData",
        "StatusPlannerData",
        "TimeWindow",
        "InitialBrands",
        "StepPerformance",
    }
    assert {place.name for place in walk(document) if place.keyword == "parameters"} == {"0", "1"}


def test_the_draft_marks_inferred_keywords() -> None:
    marks = [place.value["x-evidence"] for place in walk(draft(read(PAGE))) if "x-evidence" in place.value]
    assert {"type": "inferred", "minimum": "inferred"} in marks
    assert {"type": "inferred", "default": "inferred"} in marks


@pytest.mark.parametrize(
    ("value", "inferred"),
    [
        (False, ["type", "default"]),
        ([], ["type", "default"]),
        (200, ["type", "default"]),
        (2, ["type", "minimum"]),
        ("in_progress", ["type"]),
        (1.5, ["type"]),
        (["Mon"], ["type", "items"]),
        (["<string>"], []),
        (True, []),
        ("<string>", []),
    ],
)
def test_what_may_be_read_from_an_example_is_inferred(value: Json, inferred: list[str]) -> None:
    document = draft(read(CURL + json.dumps({"shown": value})))
    (body,) = members(at(document, "/components/schemas")).values()
    schema = members(members(members(body)["properties"])["shown"])
    assert members(schema.get("x-evidence")) == dict.fromkeys(inferred, "inferred")


def test_the_draft_is_yaml_that_the_reader_of_the_contract_takes() -> None:
    document = draft(read(PAGE))
    source = f"openapi: 3.1.0\n{yaml(document)}".encode()
    assert parse(Path("draft.yaml"), source).document == {"openapi": "3.1.0", **document}


def test_a_body_and_other_parameters_are_drafted() -> None:
    page = (
        CURL.rstrip()
        + ' \\\n  --data \'{"note": "<string>"}\'\n'
        + '{"data": {}}\nQuery Parameters\n\ntags\nstring[]\n'
    )
    operation = members(at(draft(read(page)), "/paths/~1api~1v1~1things~1{thing}/get"))
    assert "requestBody" in operation
    assert operation["parameters"] == [
        {"name": "tags", "in": "query", "required": False, "schema": {"type": "array", "items": {"type": "string"}}}
    ]


def prefixes(value: str) -> Iterator[str]:
    yield from (value[:end] for end in range(1, len(value) + 1))


@pytest.mark.parametrize("value", ['{"a": {"b": [1, "x", {"c": null}], "d": true}, "e": 1.5e3}', '[{"a": "}"}, []]'])
def test_a_truncated_example_is_a_part_of_the_whole(value: str) -> None:
    whole = json.loads(value)
    for prefix in prefixes(value):
        shown = truncated_json.read(prefix, 0)
        assert part(shown.value, whole), prefix
        assert (shown.open == frozenset()) == (prefix == value)


def part(value: Json, whole: Json) -> bool:
    """Whether a value is the whole without some of its last members."""
    if isinstance(value, dict) and isinstance(whole, dict):
        return list(value) == list(whole)[: len(value)] and all(part(value[key], whole[key]) for key in value)
    if isinstance(value, list) and isinstance(whole, list):
        return len(value) <= len(whole) and all(map(part, value, whole))
    return value == whole


@pytest.mark.parametrize("value", ['{"a": 1]', '{"a" 1}', "{]", '{"a": [1}'])
def test_text_that_is_not_json_is_not_read(value: str) -> None:
    with pytest.raises(NotJsonError, match="is not JSON"):
        truncated_json.read(value, 0)
