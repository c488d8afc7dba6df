"""Notes on parameters and members of bodies; what is not read; drafts of all of it."""

from pathlib import Path

import pytest

from contract_tests.quality import frozen
from contract_tests.tests.page.tasks import ANSWER, CONTRACT, CURL, DATA, HEAD, PAGE, PROBLEM, SECTIONS, compared, told
from scripts.contract.document import parse
from scripts.contract.values import Json, Object, at, members
from scripts.page.compare import compare
from scripts.page.draft import draft
from scripts.page.draft import text as yaml
from scripts.page.mintlify import render
from scripts.page.parse import read
from scripts.page.report import verdict


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
        ("A task.\n", "Available options: open, done\n", "Available options: open, done"),
        ("data\nobject\nrequired", "data\ntask\nrequired", "task"),
        ("How far to go.\n", "Example:\n\n5\n", None),
    ],
)
def test_what_is_not_read_is_named(old: str, new: str, unread: str | None) -> None:
    assert old in SECTIONS
    outcome = compared(PAGE.replace(SECTIONS, SECTIONS.replace(old, new, 1)))
    assert outcome.differences == []
    assert verdict(outcome).endswith(f'; not read: "{unread}"' if unread else " 0 out of sight")
    assert (" agrees: " in verdict(outcome), " is read in part: " in verdict(outcome)) == (not unread, bool(unread))


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


@pytest.mark.parametrize("page", [PAGE, frozen.PAGE])
def test_a_page_agrees_with_its_draft(page: str) -> None:
    shown = read(page)
    url = shown.request.url if shown.request else ""
    drafted: Object = {"openapi": "3.1.0", "servers": [{"url": url.removesuffix(shown.path or "")}], **draft(shown)}
    outcome = compare(parse(Path("draft.yaml"), yaml(drafted).encode()), shown)
    assert (outcome.differences, outcome.unseen) == ([], 0)


def as_list(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value
