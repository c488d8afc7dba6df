"""A page against the contract: no false difference in any form of its text, and every edit told at its place."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.contract import Json, load
from scripts.page import text
from scripts.page.__main__ import PAGES, line
from scripts.page.compare import Comparison, compare
from scripts.page.text import NotAPageError

CONTRACT = load()
PAGE = (PAGES / "stop.txt").read_text("utf-8")
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
    return compare(CONTRACT, text.read(page))


@pytest.mark.parametrize("form", FORMS)
def test_the_page_agrees_in_every_form(form: str) -> None:
    outcome = compared(FORMS[form](PAGE))
    assert (outcome.differences, outcome.compared, outcome.unseen) == ([], 90, 0)


@pytest.mark.parametrize("form", ["as it is", "without indentation", "on one line"])
def test_a_page_cut_anywhere_in_its_example_agrees_as_far_as_it_goes(form: str) -> None:
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
    assert outcome.page.response == compared(PAGE).page.response


# Edits: what is replaced on the page; the place; what follows, how sure
META = "/data/meta"
PLANNED = f"{META}/planner_data"
STATUS = f"{META}/multistep_status"
STEPS = '"multistep_data": {\n        "step_size": '
EDITS: list[tuple[str, str, str, str, str]] = [
    # values
    (
        '"send_amount": 200',
        '"send_amount": 300',
        f"{META}/manual_data/send_amount",
        "has another default now: 300",
        "inferred",
    ),
    (
        '"send_amount": 200',
        '"send_amount": 2',
        f"{META}/manual_data/send_amount",
        "has no default any more",
        "documented",
    ),
    (
        '"send_amount": 200',
        '"send_amount": 123',
        f"{META}/manual_data/send_amount",
        "has no minimum, maximum or default any more",
        "inferred",
    ),
    (
        '"send_amount": 200',
        '"send_amount": "<string>"',
        f"{META}/manual_data/send_amount",
        "type changed: is a string, was a number",
        "documented",
    ),
    (
        '"send_amount": 200',
        '"send_amount": null',
        f"{META}/manual_data/send_amount",
        "null is its first type now, or its default",
        "documented",
    ),
    (
        '"send_amount": 200',
        '"send_amount": "<any>"',
        f"{META}/manual_data/send_amount",
        "has no type any more",
        "documented",
    ),
    (
        '"send_amount": 200',
        '"send_amount": [\n "<string>"\n]',
        f"{META}/manual_data/send_amount",
        "type changed: is an array of strings, was a number",
        "documented",
    ),
    (
        '"throttle_batch_size": 0',
        '"throttle_batch_size": 1',
        f"{META}/manual_data/throttle_batch_size",
        "has no default any more",
        "documented",
    ),
    (
        '"min_ctr": 123,\n        "max_sms_to_send": 1,',
        '"min_ctr": 1,\n        "max_sms_to_send": 1,',
        f"{META}/multistep_data/min_ctr",
        "has minimum 0 now, or a default: 1",
        "inferred",
    ),
    (
        '"min_ctr": 123,\n        "max_sms_to_send": 1,',
        '"min_ctr": 0.5,\n        "max_sms_to_send": 1,',
        f"{META}/multistep_data/min_ctr",
        "has a default now: 0.5",
        "inferred",
    ),
    (
        '"max_sms_to_send": 1,\n        "max_minutes_to_send": 1,\n        "send_datetime": "<string>",\n        "is_active": true\n      },\n      "planner',
        '"max_sms_to_send": 123,\n        "max_minutes_to_send": 1,\n        "send_datetime": "<string>",\n        "is_active": true\n      },\n      "planner',
        f"{META}/multistep_data/max_sms_to_send",
        "has no minimum, maximum or default any more",
        "inferred",
    ),
    (
        '"step_size": 2,\n          "step_delay": 2',
        '"step_size": 200,\n          "step_delay": 2',
        f"{PLANNED}/multistep_data/step_size",
        "has a default now: 200",
        "inferred",
    ),
    (
        '"step_size": 2,\n            "step_delay": 2',
        '"step_size": 2,\n            "step_delay": 5',
        f"{STATUS}/planner_data/multistep_data/step_delay",
        "has a default now: 5",
        "inferred",
    ),
    (
        '"weekly_sms_contact_limit": 2',
        '"weekly_sms_contact_limit": 5',
        f"{STATUS}/planner_data/weekly_sms_contact_limit",
        "has a default now: 5",
        "inferred",
    ),
    (
        '"daily_sms_contact_limit": 1',
        '"daily_sms_contact_limit": 2',
        f"{PLANNED}/daily_sms_contact_limit",
        "has no default any more",
        "documented",
    ),
    ('"current_step": 0', '"current_step": 123', f"{STATUS}/current_step", "has no default any more", "documented"),
    (
        '"use_dedicated_domains": false',
        '"use_dedicated_domains": true',
        f"{META}/use_dedicated_domains",
        "has no default any more",
        "documented",
    ),
    (
        '"is_active": true\n      },\n      "planner',
        '"is_active": false\n      },\n      "planner',
        f"{META}/multistep_data/is_active",
        "has a default now: false",
        "documented",
    ),
    (
        '"status": "<string>"',
        '"status": "running"',
        "/data/status",
        'has a default, an example or an enum now: "running"',
        "inferred",
    ),
    (
        '"id": "<string>"',
        '"id": "3c90c3cc-0d44-4b50-8888-8dd25736052a"',
        "/data/id",
        "has format uuid now",
        "documented",
    ),
    (
        '"updated_at": "<string>"',
        '"updated_at": "2023-11-07T05:31:56Z"',
        "/data/updated_at",
        "has format date-time now",
        "documented",
    ),
    (
        '"domain_plan_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a"',
        '"domain_plan_id": "<string>"',
        f"{META}/domain_plan_id",
        "has no format any more",
        "documented",
    ),
    (
        '"send_type": "manual"',
        '"send_type": "planner"',
        f"{META}/send_type",
        'has another value of its own now: "planner"',
        "inferred",
    ),
    ('"send_type": "manual"', '"send_type": "<string>"', f"{META}/send_type", "has no example any more", "documented"),
    ('"status": "in_progress"', '"status": "<string>"', f"{STATUS}/status", "has no default any more", "documented"),
    (
        '"status": "in_progress"',
        '"status": "waiting"',
        f"{STATUS}/status",
        'has another default now: "waiting"',
        "inferred",
    ),
    # arrays and objects
    (
        '"segment_ids": []',
        '"segment_ids": [\n"<string>"\n]',
        f"{META}/segment_ids",
        "has no default any more: is an array of strings again",
        "documented",
    ),
    (
        '"last_timezones": []',
        '"last_timezones": [\n{}\n]',
        f"{STATUS}/last_timezones",
        "has no default any more: is an array of objects again",
        "documented",
    ),
    (
        '"days_of_week": [\n          "<string>"\n        ]',
        '"days_of_week": []',
        f"{PLANNED}/days_of_week",
        "has a default now: []",
        "documented",
    ),
    (
        '"days_of_week": [\n          "<string>"\n        ]',
        '"days_of_week": "Mon"',
        f"{PLANNED}/days_of_week",
        'type changed: is a string with the value "Mon", was an array of strings, or has a default of the wrong type',
        "inferred",
    ),
    (
        '"days_of_week": [\n          "<string>"\n        ]',
        '"days_of_week": [\n          "Mon"\n        ]',
        f"{PLANNED}/days_of_week/0",
        'has a default, an example or an enum now: "Mon"',
        "inferred",
    ),
    (
        '"days_of_week": [\n          "<string>"\n        ]',
        '"days_of_week": [\n          "Mon", "Tue"\n        ]',
        f"{PLANNED}/days_of_week",
        'has a default now: ["Mon", "Tue"]',
        "inferred",
    ),
    (
        '"Tue": {\n            "start": "<string>",\n            "end": "<string>"\n          }',
        '"Tue": {}',
        f"{PLANNED}/weekly_schedule/Tue",
        "shows no properties any more",
        "documented",
    ),
    (
        '"Tue": {\n            "start": "<string>",\n            "end": "<string>"\n          }',
        '"Tue": "<string>"',
        f"{PLANNED}/weekly_schedule/Tue",
        "type changed: is a string, was an object",
        "documented",
    ),
    # names
    ('"updated_at": "<string>",\n', "", "/data/updated_at", "is gone", "documented"),
    ('"caller_type": "Send",\n', "", "/data/logs/0/caller_type", "is gone", "documented"),
    (
        '"Wed": {\n            "start": "<string>",\n',
        '"Wed": {\n',
        f"{PLANNED}/weekly_schedule/Wed/start",
        "is gone",
        "documented",
    ),
    (
        '"updated_at": "<string>",\n',
        '"updated_at": "<string>",\n"stopped_at": "<string>",\n',
        "/data/stopped_at",
        "is new: a string; the page says nothing about nullability",
        "documented",
    ),
    (
        '"send_type": "manual",\n',
        '"send_type": "manual",\n"priority": 5,\n',
        f"{META}/priority",
        "is new: a number with the value 5; the page says nothing about nullability",
        "documented",
    ),
    (
        '"caller_id": "<string>",\n',
        '"caller_id": "<string>",\n"tags": [\n"<string>"\n],\n',
        "/data/logs/0/tags",
        "is new: an array of strings; the page says nothing about nullability",
        "documented",
    ),
    (
        '"id": "<string>",\n    "next_step_timestamp": "<string>",\n',
        '"next_step_timestamp": "<string>",\n    "id": "<string>",\n',
        "/data",
        "order changed",
        "documented",
    ),
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


@pytest.mark.parametrize("form", ["as it is", "without indentation", "on one line"])
@pytest.mark.parametrize(("old", "new", "place", "follows", "level"), EDITS)
def test_an_edit_of_the_example_is_told_at_its_place(
    old: str, new: str, place: str, follows: str, level: str, form: str
) -> None:
    assert old in PAGE
    outcome = compared(FORMS[form](PAGE.replace(old, new, 1)))
    assert outcome.defaults
    assert [(one.place, one.follows, one.level) for one in outcome.differences] == [(place, follows, level)]


@pytest.mark.parametrize(("old", "new", "place", "follows"), FACTS)
def test_an_edit_of_a_fact_is_told(old: str, new: str, place: str, follows: str) -> None:
    assert old in PAGE
    outcome = compared(PAGE.replace(old, new))
    assert (place, follows) in [(one.place, one.follows) for one in outcome.differences]
    assert {one.place for one in outcome.differences} <= {place, "authorization", *(p for p, _ in RENAMED.get(new, []))}
    assert (outcome.compared, outcome.unseen) == (90, 0)


RENAMED = {"{send}": [("path parameter send", ""), ("path parameter campaignSend", "")], "'X-API-Key: <api-key>'": []}


def test_a_difference_is_one_line_that_begins_with_where_to_edit() -> None:
    (difference,) = compared(PAGE.replace('"send_amount": 200', '"send_amount": 300')).differences
    number = CONTRACT.line("/components/schemas/ManualData/properties/send_amount")
    assert line(CONTRACT, difference) == (
        f"openapi.yaml:{number} /data/meta/manual_data/send_amount: page 300, contract 200: "
        "has another default now: 300 (inferred)"
    )


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
    told = {(one.place, one.follows) for one in compared(rewritten(PAGE, NEWER)).differences}
    array = (
        'type changed: is a string with the value "Mon", was an array of strings, or has a default of the wrong type'
    )
    assert told == {
        *((f"{planner}/days_of_week", array) for planner in (PLANNED, f"{STATUS}/planner_data")),
        *(
            (f"{planner}/multistep_data/step_size", "has a default now: 200")
            for planner in (PLANNED, f"{STATUS}/planner_data")
        ),
        *(
            (f"{planner}/multistep_data/step_delay", "has a default now: 5")
            for planner in (PLANNED, f"{STATUS}/planner_data")
        ),
        (f"{STATUS}/planner_data/weekly_sms_contact_limit", "has a default now: 5"),
        (f"{STATUS}/planner_data/daily_sms_contact_limit", "has minimum 0 now, or a default: 1"),
    }


def other(method: str, path: str, body: Json, *, data: bool = False) -> str:
    """A page of another operation, with the meta of this one."""
    sent = f" \\\n  --header 'Content-Type: application/json' \\\n  --data '\n{json.dumps(body, indent=2)}\n'" * data
    curl = f"curl --request {method} \\\n  --url https://api.comm.com/api{path} \\\n  --header 'Authorization: Bearer <token>'"
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


def test_a_difference_on_a_page_of_another_operation_is_told_there() -> None:
    page = other("GET", "/v1/sms/campaigns/{campaign}", CAMPAIGN).replace('"min_ctr": 123', '"min_ctr": 1.5', 1)
    assert [one.place for one in compared(page).differences] == ["/data/meta/multistep_data/min_ctr"]


def test_of_two_alike_schemas_the_one_that_agrees_is_taken() -> None:
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
    ],
)
def test_what_is_not_a_page_is_refused_in_one_sentence(page: str, sentence: str) -> None:
    with pytest.raises(NotAPageError) as caught:
        text.read(page)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(("content", "reason"), [(b"\xff\xfe\x00", "not UTF-8 text"), (None, "no such file")])
def test_a_file_that_is_no_text_is_named(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "page.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NotAPageError, match=rf"page\.txt: {reason}"):
        text.load(path)
