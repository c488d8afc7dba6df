"""OpenAPI 3.0 is read as the 3.1 that means the same; a table of schemas, one row a form."""

import json
from pathlib import Path

import pytest

from contract_tests.quality import frozen
from scripts.contract.document import parse
from scripts.contract.values import ContractError, Object
from scripts.diff.command import main
from scripts.diff.openapi_30 import VERSIONS, upgraded

Output = pytest.CaptureFixture[str]

SCHEMAS: list[tuple[Object, Object]] = [
    ({"type": "string"}, {"type": "string"}),
    ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    ({"type": "string", "nullable": False}, {"type": "string"}),
    ({"nullable": True}, {}),
    ({"type": "string", "enum": ["a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
    ({"type": "string", "enum": ["a", None], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
    ({"nullable": True, "allOf": [{"type": "object"}]}, {"anyOf": [{"allOf": [{"type": "object"}]}, {"type": "null"}]}),
    ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
    ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
    ({"exclusiveMinimum": True}, {}),
    ({"maximum": 1, "exclusiveMaximum": True}, {"exclusiveMaximum": 1}),
    ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
    ({"example": {"nullable": True}}, {"examples": [{"nullable": True}]}),
    ({"$ref": "#/components/schemas/A", "nullable": True, "example": 1}, {"$ref": "#/components/schemas/A"}),
    (
        {"properties": {"nullable": {"type": "string", "nullable": True}}},
        {"properties": {"nullable": {"type": ["string", "null"]}}},
    ),
    (
        {"nullable": True, "oneOf": [{"type": "string", "nullable": True}]},
        {"anyOf": [{"oneOf": [{"type": ["string", "null"]}]}, {"type": "null"}]},
    ),
]


@pytest.mark.parametrize(("older", "newer"), SCHEMAS)
def test_a_schema_of_3_0_becomes_the_one_of_3_1_that_means_the_same(older: Object, newer: Object) -> None:
    source = json.dumps({"openapi": "3.0.3", "components": {"schemas": {"A": older}}}).encode()
    document = upgraded(parse(Path("old.json"), source, VERSIONS)).document
    assert document == {"openapi": "3.1.0", "components": {"schemas": {"A": newer}}}


@pytest.mark.parametrize("schema", [older for older, _ in SCHEMAS])
def test_a_schema_of_3_1_is_left_alone(schema: Object) -> None:
    source = json.dumps({"openapi": "3.1.0", "components": {"schemas": {"A": schema}}}).encode()
    contract = parse(Path("old.json"), source, VERSIONS)
    assert upgraded(contract) is contract


def nullable(path: Path, openapi: str, schema: Object) -> str:
    """The contract with one property of a response in a spelling of its own."""
    document = json.loads(json.dumps(frozen.CONTRACT.document))
    document["openapi"] = openapi
    document["components"]["schemas"]["SmsCampaignSendResource"]["properties"]["created_at"] = schema
    path.write_text(json.dumps(document), "utf-8")
    return str(path)


NEWER: Object = {"type": ["string", "null"], "description": "When."}
OLDER: Object = {"type": "string", "nullable": True, "description": "When."}


@pytest.mark.parametrize("turned", [False, True])
def test_either_side_may_be_of_3_0(tmp_path: Path, capsys: Output, *, turned: bool) -> None:
    pair = [nullable(tmp_path / "old.json", "3.0.0", OLDER), nullable(tmp_path / "new.json", "3.1.0", NEWER)]
    main(pair[::-1] if turned else pair)
    assert capsys.readouterr().out.splitlines()[-3:-1] == ["wire: unchanged", "source: unchanged"]


def test_both_sides_may_be_of_3_0(tmp_path: Path, capsys: Output) -> None:
    old = nullable(tmp_path / "old.json", "3.0.3", OLDER | {"nullable": False})
    assert main([old, nullable(tmp_path / "new.json", "3.0.3", OLDER)]) == 1
    assert "created_at: callers break because values may come that were never promised, for instance null" in (
        capsys.readouterr().out
    )


def test_the_contract_itself_is_still_of_3_1() -> None:
    with pytest.raises(ContractError, match=r"write 3.1.0"):
        parse(Path("openapi.yaml"), b"openapi: 3.0.3")
