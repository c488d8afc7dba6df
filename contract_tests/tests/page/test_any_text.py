"""Whatever becomes of the text of a page, the outcome is a comparison, or one sentence that says why there is none."""

import contextlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.tests.page import test_whole_pages
from scripts.contract.document import PATH, load
from scripts.page import command
from scripts.page.command import PAGES, main

CONTRACTS = {name: load(path) for name, path in {"stop": PATH, "tasks": Path(__file__).parent / "tasks.yaml"}.items()}
TEXTS = {"stop": (PAGES / "stop.txt").read_text("utf-8"), "tasks": test_whole_pages.PAGE}
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
    *("0", "-1", "1e999", "9" * 400, "null", "true", "NaN", "{" * 200, "[" * 2000),
)
Edit = Callable[[str], str]


def spans(length: int) -> st.SearchStrategy[tuple[int, int]]:
    """Beginning and end of a part of a text."""
    return st.tuples(st.integers(0, length), st.integers(1, 300)).map(lambda span: (span[0], span[0] + span[1]))


def edits(length: int) -> st.SearchStrategy[Edit]:
    """One edit of a text: put something in, take a part out, repeat or reverse one, cut the end or the lines off."""
    places, parts = st.integers(0, length), spans(length)
    return st.one_of(
        st.builds(lambda at, new: lambda text: text[:at] + new + text[at:], places, st.sampled_from(PIECES)),
        st.builds(
            lambda at, new: lambda text: text[:at] + new + text[at + len(new) :], places, st.sampled_from(PIECES)
        ),
        parts.map(lambda part: lambda text: text[: part[0]] + text[part[1] :]),
        parts.map(lambda part: lambda text: text[: part[1]] + text[part[0] :]),
        parts.map(lambda part: lambda text: text[: part[0]] + text[part[0] : part[1]][::-1] + text[part[1] :]),
        places.map(lambda at: lambda text: text[:at]),
        st.sampled_from([lambda text: " ".join(text.split()), lambda text: re.sub(r"\s+", "", text)]),
    )


@pytest.mark.parametrize("name", TEXTS)
def test_an_edited_page_is_compared_or_refused_in_one_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.txt"
    monkeypatch.setattr(command, "load", lambda: CONTRACTS[name])

    @settings(database=None, deadline=None, derandomize=True, max_examples=200)
    @given(st.lists(edits(len(TEXTS[name])), min_size=1, max_size=4), st.booleans())
    def run(changes: list[Edit], drafted: bool) -> None:  # noqa: FBT001  # Hypothesis passes it
        text = TEXTS[name]
        for change in changes:
            text = change(text)
        path.write_text(text, "utf-8")
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
            status = main(["--draft"] * drafted + [str(path)])
        printed = out.getvalue()
        if status == 2:
            assert printed == ""
            assert re.fullmatch(rf"page: {re.escape(str(path))}(:\d+)?: .+\.\n", err.getvalue())
        else:
            assert err.getvalue() == ""
            assert drafted or (status == 1) is (" differs in " in printed.splitlines()[-1])

    run()
