"""Whatever is done to the text of openapi.yaml, reading it and checking its rules never ends in a crash."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scripts.contract.document import PATH, parse
from scripts.contract.rules import check
from scripts.contract.values import ContractError

LINES = PATH.read_text("utf-8").splitlines(keepends=True)
SCRAPS = [
    *("\t", "  ", "\n", "\n \n", ": ", "- ", "#", "'", '"', "[", "]", "{", "}", ",", "? ", "%", "@", "`"),
    *(
        "|\n",
        ">-\n",
        "|2\n",
        ">\n   \n",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "&a ",
        "*a",
        "<<: *a",
        "!",
        "!!",
        "!<",
        "!x ",
    ),
    *("!<", "!x ", "!!int ", "!!float ", "!!bool ", "!!null ", "!!str ", "!!map ", "!!seq ", "!!set ", "!!binary "),
    *("2026-13-45", "9" * 5000, "0x", "1e999", ".inf", "~", "=", "\x00", "\x85", "\u2028", "\ufeff", "\U0001f600"),
    *("\\U00110000", "\\x", "\\ud800"),
]
VALUES = [
    *(
        "",
        "null",
        "true",
        "-1",
        "1.5",
        "''",
        "'('",
        "x",
        "object",
        "array",
        "[]",
        "{}",
        "[1]",
        "[null]",
        "[[]]",
        "{a: 1}",
    ),
    *(
        "{a: 1}",
        "{$ref: 1}",
        "{$ref: x}",
        "{$ref: '#/info'}",
        "{$ref: '#/%zz'}",
        "{$ref: '#/components/schemas/ApiError'}",
    ),
]
KEYS = [
    *("type", "enum", "const", "required", "items", "properties", "additionalProperties", "allOf", "format", "minimum"),
    *(
        "pattern",
        "default",
        "examples",
        "description",
        "title",
        "parameters",
        "name",
        "in",
        "schema",
        "content",
        "tags",
    ),
    *(
        "tags",
        "responses",
        "headers",
        "security",
        "operationId",
        "servers",
        "paths",
        "components",
        "info",
        "200",
        "x-evidence",
    ),
]
bounded = settings(
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """The beginning of openapi.yaml after some edits in the midst of words."""
    text = "".join(LINES[: draw(st.integers(10, 150))])
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 5, 100])))
        text = text[:start] + draw(st.sampled_from(["", *SCRAPS])) + text[end:]
    return text


@st.composite
def documents(draw: st.DrawFn) -> str:
    """openapi.yaml after some edits of whole lines: gone, twice, elsewhere, or with another key or value."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 2))):
        at, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        margin, key = re.findall(r"^( *-? ?)([^:]*)", lines[at])[0]
        value = draw(st.sampled_from(VALUES))
        edited = [
            [],
            [lines[at], lines[at]],
            [lines[other]],
            [f"{margin}{key.strip()}: {value}\n"],
            [f"{margin}{draw(st.sampled_from(KEYS))}: {value}\n"],
        ]
        lines[at : at + 1] = draw(st.sampled_from(edited))
    return "".join(lines)


@settings(bounded, max_examples=1000)
@given(text=texts())
def test_a_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    try:
        parse(Path("openapi.yaml"), text.encode())
    except ContractError as error:
        assert re.fullmatch(r"openapi\.yaml:(\d+:)? .+[.]", str(error)), str(error)  # noqa: PT017 - or it is read
        assert len(str(error)) < 300  # noqa: PT017 - as above


@settings(bounded, max_examples=40)
@given(text=documents())
def test_the_rules_of_what_is_read_end_in_findings(text: str) -> None:
    with contextlib.suppress(ContractError):
        for finding in check(parse(Path("openapi.yaml"), text.encode())):
            assert re.fullmatch(r"openapi\.yaml:\d+ #.*", str(finding)), str(finding)


@pytest.mark.parametrize("value", ["[]", "{}", "null", "1", "x"])
@pytest.mark.parametrize("key", ["info", "servers", "tags", "paths", "components", "security"])
def test_a_part_of_another_kind_is_a_finding(key: str, value: str) -> None:
    rest = re.sub(rf"(?ms)^{key}:.*?^(?=\w)", "", "".join(LINES) + "x-end: 1\n")
    assert check(parse(Path("openapi.yaml"), f"{rest}{key}: {value}\n".encode()))
