"""Scalars as people write them: the value that every reader of JSON gives, or one sentence with the line."""

from pathlib import Path

import pytest

from scripts.contract.document import parse
from scripts.contract.values import ContractError, Json

HEAD = "openapi: 3.1.0\nvalue: "
NO_VALUES = [
    *("2026-13-45", "2026-02-30T10:00:00Z", "2026-02-28", "0000-01-01"),
    *("!!float x", "!!float", "!!float 1:60", "!!int one", "!!int", "!!int 1.5", "!!bool maybe", "!!null x"),
    *("!!timestamp x", "!!binary x", "!!binary eA==", "!!seq x", "!own x", "!<x> y", "="),
    *("9" * 5000, "-" + "9" * 400, "0x" + "f" * 5000, "0x" + "f" * 300, "9" * 400 + ".5", "1e999"),
    *(".inf", "-.inf", ".nan", "0x_", "1_000", '"\\ud800"', '"\\ude00\\ud83d"'),
]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("", None), ("~", None), ("null", None), ("true", True), ("False", False), ("no", "no")),
        *(("-12", -12), ("012", 12), ("0o17", 15), ("0xfF", 255), ("7" * 300, int("7" * 300))),
        *(("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("1e3", 1000.0), ("-2.5E-1", -0.25), ("!!float 1", 1.0)),
        *(("!!str 5", "5"), ("'2026-13-45'", "2026-13-45"), ("1:30:00", "1:30:00"), ('"\\ud83d\\ude00"', "\U0001f600")),
    ],
)
def test_a_scalar_has_the_value_of_the_core_schema(text: str, value: Json) -> None:
    read = parse(Path("openapi.yaml"), f"{HEAD}{text}\n".encode()).document["value"]
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize("text", NO_VALUES, ids=lambda text: text[:12])
@pytest.mark.parametrize("place", ["value", "list"])
def test_what_json_cannot_say_is_refused_with_its_line(text: str, place: str) -> None:
    source = f"{HEAD}{text}\n" if place == "value" else f"{HEAD[:-1]}\n  - 1\n  - {text}\n"
    with pytest.raises(ContractError) as caught:
        parse(Path("openapi.yaml"), source.encode())
    line = 2 if place == "value" else 4
    assert str(caught.value).startswith(f"openapi.yaml:{line}: ")
    assert str(caught.value).endswith(" is not a JSON value; put it in quotes, without a tag.")
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("number", ["1e999", "9" * 5000, "9" * 400, '"\\ud800"'])
def test_json_is_held_to_the_same_values(number: str) -> None:
    with pytest.raises(ContractError, match=r"openapi.json:2: .* is not a JSON value"):
        parse(Path("openapi.json"), f'{{"openapi": "3.1.0",\n"value": {number}}}'.encode())


def test_json_keeps_its_numbers_and_characters() -> None:
    source = b'{"openapi": "3.1.0", "value": [1, -0.5, 2E2, "\\ud83d\\ude00"]}'
    assert parse(Path("openapi.json"), source).document["value"] == [1, -0.5, 200.0, "\U0001f600"]


@pytest.mark.parametrize("text", ["!!map [1]", "!!seq {a: 1}", "!!set {a}", "!!omap [a: 1]", "!own [1]"])
def test_a_collection_has_no_tag_but_its_own(text: str) -> None:
    with pytest.raises(ContractError, match=r"openapi.yaml:2: the tag .* is not JSON's for a .*; delete it"):
        parse(Path("openapi.yaml"), f"{HEAD}{text}\n".encode())


def test_an_anchor_may_stand_twice() -> None:
    document = parse(Path("openapi.yaml"), f"{HEAD}&x 1\nb: &x 2\nc: *x\n".encode()).document
    assert document["c"] == 2
