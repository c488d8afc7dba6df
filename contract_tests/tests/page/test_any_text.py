"""Whatever becomes of the text of a page, the outcome is a comparison, or one sentence that says why there is none."""

import contextlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.quality import frozen
from contract_tests.tests.page import tasks, vendor
from scripts.contract.operations import operations
from scripts.page import command
from scripts.page.command import main

TASKS = tasks.CONTRACT
TEXTS = {
    "stop": (frozen.CONTRACT, frozen.PAGE),
    "tasks": (TASKS, tasks.PAGE),
    "Markdown": (TASKS, vendor.page(vendor.block(next(operations(TASKS.document))))),
}
PIECES = (
    *"{}[]\"'\\,:<>|/#`-\n\t ",
    *(
        "'\\''",
        "<<EOF\n",
        "EOF",
        "\\\n",
        "--data '",
        "--form a=b",
        "-H",
        "-G",
        '\\"',
        "\\u00e9",
        "\\ud800",
        "&#0;",
        "\u200b",
    ),
    *("{task}", "200", "4XX", "default", "409\napplication/json\n", "\nBody\n", "\nResponse\n", "\nHeaders\n"),
    *(
        "string",
        "required",
        " | null",
        "enum<string>",
        "[]",
        "default:",
        "Available options:",
        "Required range: x < ",
        "Pattern:",
    ),
    *("null", "openapi: 3.0.0", "$ref: x", "allOf: [", "anyOf:\n- ", "type: [", "nullable: true", "{}", "*a", "&a "),
    *("0", "-1", "1e999", "2.0", "9" * 400, "null", "true", "NaN", "{" * 200, "[" * 2000),
)


def put_in(text: str, begin: int, _: int, piece: str) -> str:
    return text[:begin] + piece + text[begin:]


def replaced(text: str, begin: int, end: int, piece: str) -> str:
    return text[:begin] + piece + text[end:]


def taken_out(text: str, begin: int, end: int, _: str) -> str:
    return text[:begin] + text[end:]


def repeated(text: str, begin: int, end: int, _: str) -> str:
    return text[:end] + text[begin:]


def reversed_there(text: str, begin: int, end: int, _: str) -> str:
    return text[:begin] + text[begin:end][::-1] + text[end:]


def cut(text: str, begin: int, _end: int, _: str) -> str:
    return text[:begin]


def on_one_line(text: str, _begin: int, _end: int, _: str) -> str:
    return " ".join(text.split())


EDITS: tuple[Callable[[str, int, int, str], str], ...] = (
    put_in,
    replaced,
    taken_out,
    repeated,
    reversed_there,
    cut,
    on_one_line,
)
edits = st.lists(
    st.tuples(st.sampled_from(EDITS), st.floats(0, 1), st.integers(1, 300), st.sampled_from(PIECES)),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("name", TEXTS)
def test_an_edited_page_is_compared_or_refused_in_one_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.txt"
    contract, whole = TEXTS[name]
    monkeypatch.setattr(command, "load", lambda: contract)

    @settings(database=None, deadline=None, derandomize=True, max_examples=200)
    @given(edits, st.sampled_from([[], ["--draft"]]))
    def run(changes: list[tuple[Callable[[str, int, int, str], str], float, int, str]], options: list[str]) -> None:
        text = whole
        for edit, where, length, piece in changes:
            begin = int(where * len(text))
            text = edit(text, begin, begin + length, piece)
        path.write_text(text, "utf-8")
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
            status = main([*options, str(path)])
        printed = out.getvalue()
        if status == 2:
            assert printed == ""
            assert re.fullmatch(rf"page: {re.escape(str(path))}(:\d+)?: .+\.\n", err.getvalue())
        else:
            assert err.getvalue() == ""
            assert options or (status == 0) is (" agrees: " in printed.splitlines()[-1])

    run()
