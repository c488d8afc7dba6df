"""Pages that show a request body, and the same call in other languages."""

import pytest

from contract_tests.tests.page.tasks import (
    ANSWER,
    CURL,
    DATA,
    FORM,
    HEAD,
    LEAVES,
    PAGE,
    SECTIONS,
    SENT,
    TABS,
    compared,
    flat,
    glued,
    told,
)
from scripts.page.page import NotAPageError
from scripts.page.parse import read


@pytest.mark.parametrize(
    "data",
    [
        DATA,
        DATA.replace("--data", "--data-raw"),
        DATA.replace("--data", "-d"),
        DATA.replace("--data", "--compressed --json").replace("  --header 'Content-Type: application/json' \\\n", ""),
        f" \\\n  --header 'Content-Type: application/json' \\\n  --data @- <<EOF\n{SENT}\nEOF",
        f" \\\n  --header 'Content-Type: application/json' \\\n  --data @- << 'END'\n{SENT}\nEND",
        " \\\n  --header 'Content-Type: application/json' \\\n  --data \"" + SENT.replace('"', r"\"") + '"',
        " \\\n  --header 'Content-Type: application/json' \\\n  --data $'" + SENT.replace("\n", r"\n") + "'",
    ],
)
def test_a_body_is_read_in_every_form_of_the_shell(data: str) -> None:
    for page in (HEAD + CURL + data + ANSWER + SECTIONS, flat(HEAD + CURL + data + ANSWER + SECTIONS)):
        outcome = compared(page)
        assert (outcome.differences, outcome.compared) == ([], LEAVES)


def test_a_quote_inside_a_body_does_not_end_it() -> None:
    for quote in (r"'\''", "'\"'\"'"):
        data = DATA.replace('"title": "<string>"', f'"title": "it{quote}s"')
        (found,) = compared(HEAD + CURL + data + ANSWER + SECTIONS).differences
        assert (found.place, found.shown) == ("request body /title", '"it\'s"')


def test_a_form_is_a_body_with_a_member_for_each_field() -> None:
    page = HEAD + CURL + FORM + ANSWER + SECTIONS[: SECTIONS.index("Body")] + SECTIONS[SECTIONS.index("Response") :]
    outcome = compared(page)
    assert (outcome.differences, outcome.compared) == ([], 3 + 2)
    assert told(page.replace("weight=123", "weight=heavy")) == [
        (
            "request body /weight",
            'type changed: is a string with the value "heavy", was a number, or has a default of the wrong type',
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "place", "follows"),
    [
        ('  "weight": 2,\n', "", "request body /weight", "is gone"),
        (
            '  "weight": 2,\n',
            '  "weight": "<string>",\n',
            "request body /weight",
            "type changed: is a string, was a number",
        ),
        (
            '"room": "<string>"',
            '"room": "<string>",\n    "floor": 123',
            "request body /place/floor",
            "is new: a number",
        ),
        ("application/json' ", "application/x-www-form-urlencoded' ", "request media type", "takes application/x-www"),
    ],
)
def test_an_edit_of_the_body_is_told(old: str, new: str, place: str, follows: str) -> None:
    ((found, said),) = told(HEAD + CURL + DATA.replace(old, new) + ANSWER + SECTIONS)
    assert found == place
    assert said.startswith(follows)


def test_a_body_that_came_or_went_is_told_once() -> None:
    without = HEAD + CURL + ANSWER + SECTIONS[: SECTIONS.index("Body")] + SECTIONS[SECTIONS.index("Response") :]
    assert told(without) == [("request body", "takes no request body any more")]
    deletes = (HEAD + CURL + ANSWER).replace("PUT", "DELETE").replace(" \\\n  --header 'X-Trace: <x-trace>'", "")
    deletes = deletes.removesuffix(ANSWER)
    said = ("request body", "takes a request body now")
    assert told(deletes + DATA + "\nResponse\n\n204\n") == [said]
    assert told(deletes + "\n\nBody\n\napplication/json\n\nreason\nstring\n\nResponse\n\n204\n") == [said]
    assert told(deletes + "\n\nResponse\n\n204\n") == []


def test_a_body_that_is_cut_is_no_answer() -> None:
    page = HEAD + CURL + DATA
    for end in range(page.index("--data") + 6, len(page), 3):
        with pytest.raises(NotAPageError, match="it ends with its request body") as caught:
            read(page[:end])
        assert caught.value.line == HEAD.count("\n") + 1


def test_a_gap_in_the_body_leaves_the_sections_readable() -> None:
    outcome = compared(HEAD + CURL + DATA[: DATA.index('"state"')] + "…\n" + SECTIONS)
    assert outcome.differences == []
    assert (outcome.compared, outcome.unseen) == (2, 2 + 2)


def test_a_body_that_is_not_json_is_refused_with_its_line() -> None:
    with pytest.raises(NotAPageError, match="its request body is not JSON; copy it anew") as caught:
        read(HEAD + CURL + DATA.replace('"weight": 2,', '"weight" 2,') + ANSWER)
    assert caught.value.line == HEAD.count("\n") + 1


def test_a_value_in_the_url_is_a_query_parameter() -> None:
    page = (
        PAGE.replace("{task} \\", "'{task}?depth=3&deep=true' \\")
        .replace("https", "'https")
        .replace("tasks/'", "tasks/")
    )
    assert told(page) == [("query parameter deep", "is new")]


# Other languages


@pytest.mark.parametrize("language", TABS)
def test_the_same_call_in_another_language_is_no_answer(language: str) -> None:
    for tabs in (TABS[language], f"{language}\n{TABS[language]}", "\n".join([*TABS.values(), TABS[language]])):
        page = f"{HEAD}{CURL}{DATA}\n{tabs}{ANSWER}{SECTIONS}"
        for form in (page, glued(page)):
            outcome = compared(form)
            assert (outcome.differences, outcome.compared) == ([], LEAVES)
