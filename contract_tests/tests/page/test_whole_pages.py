"""Pages that show more than that of this project: request bodies, other languages, several answers, notes."""

import re
from pathlib import Path

import pytest

from scripts.contract.document import ContractError, Json, Object, at, load, members, parse
from scripts.page.command import PAGES, verdict
from scripts.page.compare import Comparison, compare
from scripts.page.draft import draft
from scripts.page.draft import text as yaml
from scripts.page.mintlify import render
from scripts.page.page import NotAPageError
from scripts.page.parse import read

CONTRACT = load(Path(__file__).parent / "tasks.yaml")
HEAD = "PUT\n/\nv1\n/\ntasks\n/\n{task}\ncURL\n"
CURL = (
    "curl --request PUT \\\n  --url https://tasks.example.com/api/v1/tasks/{task} \\\n"
    "  --header 'Authorization: Bearer <token>' \\\n  --header 'X-Trace: <x-trace>'"
)
SENT = '{\n  "title": "<string>",\n  "weight": 2,\n  "state": "open",\n  "place": {\n    "room": "<string>"\n  }\n}'
DATA = f" \\\n  --header 'Content-Type: application/json' \\\n  --data '\n{SENT}\n'"
FORM = (
    " \\\n  --header 'Content-Type: multipart/form-data' \\\n"
    "  --form 'title=<string>' \\\n  --form weight=123 \\\n  --form picture='@example-file'"
)
ANSWER = '\n{\n  "data": {\n    "id": "<string>",\n    "title": "<string>"\n  }\n}\n'
PROBLEM = '{\n  "message": "<string>",\n  "code": 123\n}\n'
SECTIONS = """
Authorizations

Authorization
string
header
required

Bearer authentication header of the form Bearer <token>, where <token> is your auth token.

Headers

X-Trace
string

Maximum length: 40

Path Parameters

task
string<uuid>
required

Query Parameters

depth
integer
default:3

How far to go.

Required range: 1 <= x <= 9

only
enum<string>[]

Available options:
open,
done

Body

application/json

title
string
required

weight
integer | null

Required range: x >= 1

state
enum<string>

Available options: open, done

place
object

Show child attributes

place.room
string

Response

200
application/json

A task.

data
object
required

Show child attributes

409
application/json

Somebody else was faster.

message
string
"""
PAGE = HEAD + CURL + DATA + ANSWER + SECTIONS
TABS = {
    "Python": (
        'import requests\n\nurl = "https://tasks.example.com/api/v1/tasks/{task}"\n\n'
        'payload = {\n    "title": "<string>",\n    "weights": [\n        201\n    ]\n}\n'
        'headers = {\n    "Authorization": "Bearer <token>",\n    "Content-Type": "application/json"\n}\n\n'
        "response = requests.put(url, json=payload, headers=headers)\n\nprint(response.text)"
    ),
    "JavaScript": (
        "const options = {\n  method: 'PUT',\n  headers: {Authorization: 'Bearer <token>'},\n"
        "  body: JSON.stringify({\"title\": '<string>'})\n};\n\n"
        "fetch('https://tasks.example.com/api/v1/tasks/{task}', options)\n  .then(res => res.json())"
    ),
    "PHP": (
        "<?php\n\n$curl = curl_init();\n\ncurl_setopt_array($curl, [\n  CURLOPT_HTTPHEADER => [\n"
        '    "Authorization: Bearer <token>"\n  ],\n]);\n\nif ($err) {\n  echo "cURL Error #:" . $err;\n}'
    ),
    "Go": (
        'package main\n\nimport (\n\t"fmt"\n)\n\nfunc main() {\n\n\turl := "https://tasks.example.com"\n\n'
        '\tpayload := strings.NewReader("{\\n  \\"title\\": \\"<string>\\"\\n}")\n\n\tfmt.Println(string(body))\n\n}'
    ),
    "Ruby": (
        "request = Net::HTTP::Put.new(url)\nrequest[\"Authorization\"] = 'Bearer <token>'\n"
        'request.body = "{\\n  \\"title\\": \\"<string>\\"\\n}"\n\n'
        "response = http.request(request)\nputs response.read_body"
    ),
}
LEAVES = 4 + 2


def compared(page: str) -> Comparison:
    return compare(CONTRACT, read(page))


def told(page: str) -> list[tuple[str, str]]:
    return [(one.place, one.follows) for one in compared(page).differences]


def flat(page: str) -> str:
    return " ".join(page.split())


def glued(page: str) -> str:
    """The page as some crawlers give it: type, flags and tabs run together."""
    page = re.sub(r"\n(required|header|default:3)(?=\n)", r"\1", page)
    return page.replace("'\n{", "'{").replace("read_body\n{", "read_body{").replace("}\n{", "}{")


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


# The command


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


# Answers


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


# Sections


