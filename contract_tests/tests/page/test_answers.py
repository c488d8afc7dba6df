"""Pages that show several answers, or one in another place."""

from pathlib import Path

import pytest

from contract_tests.tests.page.tasks import (
    ANSWER,
    CURL,
    DATA,
    HEAD,
    LEAVES,
    PAGE,
    PROBLEM,
    SECTIONS,
    TABS,
    compared,
    flat,
    glued,
    told,
)
from scripts.contract.document import parse
from scripts.contract.values import ContractError
from scripts.page.compare import compare
from scripts.page.parse import read


def test_a_page_with_everything_agrees() -> None:
    for page in (PAGE, flat(PAGE), glued(PAGE), PAGE.replace("200\napp", "200 - app")):
        outcome = compared(page)
        assert (outcome.differences, outcome.compared, outcome.unseen) == ([], LEAVES, 0)


def test_a_method_that_a_path_with_several_lacks_is_another_operation() -> None:
    outcome = compared(PAGE.replace("PUT", "PATCH"))
    assert (outcome.operation, outcome.shared) == (None, {"/data": "TaskResource"})


@pytest.mark.parametrize(
    ("property_", "sentence"),
    [
        ("{$ref: '#/components/schemas/TaskResource'}", r"tasks\.yaml: a schema contains itself, .+"),
        ("{oneOf: [{type: string}]}", r"tasks\.yaml: oneOf: the rules of the page for it are not known; .+"),
        ("{$ref: '#/components/schemas/None'}", r"tasks\.yaml: #/components/schemas/None: nothing stands there; .+"),
    ],
)
def test_a_schema_that_no_rule_of_the_page_knows_is_refused(property_: str, sentence: str) -> None:
    source = (Path(__file__).parent / "tasks.yaml").read_text("utf-8")
    other = source.replace("title: {type: [string, ", f"more: {property_}\n        title: {{type: [string, ")
    assert other != source
    with pytest.raises(ContractError, match=sentence):
        compare(parse(Path("tasks.yaml"), other.encode()), read(PAGE))


def test_an_answer_is_compared_with_that_of_its_status() -> None:
    both = HEAD + CURL + DATA + "\n200\n409" + ANSWER + PROBLEM + SECTIONS
    each = HEAD + CURL + DATA + "\n200" + ANSWER + "409\n" + PROBLEM + SECTIONS
    bare = HEAD + CURL + DATA + ANSWER + PROBLEM + SECTIONS
    for page in (both, each, bare, flat(both), glued(both)):
        assert (told(page), compared(page).compared) == ([], LEAVES + 2)
        wrong = page.replace('"code": 123', '"code": "<string>"')
        assert told(wrong) == [("status 409 /code", "type changed: is a string, was a number")]


@pytest.mark.parametrize("body", ["[\n  123\n]", '[["<string>"]]', "[true]", "[null]", "[]", "{}"])
def test_an_answer_may_be_any_object_or_list(body: str) -> None:
    ((place, follows),) = told(f"{HEAD}{CURL}{DATA}\n{body}\n")
    assert place == ""
    assert follows.startswith(("type changed", "shows no properties"))


def test_examples_may_stand_behind_the_sections() -> None:
    page = HEAD + SECTIONS + TABS["JavaScript"] + "\n200" + ANSWER + "409\n" + PROBLEM
    assert (told(page), compared(page).compared) == ([], 4)
    wrong = page.replace('"code": 123', '"code": "<string>"')
    assert told(wrong) == [("status 409 /code", "type changed: is a string, was a number")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("200\napplication/json\n\nA task.", "200\n\n200\napplication/json\n\nA task."),
        ("200\napplication/json\n\nA task.\n\ndata", "A task.\n\ndata"),
        ("message\nstring\n", 'message\nstring\n\nExample:\n\n"late"\n\ncode\ninteger\n\nExample:\n\n402\n'),
    ],
)
def test_a_response_section_may_be_written_otherwise(old: str, new: str) -> None:
    assert old in SECTIONS
    page = PAGE.replace(SECTIONS, SECTIONS.replace(old, new))
    assert told(page) == []
    assert told(page.replace("data\nobject\nrequired", "data\nobject[]")) == [("response member data", "changed")]


def test_a_class_of_the_contract_has_its_statuses() -> None:
    assert told(PAGE + "\n503\napplication/json\n\nLater.\n") == []


@pytest.mark.parametrize(
    "page",
    [
        PAGE + "\n202\napplication/json\n\nAccepted\n",
        PAGE + "\n202\n\nNo body.\n",
        flat(PAGE) + " 202 application/json Accepted",
        PAGE + "\nResponse\n\n202 - application/json\n",
        HEAD + CURL + DATA + "\n200\n202" + ANSWER + SECTIONS,
        HEAD + CURL + DATA + "\n200 OK\n202 Not yet done" + ANSWER + SECTIONS,
        HEAD + CURL + DATA + ANSWER + "200\n202\n" + SECTIONS,
        HEAD + CURL + DATA + "\n200" + ANSWER + "202\n" + PROBLEM + SECTIONS,
        flat(HEAD + CURL + DATA + "\n200\n202" + ANSWER + SECTIONS),
    ],
)
def test_a_status_that_the_contract_lacks_is_told(page: str) -> None:
    assert told(page) == [("status", "answers 202 now")]


def test_an_example_of_no_known_status_is_told_unless_it_is_a_copy() -> None:
    page = HEAD + CURL + DATA + ANSWER + PROBLEM
    assert told(page) == [("response", "is another example, of which the page does not say the status")]
    assert told(HEAD + CURL + DATA + ANSWER + ANSWER) == []


def test_a_body_of_an_answer_that_has_none_in_the_contract_is_told() -> None:
    page = (HEAD + CURL + "\n204" + ANSWER).replace("PUT", "DELETE").replace(" \\\n  --header 'X-Trace: <x-trace>'", "")
    assert told(page) == [("response", "answers with a body now")]
