"""Comparing a page: it agrees in every form of its text, and every edit is reported at its place."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import EllipsisType
from typing import TypeAlias

import pytest

from contract_tests.quality.frozen import CONTRACT, PAGE
from scripts.contract.values import Json, Object, at, members
from scripts.page import parse
from scripts.page.compare import Comparison, compare
from scripts.page.page import NotAPageError
from scripts.page.report import line

Shown: TypeAlias = "Json | EllipsisType"

EXAMPLE = PAGE[PAGE.index('{\n  "data"') : PAGE.index("\n}\n") + 2]
BEFORE, AFTER = PAGE.split(EXAMPLE)
SECTIONS = AFTER.index("Response")


def unindented(page: str) -> str:
    return re.sub(r"^ +", "", page, flags=re.MULTILINE)


def flat(page: str) -> str:
    return " ".join(page.split())


def compact(_: str) -> str:
    return BEFORE + json.dumps(json.loads(EXAMPLE)) + AFTER


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "without indentation": unindented,
    "on one line": flat,
    "example on one line": compact,
    "example glued to the cURL line": lambda page: page.replace("'\n{", "'{"),
    "glued and without indentation": lambda page: unindented(page.replace("'\n{", "'{")),
    "without path head": lambda page: page[page.index("curl") :],
    "path head on one line": lambda page: page.replace(
        page[: page.index("cURL")], page[: page.index("cURL")].replace("\n", "")
    ),
    "with the navigation of the site": lambda page: (
        "Skip to main content\nComm home page\nAPI\n" + page + "\nPrevious\nNext\n"
    ),
    "without the sections of parameters": lambda page: page.replace(AFTER[:SECTIONS], "\n"),
    "without any section": lambda page: page.removesuffix(AFTER),
    "with HTML entities and wide spaces": lambda page: (
        page.replace("<", "&lt;").replace(">", "&gt;").replace("  ", "\u00a0 ")
    ),
    "with Windows line ends": lambda page: page.replace("\n", "\r\n"),
    "with zero-width spaces in headings": lambda page: page.replace("Path Parameters", "\u200bPath Parameters"),
    "with a date of capture": lambda page: f"Captured 2025-11-03.\n{page}",
}


def compared(page: str) -> Comparison:
    return compare(CONTRACT, parse.read(page))


@pytest.mark.parametrize("form", FORMS)
def test_the_page_agrees_in_every_form(form: str) -> None:
    outcome = compared(FORMS[form](PAGE))
    assert (outcome.differences, outcome.compared, outcome.unseen) == ([], 90, 0)


@pytest.mark.parametrize("form", ["as it is", "without indentation", "on one line"])
def test_a_page_truncated_anywhere_in_its_example_agrees_as_far_as_it_goes(form: str) -> None:
    page = FORMS[form](PAGE.removesuffix(AFTER))
    begin = page.index('{ "data"' if form == "on one line" else "{\n")
    counts: list[int] = []
    for end in range(begin + 1, len(page), 11):
        outcome = compared(page[:end])
        assert outcome.differences == [], page[end - 40 : end]
        assert outcome.compared + outcome.unseen == 90
        counts.append(outcome.compared)
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[-1] >= 89


def test_a_gap_in_the_example_leaves_the_sections_readable() -> None:
    outcome = compared(BEFORE + EXAMPLE[:900] + " …" + AFTER)
    assert outcome.differences == []
    assert outcome.unseen > 0
    assert outcome.page.response.name == "SmsCampaignSendResource"


# Edits of the example: place, value on the page (... if removed), explanation, level
DAY = 'type changed: is a string with the value "Mon", was an array of strings, or has a default of the wrong type'
SILENT = "the page says nothing about nullability"
META = "/data/meta"
MANUAL = f"{META}/manual_data"
STEPS = f"{META}/multistep_data"
PLANNER = f"{META}/planner_data"
STATUS = f"{META}/multistep_status"
INNER = f"{STATUS}/planner_data"
UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
EDITS: list[tuple[str, Shown, str, str]] = [
    (f"{MANUAL}/send_amount", 300, "has another default now: 300", "inferred"),
    (f"{MANUAL}/send_amount", 2, "has no default any more", "documented"),
    (f"{MANUAL}/send_amount", 123, "has no minimum, maximum or default any more", "inferred"),
    (f"{MANUAL}/send_amount", "<string>", "type changed: is a string, was a number", "documented"),
    (f"{MANUAL}/send_amount", None, "null is its first type now, or its default", "documented"),
    (f"{MANUAL}/send_amount", "<any>", "has no type any more", "documented"),
    (f"{MANUAL}/send_amount", ["<string>"], "type changed: is an array of strings, was a number", "documented"),
    (f"{MANUAL}/throttle_batch_size", 1, "has no default any more", "documented"),
    (f"{STEPS}/min_ctr", 1, "has minimum 0 now, or a default: 1", "inferred"),
    (f"{STEPS}/min_ctr", 2.0, "has minimum 1 now, or a default: 2.0", "inferred"),
    (f"{STEPS}/min_ctr", 0.5, "has a default now: 0.5", "inferred"),
    (f"{STEPS}/max_sms_to_send", 123, "has no minimum, maximum or default any more", "inferred"),
    (f"{STEPS}/is_active", False, "has a default now: false", "inferred"),
    (f"{PLANNER}/multistep_data/step_size", 200, "has a default now: 200", "inferred"),
    (f"{PLANNER}/daily_sms_contact_limit", 2, "has no default any more", "documented"),
    (f"{INNER}/multistep_data/step_delay", 5, "has a default now: 5", "inferred"),
    (f"{INNER}/weekly_sms_contact_limit", 5, "has a default now: 5", "inferred"),
    (f"{STATUS}/current_step", 123, "has no default any more", "documented"),
    (f"{META}/use_dedicated_domains", True, "has no default any more", "documented"),
    ("/data/status", "running", 'has a default, an example or an enum now: "running"', "inferred"),
    ("/data/id", UUID, "has format uuid now", "documented"),
    ("/data/updated_at", "2023-11-07T05:31:56Z", "has format date-time now", "documented"),
    (f"{META}/domain_plan_id", "<string>", "has no format any more", "documented"),
    (f"{META}/send_type", "planner", 'has another value of its own now: "planner"', "inferred"),
    (f"{META}/send_type", "<string>", "has no example any more", "documented"),
    (f"{STATUS}/status", "<string>", "has no default any more", "documented"),
    (f"{STATUS}/status", "waiting", 'has another default now: "waiting"', "inferred"),
    (f"{META}/segment_ids", ["<string>"], "has no default any more: is an array of strings again", "documented"),
    (f"{STATUS}/last_timezones", [{}], "has no default any more: is an array of objects again", "documented"),
    (f"{PLANNER}/days_of_week", [], "has a default now: []", "inferred"),
    (f"{PLANNER}/days_of_week", "Mon", DAY, "inferred"),
    (f"{PLANNER}/days_of_week", ["Mon", "Tue"], 'has a default now: ["Mon", "Tue"]', "inferred"),
    (f"{PLANNER}/days_of_week/0", "Mon", 'has a default, an example or an enum now: "Mon"', "inferred"),
    (f"{PLANNER}/weekly_schedule/Tue", {}, "shows no properties any more", "documented"),
    (f"{PLANNER}/weekly_schedule/Tue", "<string>", "type changed: is a string, was an object", "documented"),
    ("/data/updated_at", ..., "is gone", "documented"),
    ("/data/logs/0/caller_type", ..., "is gone", "documented"),
    (f"{PLANNER}/weekly_schedule/Wed/start", ..., "is gone", "documented"),
    ("/data/stopped_at", "<string>", f"is new: a string; {SILENT}", "documented"),
    (f"{META}/priority", 5, f"is new: a number with the value 5; {SILENT}", "documented"),
    (f"{META}/team", {"id": UUID}, f"is new: an object; {SILENT}", "documented"),
    ("/data/logs/0/tags", ["<string>"], f"is new: an array of strings; {SILENT}", "documented"),
    ("/data/logs/0/by", UUID, f"is new: a string of format uuid; {SILENT}", "documented"),
]
FACTS = [
    ("POST", "PUT", "method", "is called with PUT now"),
    ("v1", "v2", "path", "has another path now"),
    ("{campaignSend}", "{send}", "path", "has another path now"),
    ("https://api.comm.com/api", "https://eu.comm.com/api", "server", "is served from elsewhere now"),
    ("'Authorization: Bearer <token>'", "'X-API-Key: <api-key>'", "authorization", "needs the header X-API-Key"),
    (
        " \\\n  --header 'Authorization: Bearer <token>'",
        "",
        "authorization",
        "no longer needs the header Authorization",
    ),
    (
        "<token>'",
        "<token>' \\\n  --header 'Content-Type: application/json' \\\n  --data '\n{\n  \"note\": \"<string>\"\n}\n'",
        "request body",
        "takes a request body now",
    ),
    ("campaign\nstring<uuid>\nrequired\n", "campaign\nstring\nrequired\n", "path parameter campaign", "changed"),
    ("campaign\nstring<uuid>\nrequired\n", "campaign\ninteger\nrequired\n", "path parameter campaign", "changed"),
    ("campaign\nstring<uuid>\nrequired\n\nThe campaign ID\n", "", "path parameter campaign", "is gone"),
    (
        "\nResponse\n",
        "\nQuery Parameters\n\nforce\nboolean\n\nStop now\n\nResponse\n",
        "query parameter force",
        "is new",
    ),
    ("\n200\n", "\n202\n", "status", "answers 202 now"),
    (
        "application/json\n\nSms",
        "application/vnd.api+json\n\nSms",
        "media type",
        "answers application/vnd.api+json now",
    ),
    ("SmsCampaignSendResource", "CampaignSendResource", "response", "answers CampaignSendResource now"),
]


def edited(pointer: str, shown: Shown) -> str:
    """The page with another value in its example, or without the value."""
    example: Object = json.loads(EXAMPLE)
    parent, _, key = pointer.rpartition("/")
    holder = at(example, parent)
    if isinstance(holder, list):
        assert not isinstance(shown, EllipsisType)
        holder[int(key)] = shown
    elif isinstance(holder, dict) and isinstance(shown, EllipsisType):
        del holder[key]
    elif isinstance(holder, dict) and not isinstance(shown, EllipsisType):
        holder[key] = shown
    return BEFORE + json.dumps(example, indent=2) + AFTER


@pytest.mark.parametrize("form", ["as it is", "without indentation", "on one line", "example glued to the cURL line"])
@pytest.mark.parametrize(("pointer", "shown", "follows", "level"), EDITS)
def test_an_edit_of_the_example_is_told_at_its_place(
    pointer: str, shown: Shown, follows: str, level: str, form: str
) -> None:
    outcome = compared(FORMS[form](edited(pointer, shown)))
    assert outcome.defaults
    assert [(one.place, one.follows, one.level) for one in outcome.differences] == [(pointer, follows, level)]


def test_another_order_is_told_where_it_is() -> None:
    example: Object = json.loads(EXAMPLE)
    (data,) = example.values()
    outcome = compared(BEFORE + json.dumps({"data": dict(reversed(members(data).items()))}) + AFTER)
    assert [(one.place, one.follows) for one in outcome.differences] == [("/data", "order changed")]


@pytest.mark.parametrize(("old", "new", "place", "follows"), FACTS)
def test_an_edit_of_a_fact_is_told(old: str, new: str, place: str, follows: str) -> None:
    assert old in PAGE
    outcome = compared(PAGE.replace(old, new))
    assert (place, follows) in [(one.place, one.follows) for one in outcome.differences]
    assert {one.place for one in outcome.differences} <= {place, "authorization", *(p for p, _ in RENAMED.get(new, []))}
    assert (outcome.compared, outcome.unseen) == (90, 0)


RENAMED = {"{send}": [("path parameter send", ""), ("path parameter campaignSend", "")], "'X-API-Key: <api-key>'": []}


def told(page: str) -> list[str]:
    outcome = compared(page)
    return [line(CONTRACT, outcome, difference) for difference in outcome.differences]


def test_a_difference_is_one_line_that_begins_with_where_to_edit() -> None:
    number = CONTRACT.line("/components/schemas/ManualData/properties/send_amount")
    assert told(edited(f"{MANUAL}/send_amount", 300)) == [
        (
            f"openapi.yaml:{number} /data/meta/manual_data/send_amount: page 300, contract 200: "
            "has another default now: 300 (inferred)"
        )
    ]


def test_a_line_that_speaks_for_other_places_too_says_so() -> None:
    number = CONTRACT.line("/components/schemas/TimeWindow/properties/start")
    assert told(edited(f"{PLANNER}/weekly_schedule/Wed/start", ...)) == [
        (
            f'openapi.yaml:{number} {PLANNER}/weekly_schedule/Wed/start: page nothing, contract "<string>": '
            "is gone (documented); 15 other places share this line and agree"
        )
    ]


# Other renderers and other pages

OLDER = {
    '"segment_ids": []': '"segment_ids": [\n{}\n]',
    '"use_dedicated_domains": false': '"use_dedicated_domains": true',
    '"send_amount": 200': '"send_amount": 2',
    '"throttle_batch_size": 0': '"throttle_batch_size": 1',
    '"step_size": 200': '"step_size": 2',
    '"step_delay": 5': '"step_delay": 2',
    '"weekly_sms_contact_limit": 5': '"weekly_sms_contact_limit": 2',
    '"daily_sms_contact_limit": 1': '"daily_sms_contact_limit": 2',
    '"current_step": 0': '"current_step": 123',
    '"total_available_contacts": 0': '"total_available_contacts": 123',
    '"total_sent": 0': '"total_sent": 123',
    '"initial_brands": []': '"initial_brands": [\n"<string>"\n]',
    '"steps_performance": []': '"steps_performance": [\n"<string>"\n]',
    '"last_timezones": []': '"last_timezones": [\n"<string>"\n]',
    '"status": "in_progress"': '"status": "<string>"',
}
NEWER = {
    '"days_of_week": [\n          "<string>"\n        ]': '"days_of_week": "Mon"',
    '"days_of_week": [\n            "<string>"\n          ]': '"days_of_week": "Mon"',
    '"step_size": 2,': '"step_size": 200,',
    '"step_delay": 2,': '"step_delay": 5,',
    '"weekly_sms_contact_limit": 2': '"weekly_sms_contact_limit": 5',
    '"daily_sms_contact_limit": 2': '"daily_sms_contact_limit": 1',
}


def rewritten(page: str, values: dict[str, str]) -> str:
    for old, new in values.items():
        assert old in page
        page = page.replace(old, new)
    return page


def test_a_page_of_the_older_renderer_is_recognised_and_agrees() -> None:
    outcome = compared(rewritten(PAGE, OLDER))
    assert (outcome.differences, outcome.defaults) == ([], False)
    assert (outcome.compared, outcome.unseen) == (86, 4)


def test_an_edit_is_told_on_a_page_of_the_older_renderer_too() -> None:
    outcome = compared(rewritten(PAGE, OLDER).replace('"created_at": "<string>",\n', "", 1))
    assert [(one.place, one.follows) for one in outcome.differences] == [("/data/created_at", "is gone")]


def test_a_page_of_the_newer_kind_shows_the_nested_defaults() -> None:
    assert {(one.place, one.follows) for one in compared(rewritten(PAGE, NEWER)).differences} == {
        *((f"{planner}/days_of_week", DAY) for planner in (PLANNER, INNER)),
        *((f"{planner}/multistep_data/step_size", "has a default now: 200") for planner in (PLANNER, INNER)),
        *((f"{planner}/multistep_data/step_delay", "has a default now: 5") for planner in (PLANNER, INNER)),
        (f"{INNER}/weekly_sms_contact_limit", "has a default now: 5"),
        (f"{INNER}/daily_sms_contact_limit", "has minimum 0 now, or a default: 1"),
    }


def other(method: str, path: str, body: Json, *, data: bool = False) -> str:
    """A page of another operation that has the same meta."""
    sent = f" \\\n  --header 'Content-Type: application/json' \\\n  --data '\n{json.dumps(body, indent=2)}\n'" * data
    url = f"https://api.comm.com/api{path}"
    curl = f"curl --request {method} \\\n  --url {url} \\\n  --header 'Authorization: Bearer <token>'"
    return f"{curl}{sent}\n{json.dumps(body, indent=2)}\n{AFTER}"


SEND = json.loads(EXAMPLE)["data"]
CAMPAIGN: Json = {
    "data": {"id": "<string>", "name": "<string>", "user_id": "<string>", "team": {}, "meta": SEND["meta"]}
}
LISTED: Json = {
    "data": [SEND],
    "links": {"first": "<string>", "last": "<string>"},
    "meta": {"total": 123, "path": "<string>"},
}


@pytest.mark.parametrize(
    ("page", "shared", "leaves"),
    [
        (other("GET", "/v1/sms/campaigns/{campaign}", CAMPAIGN), {"/data/meta": "SendMeta"}, 80),
        (other("PUT", "/v1/sms/campaigns/{campaign}", CAMPAIGN, data=True), {"/data/meta": "SendMeta"}, 80),
        (other("GET", "/v1/sms/campaigns/{campaign}/sends", LISTED), {"/data/0": "SmsCampaignSendResource"}, 90),
    ],
)
def test_a_page_of_another_operation_is_compared_where_it_shares_schemas(
    page: str, shared: dict[str, str], leaves: int
) -> None:
    outcome = compared(page)
    assert (outcome.differences, outcome.shared, outcome.compared, outcome.unseen) == ([], shared, leaves, 0)


def test_a_difference_on_a_page_of_another_operation_is_reported() -> None:
    page = other("GET", "/v1/sms/campaigns/{campaign}", CAMPAIGN).replace('"min_ctr": 123', '"min_ctr": 1.5', 1)
    assert [one.place for one in compared(page).differences] == ["/data/meta/multistep_data/min_ctr"]


def test_of_two_similar_schemas_the_one_that_agrees_is_used() -> None:
    body: Json = {"data": {"name": "<string>", "planner": SEND["meta"]["multistep_status"]["planner_data"]}}
    outcome = compared(other("GET", "/v1/planners/{planner}", body))
    assert (outcome.differences, outcome.shared) == ([], {"/data/planner": "StatusPlannerData"})


# Not a page


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("", "empty; save the text of the page into it."),
        (" \n", "empty; save the text of the page into it."),
        ("Lorem ipsum", "not a page: it shows no `curl --request METHOD --url URL` and no path."),
        (EXAMPLE, "not a page: it shows no `curl --request METHOD --url URL` and no path."),
        (BEFORE, "not a page: it shows neither an example nor parameters nor a response."),
        (BEFORE + '{"data" "id"}', "not a page: its example is not JSON; copy it anew."),
        (BEFORE + '{"data": [}', "not a page: its example is not JSON; copy it anew."),
        (
            BEFORE + f'{{"data": {"7" * 9000}}}',
            "not a page: its example has a number that is too large to be read, 77777777777777777777…; copy it anew.",
        ),
        (
            BEFORE + '{"data": 1e999}',
            "not a page: its example has a number that is too large to be read, 1e999…; copy it anew.",
        ),
        (
            BEFORE + '{"data": "\\ud83d"}',
            "not a page: its example has half a character behind a \\u; copy it anew.",
        ),
        (BEFORE + "[" * 101, "not a page: its example has more than 100 levels; copy it anew."),
        (
            f"# Stop\n\n~~~sh\n{BEFORE}~~~\n\n{EXAMPLE}",
            "not a page: it is Markdown without a block of OpenAPI; save the text that a browser shows.",
        ),
        (
            f"# Stop\n\n{BEFORE[BEFORE.index('curl') :]}\n\nIt answers:\n\n{EXAMPLE}",
            "not a page: it is Markdown without a block of OpenAPI; save the text that a browser shows.",
        ),
    ],
)
def test_a_text_that_is_not_a_page_is_refused_in_one_sentence(page: str, sentence: str) -> None:
    with pytest.raises(NotAPageError) as caught:
        parse.read(page)
    assert str(caught.value) == sentence


def test_a_refusal_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(BEFORE + '{"data" "id"}', "utf-8")
    with pytest.raises(NotAPageError, match=rf"page\.txt:{BEFORE.count(chr(10)) + 1}: not a page: its example"):
        parse.load(path)


@pytest.mark.parametrize(("content", "reason"), [(b"\xff\xfe\x00", "not UTF-8 text"), (None, "no such file")])
def test_a_file_that_is_not_text_is_named(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "page.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NotAPageError, match=rf"page\.txt: {reason}"):
        parse.load(path)
