"""Reading the contract: one clear sentence for whatever is wrong with the file, a line for every pointer."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from contract_tests.quality.frozen import CONTRACT
from scripts.contract.document import PATH, load
from scripts.contract.operations import operations
from scripts.contract.places import Place, reachable, walk
from scripts.contract.values import ContractError, Object, at, join, resolve


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        pytest.param(b"", ": not a mapping; begin with `openapi: 3.1.0`.", id="empty"),
        pytest.param(b"- openapi", ": not a mapping; begin with `openapi: 3.1.0`.", id="list"),
        pytest.param(
            b"openapi: 3.0.3", ": openapi is '3.0.3'; write 3.1.0, the version read here.", id="another version"
        ),
        pytest.param(b"info: {}", ": openapi is None; write 3.1.0, the version read here.", id="no version"),
        pytest.param(b"a: 1\nb: [2", ":2: not YAML, ", id="unclosed list"),
        pytest.param(b"a: 1\n b: 2", ":2: not YAML, ", id="bad indentation"),
        pytest.param(b"a: 1\n---\nb: 2", ":2: not YAML, ", id="two documents"),
        pytest.param(b"a: 1\nb: \x07", ":2: not YAML, U+0007 is not printable; delete it.", id="control character"),
        pytest.param(b"a: 1\nb:\n\tc: 2", ":3: not YAML, ", id="tab as indentation"),
        pytest.param(b"a: 1\nb:\n  c: >-\n \n  d: 2", ":5: not YAML, ", id="blanks as the first line of a block"),
        pytest.param(b"a: 1\nb: *c", ":2: not YAML, found undefined alias 'c'", id="alias of nothing"),
        pytest.param(b'a: 1\nb: "\\U00110000"', ":2: not YAML, the escape is", id="no character"),
        pytest.param(b"a: 1\nb: " + b"[" * 2000, ":2: nested more than 100 levels deep;", id="nested too deeply"),
        pytest.param(b'{"a": ' + b"[" * 200 + b"]" * 200 + b"}", ":1: nested more than 100 levels", id="deep JSON"),
        pytest.param(b"a: \xff", ": byte 3 is not UTF-8; save the file as UTF-8.", id="not UTF-8"),
        pytest.param(b"a: 1\nb:\n  c: 2\n  c: 3", ":4: the key 'c' stands twice in one mapping; keep one.", id="twice"),
        pytest.param(b"a: 1\n200: 2", ":2: a key is not text; put it in quotes.", id="number as key"),
        pytest.param(b"a: 1\n[b]: 2", ":2: a key is not text; put it in quotes.", id="list as key"),
        pytest.param(
            b"a: &a {b: 1}\nc:\n  <<: *a", ":3: merge keys (`<<`) are not read; write the members out.", id="merge key"
        ),
        pytest.param(
            b"a: 1\nb: 2025-11-03",
            ":2: '2025-11-03' is not a JSON value; put it in quotes, without a tag.",
            id="date without quotes",
        ),
        pytest.param(
            b"a: &a\n  b: *a",
            ":1: nested more than 100 levels deep; remove the alias that refers to its own anchor.",
            id="alias in itself",
        ),
    ],
)
def test_a_broken_file_gets_one_sentence_that_names_it(tmp_path: Path, source: bytes, sentence: str) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(source)
    with pytest.raises(ContractError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}{sentence}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "reason"), [("absent", "no such file or directory"), (".", "is a directory")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(ContractError) as caught:
        load(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: {reason}; the contract must be a readable file."


def test_the_digest_is_that_of_the_bytes() -> None:
    assert load().sha256 == sha256(PATH.read_bytes()).hexdigest()


def test_a_pointer_leads_to_its_line() -> None:
    contract = CONTRACT
    lines = contract.source.decode().splitlines()
    for name in ("ApiError", "SendMeta", "WeeklySchedule"):
        assert lines[contract.line(f"/components/schemas/{name}") - 1] == f"    {name}:"


def test_a_pointer_to_nothing_leads_to_the_line_around_it() -> None:
    contract = CONTRACT
    around = contract.line("/components/schemas/ApiError")
    assert contract.line("/components/schemas/ApiError/not/there") == around


def test_anchored_text_is_read_anew_for_every_alias(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.0\na: &a\n  b: []\nc: *a\n", "utf-8")
    contract = load(path)
    assert contract.document["a"] == contract.document["c"]
    assert contract.document["a"] is not contract.document["c"]
    assert (contract.line("/c"), contract.line("/c/b")) == (4, 3)


def test_pointers_escape_what_separates_them() -> None:
    document: Object = {"a/b": {"c~d": ["e"]}}
    assert join("", "a/b", "c~d", 0) == "/a~1b/c~0d/0"
    assert at(document, "/a~1b/c~0d/0") == "e"


def test_the_one_operation_is_found() -> None:
    (operation,) = operations(CONTRACT.document)
    assert operation.path == "/v1/sms/campaigns/{campaign}/stop/{campaignSend}"
    assert (operation.method, operation.operation_id) == ("post", "stopSmsCampaignSend")


@pytest.mark.parametrize(
    "reference", ["#/components/nothing", "#/components/text", "other.yaml#/components", "#/components/circle"]
)
def test_a_reference_that_leads_to_no_object_is_refused(reference: str) -> None:
    document: Object = {"components": {"text": "text", "circle": {"$ref": "#/components/circle"}}}
    with pytest.raises(ContractError, match="mend"):
        resolve(document, {"$ref": reference})


def test_a_chain_of_references_is_followed_to_its_end() -> None:
    document: Object = {"a": {"$ref": "#/b"}, "b": {"type": "string"}}
    assert resolve(document, {"$ref": "#/a"}) == {"type": "string"}


def test_data_is_not_taken_for_schemas() -> None:
    schema: Object = {
        "default": {"properties": {"x": {}}},
        "examples": [{"items": {}}],
        "properties": {"default": {"items": {}}},
    }
    document: Object = {"components": {"schemas": {"A": schema}}}
    assert [place.pointer for place in walk(document) if place.is_schema] == [
        "/components/schemas/A",
        "/components/schemas/A/properties/default",
        "/components/schemas/A/properties/default/items",
    ]


def test_what_is_reachable_comes_once_even_in_a_circle() -> None:
    node: Object = {"properties": {"next": {"$ref": "#/components/schemas/Node"}, "other": {"type": "string"}}}
    document: Object = {"components": {"schemas": {"Node": node, "Unused": {}}}}
    start = Place("/components/schemas/Node", "schemas", node)
    assert [place.pointer for place in reachable(document, start)] == [
        "/components/schemas/Node",
        "/components/schemas/Node/properties/next",
        "/components/schemas/Node/properties/other",
    ]


def test_json_is_read_as_the_same_contract(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(load().document), "utf-8")
    assert load(path).document == load().document
    assert load(path).line("/components/schemas") == 1


def test_a_key_that_stands_twice_in_json_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text('{"openapi": "3.1.0",\n"a": 1,\n"a": 2}', "utf-8")
    with pytest.raises(ContractError, match=":3: the key 'a' stands twice in one mapping; keep one"):
        load(path)