@pytest.mark.parametrize(
    ("old", "new", "place", "follows"),
    [
        ("1 <= x <= 9", "1 <= x <= 5", "query parameter depth", "has another maximum now"),
        ("1 <= x <= 9", "1 < x <= 9", "query parameter depth", "has exclusiveMinimum now"),
        ("default:3", "default:4", "query parameter depth", "has another default now"),
        ("default:3", "default:3\nrequired", "query parameter depth", "changed"),
        ("open,\ndone", "open,\nlate", "query parameter only", "has another enum now"),
        ("enum<string>[]", "string[]", "query parameter only", "changed"),
        ("Maximum length: 40", "Maximum length: 80", "header parameter X-Trace", "has another maxLength now"),
        ("Maximum length: 40", "Required string length: 1 - 40", "header parameter X-Trace", "has minLength now"),
        ("Maximum length: 40", "Pattern: ^[a-z]+$", "header parameter X-Trace", "has pattern now"),
        (
            "string<uuid>\nrequired\n",
            "string<uuid>\nrequired\nAvailable options: a, b\n",
            "path parameter task",
            "has enum now",
        ),
        (
            "string<uuid>\nrequired\n",
            "string<uuid>\nrequired\ndeprecated\n",
            "path parameter task",
            "has deprecated now",
        ),
        ("Headers\n", "X-Key\nstring\nheader\nrequired\n\nHeaders\n", "authorization", "needs the header X-Key"),
        ("x >= 1", "x >= 2", "request body member weight", "has another minimum now"),
        ("integer | null", "integer", "", ""),
        ("weight\ninteger | null\n\nRequired range: x >= 1\n", "", "request body member weight", "is gone"),
        ("title\nstring\nrequired", "title\nstring", "request body member title", "changed"),
        ("title\nstring\nrequired", "title\nstring | null\nrequired", "request body member title", "changed"),
        ("title\nstring\nrequired", "title\ninteger\nrequired", "request body member title", "changed"),
        ("place.room\nstring", "place.room\nboolean", "request body member place.room", "changed"),
        ("place.room\nstring", "place.floor\ninteger", "request body member place.floor", "is new"),
        ("data\nobject\nrequired", "data\nobject[]\nrequired", "response member data", "changed"),
        ("data\nobject\nrequired", "data\nobject", "", ""),
        ("message\nstring", "message\nstring\nrequired", "response member message", "changed"),
        ("message\nstring", "reason\nstring", "response member reason", "is new"),
    ],
)
def test_an_edit_of_a_section_is_told(old: str, new: str, place: str, follows: str) -> None:
    assert old in SECTIONS
    page = PAGE.replace(SECTIONS, SECTIONS.replace(old, new, 1))
    assert told(page) == ([(place, follows)] if place else [])


@pytest.mark.parametrize(
    ("old", "new", "unread"),
    [
        ("How far to go.\n", "Multiple of: 3\n", "Multiple of: 3"),
        ("A task.\n", "Rate limit: 10 a minute\n", "Rate limit: 10 a minute"),
        ("Body\n\napplication/json\n", "Body\n\napplication/json\ntext/csv\n", "text/csv"),
        ("How far to go.\n", "Example:\n\n5\n", None),
    ],
)
def test_what_is_not_read_is_named(old: str, new: str, unread: str | None) -> None:
    assert old in SECTIONS
    outcome = compared(PAGE.replace(SECTIONS, SECTIONS.replace(old, new, 1)))
    assert outcome.differences == []
    assert verdict(outcome).endswith(f'; not read: "{unread}"' if unread else " 0 out of sight")


# Drafts


def test_a_draft_has_the_bodies_the_answers_and_the_notes_of_the_page() -> None:
    document = draft(read(HEAD + CURL + DATA + "\n200\n409" + ANSWER + PROBLEM + SECTIONS))
    operation = members(at(document, "/paths/~1v1~1tasks~1{task}/put"))
    schemas = {str(one["name"]): one["schema"] for one in map(members, as_list(operation["parameters"]))}
    assert schemas == {
        "X-Trace": {"type": "string", "maxLength": 40},
        "task": {"type": "string", "format": "uuid"},
        "depth": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3},
        "only": {"type": "array", "items": {"type": "string", "enum": ["open", "done"]}},
    }
    sent = members(at(operation, "/requestBody/content/application~1json/schema"))
    stated = members(at(CONTRACT.document, "/components/schemas/TaskRequest"))
    assert render(document, sent) == render(CONTRACT.document, stated, hidden="readOnly")
    assert at(document, "/components/schemas/PutTasksRequest/required") == ["title"]
    for status, name in (("200", "TaskResponse"), ("409", "Problem")):
        answer = members(at(operation, f"/responses/{status}/content/application~1json/schema"))
        stated = members(at(CONTRACT.document, f"/components/schemas/{name}"))
        assert render(document, answer) == render(CONTRACT.document, stated)


@pytest.mark.parametrize("page", [PAGE, PAGES.joinpath("stop.txt").read_text("utf-8")])
def test_a_page_agrees_with_its_draft(page: str) -> None:
    shown = read(page)
    url = shown.request.url if shown.request else ""
    drafted: Object = {"openapi": "3.1.0", "servers": [{"url": url.removesuffix(shown.path or "")}], **draft(shown)}
    outcome = compare(parse(Path("draft.yaml"), yaml(drafted).encode()), shown)
    assert (outcome.differences, outcome.unseen) == ([], 0)


def as_list(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value
