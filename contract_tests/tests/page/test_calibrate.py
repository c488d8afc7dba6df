"""The measure of drafts counts what is right and what is wrong, and says what it cannot measure with."""

import json
from pathlib import Path

import pytest

from scripts.contract.values import Json
from scripts.page.calibrate import main

SCHEMAS: Json = {
    "Thing": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "size": {"type": "integer", "default": 200},
            "count": {"type": "integer", "example": 7},
            "least": {"type": "integer", "minimum": 1},
            "on": {"type": "boolean", "example": False},
            "other": {"$ref": "#/components/schemas/Other"},
        },
    },
    "Other": {"type": "object", "properties": {"a": {"type": "string"}}, "example": {"b": 7}},
    "Composed": {"allOf": [{"$ref": "#/components/schemas/Other"}]},
}


def test_claims_and_errors_are_counted_by_level_and_keyword(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = {"openapi": "3.1.0", "info": {}, "components": {"schemas": SCHEMAS}}
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "two.yaml").write_text("openapi: 2.0", "utf-8")
    assert main([str(tmp_path)]) == 0
    rows = [line.split()[:5] for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[1], int(row[2]), int(row[4])) for row in rows[:-1]] == [
        ("documented", "all", 9, 0),
        ("documented", "format", 1, 0),
        ("documented", "properties", 6, 0),
        ("documented", "type", 2, 0),
        ("inferred", "all", 10, 3),
        ("inferred", "default", 3, 2),
        ("inferred", "minimum", 1, 0),
        ("inferred", "properties", 1, 1),
        ("inferred", "type", 5, 0),
    ]
    assert rows[-1] == ["1", "contracts,", "1", "other", "files"]


@pytest.mark.parametrize("text", [None, "openapi: 2.0", "openapi: 3.1.0", "["])
def test_a_folder_without_schemas_is_named_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    folder = tmp_path / "contracts"
    if text:
        folder.mkdir()
        (folder / "one.yaml").write_text(text, "utf-8")
    assert main([str(folder)]) == 2
    said = capsys.readouterr()
    reason = "no OpenAPI 3.0 or 3.1 document with schemas; name another folder."
    assert (said.out, said.err) == ("", f"calibrate: {folder}: {reason}\n")
