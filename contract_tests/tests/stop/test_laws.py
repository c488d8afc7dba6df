"""The laws on a stop: what they say of one answer, how sure they are, and how they spend requests."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests import mock
from contract_tests.faults import FAULTS
from contract_tests.faults.conforming import throttled
from contract_tests.faults.state import refused, stopping_too
from contract_tests.faults.what import answer, with_body
from contract_tests.mock import SENDS, Handle, Mock, stop_request
from contract_tests.mock.rules import State
from contract_tests.quality.fault_runs import TARGETS, contexts, examined, fault_run, schemas
from contract_tests.stop.laws.consistency import instant
from contract_tests.stop.pair import STOP
from contract_tests.verifiable import verifiable
from contract_tests.verifier.exchange import Exchange, Request, Response
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.answer import Violation
from contract_tests.verifier.laws.authentication import LEAST_BUDGET
from contract_tests.verifier.laws.law import server_laws
from contract_tests.verifier.laws.runner import LawResults, ask_and_judge, judged
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.proof import acted
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import InProcess
from scripts.contract.values import Json, join

WRONG: dict[type, Json] = {str: 7, bool: "true", int: "7.0", float: [], list: "x", dict: "x", type(None): True}
BUDGET = 25


def remote(handle: Handle, folder: Path, *, targets: tuple[Target, ...] = TARGETS) -> Guard:
    """A guard before a server that is not on this machine."""
    server = InProcess(verifiable(handle), is_local=False)
    return Guard(server, schemas().operations, targets, budget=BUDGET, ledger=Ledger(folder / "ledger.jsonl"))


def violations(exchange: Exchange) -> list[tuple[str, Violation]]:
    return [(law.id, violation) for law, found in judged(exchange, schemas()) for violation in found]


def stopped(number: int, body: Json = None) -> Exchange:
    """A stop of a send of the mock, with another body if there is one."""
    request = Request(**vars(stop_request(SENDS[number])))
    response = verifiable(Mock().handle)(request)
    if body is not None:
        content = json.dumps(body).encode()
        response = replace(response, headers=((b"content-type", b"application/json"),), body=content)
    return Exchange(request, response, 0.0)


def members(value: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    """Every member of a value, with its path."""
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key), below
            yield from members(below, (*path, key))


def container(body: Json, path: tuple[str | int, ...]) -> dict[str | int, Json]:
    for key in path[:-1]:
        body = body[key]  # type: ignore[index]  # the path was read from it
    return body  # type: ignore[return-value]  # as above


EVERY_PLACE = [
    pytest.param(number, path, value, id=f"{SENDS[number].send_type}{join('', *path)}")
    for number in range(len(SENDS))
    for path, value in members(json.loads(stopped(number).response.body))
]
OPEN = {"initial_brands", "steps_performance"}
"""What has members of any name."""
EVERY_MEMBER = [
    row
    for row in EVERY_PLACE
    if isinstance((path := row.values[1])[-1], str) and not OPEN & {*path[:-1]}  # type: ignore[index]  # a path
]


@pytest.mark.parametrize(("number", "path", "value"), EVERY_PLACE)
def test_a_wrong_type_anywhere_is_found_at_its_place(number: int, path: tuple[str | int, ...], value: Json) -> None:
    untyped = {"segment_ids", "last_timezones"} & {*path[:-1]} or "route" in path
    body = json.loads(stopped(number).response.body)
    container(body, path)[path[-1]] = WRONG[type(value)]
    found = {violation.pointer for law, violation in violations(stopped(number, body)) if law == "schema"}
    assert (join("", *path) in found) is not bool(untyped)


@pytest.mark.parametrize(("number", "path", "value"), EVERY_MEMBER)
def test_a_missing_member_anywhere_is_found_at_its_place(number: int, path: tuple[str | int, ...], value: Json) -> None:
    body = json.loads(stopped(number).response.body)
    assert container(body, path).pop(path[-1]) == value
    found = {
        violation.pointer
        for law, violation in violations(stopped(number, body))
        if law in {"declared-fields", "schema"}
    }
    assert found & {join("", *path), join("", *path[:-1])}


@pytest.mark.parametrize(
    ("path", "value", "level"),
    [
        ("data.logs", "x", "documented"),
        ("data.meta.domain_plan_id", "x", "documented"),
        ("data.meta.manual_data.send_amount", "7.0", "documented"),
        ("data.meta.manual_data.send_amount", "7\n", "documented"),
        ("data.meta.segment_ids", {"0\n": 7}, "documented"),
        ("data.logs", 1.5, "documented"),
        ("data.meta", 1.5, "documented"),
        ("data.meta.segment_ids", 1.5, "documented"),
        ("data.meta.use_dedicated_domains", 1.0, "documented"),
        ("data.meta.send_type", 1.0, "documented"),
        ("data.meta.manual_data.send_amount", "0", "inferred"),
        ("data.meta.manual_data.send_amount", 7.5, "inferred"),
        ("data.meta.manual_data.send_amount", 0, "inferred"),
        ("data.id", None, "convention"),
    ],
)
def test_a_broken_keyword_is_as_sure_as_its_evidence(path: str, value: Json, level: str) -> None:
    body = json.loads(stopped(0).response.body)
    keys = tuple(path.split("."))
    container(body, keys)[keys[-1]] = value
    assert {violation.level for law, violation in violations(stopped(0, body)) if law == "schema"} == {level}


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("data.status", "paused\a", "the text has control characters"),
        ("data.status", " ", "the text is empty"),
        ("data.created_at", "1999-12-31T00:00:00Z", '"1999-12-31T00:00:00Z" is before the year 2000'),
        ("data.created_at", "2999-12-31T00:00:00Z", '"2999-12-31T00:00:00Z" is in the future'),
        ("data.logs.0.created_at", "2001-01-01", '"2001-01-01" is before the send was created'),
        ("data.logs.0.created_at", "2990-01-01", '"2990-01-01" is after the last change of the send'),
        ("data.status", None, "the send is null after its stop"),
        ("data.id", None, f"null instead of the {SENDS[0].send} that was asked for"),
        ("data.meta.send_type", True, "true is not a known type of send"),
    ],
)
def test_a_finding_says_what_is_wrong_and_writes_values_as_json(path: str, value: Json, sentence: str) -> None:
    body = json.loads(stopped(0).response.body)
    keys = tuple(int(key) if key.isdecimal() else key for key in path.split("."))
    container(body, keys)[keys[-1]] = value
    assert sentence in [violation.sentence for _, violation in violations(stopped(0, body))]


def test_a_server_without_a_lock_accepts_a_request_without_a_token() -> None:
    finding = next(one for one in fault_run("open").findings if one.check == "no-token")
    assert finding.sentence == "a request without a token is accepted"


def test_a_server_that_never_shows_a_send_gets_no_false_note() -> None:
    outcome = examined(lambda _: lambda _: answer(200, b'{"ok":true}'))
    assert outcome.not_exercised["repeat-changes-nothing"] == "no send was shown twice by a 200"


def test_no_law_but_the_first_judges_what_is_no_answer() -> None:
    exchange = Exchange(Request(**vars(stop_request(SENDS[0]))), Response(0, (), b""), 0.0, "the connection was closed")
    assert [law for law, _ in violations(exchange)] == ["whole-answer"]


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01T12:00:00Z",
        "2024-05-01 12:00:00",
        "2024-05-01T14:00:00.000+02:00",
        "20240501T120000Z",
        "2024-05-01T12",
    ],
)
def test_times_in_any_form_of_iso_8601_are_the_same_instant(text: str) -> None:
    assert instant(text) == instant(1714564800) == 1714564800.0


def test_a_budget_is_enough_for_the_core_of_every_law(tmp_path: Path) -> None:
    guard = remote(Mock().handle, tmp_path)
    outcome = ask_and_judge(contexts(guard))
    assert outcome.findings.listed() == []
    assert [law.id for law in server_laws() if law.id in outcome.not_exercised] == ["confused-ids"]
    assert outcome.not_exercised["confused-ids"] == "this law is asked only with --own"
    assert {"budget of 25" in reason for reason in outcome.left_out.values()} == {True}
    assert all(guard.spent[target] <= BUDGET for target in TARGETS)


@pytest.mark.parametrize("count", [1, len(TARGETS)])
def test_the_least_budget_is_enough_for_a_success_of_every_send(tmp_path: Path, count: int) -> None:
    server = InProcess(verifiable(Mock().handle), is_local=False)
    ledger = Ledger(tmp_path / "ledger.jsonl")
    targets = TARGETS[:count]
    guard = Guard(server, schemas().operations, targets, budget=LEAST_BUDGET, ledger=ledger)
    outcome = ask_and_judge(contexts(guard))
    assert outcome.findings.listed() == []
    successes = acted(contexts(guard))
    assert [str(target) for target in targets if not successes[str(target)]] == []
    expected = "it takes a budget of 6 requests for each send" if count > 1 else "it takes three named sends"
    assert outcome.not_exercised["untouched"].startswith(expected)


def test_a_law_that_was_interrupted_after_its_core_was_asked_in_part(tmp_path: Path) -> None:
    server, count = Mock(), 0

    def handle(request: mock.Request) -> mock.Response:
        nonlocal count
        count += 1
        if count > 20:
            raise KeyboardInterrupt
        return server.handle(request)

    outcome = ask_and_judge(contexts(remote(handle, tmp_path)))
    assert outcome.interrupted == "interrupted"
    assert outcome.left_out["unknown-id", STOP] == "interrupted"


def test_the_laws_that_are_left_become_fewer_until_none_is(tmp_path: Path) -> None:
    told: list[int] = []
    ask_and_judge(contexts(remote(Mock().handle, tmp_path)), left=told.append)
    assert told[0] == len(server_laws())
    assert told == sorted(told, reverse=True)
    assert told[-1] == 0


def test_a_small_budget_is_spent_on_what_tells_most(tmp_path: Path) -> None:
    outcome = ask_and_judge(contexts(replace(remote(Mock().handle, tmp_path), budget=9)))
    early = [law.id for law in server_laws() if law.id not in outcome.not_exercised]
    assert early[:6] == ["unknown-id", "untouched", "no-token", "first-call", "later-stops", "foreign-send"]
    not_permitted = "confused-ids"
    late = [law.id for law in server_laws() if law.id not in (*early, not_permitted)]
    assert {"budget of 9" in outcome.not_exercised[law] for law in late} == {True}


def test_a_budget_is_enough_to_see_a_refusal_that_stops(tmp_path: Path) -> None:
    guard = remote(stopping_too(refused(401))(Mock().handle), tmp_path)
    assert "untouched" in checks(ask_and_judge(contexts(guard)))


def test_without_a_named_send_laws_ask_with_unknown_ids(tmp_path: Path) -> None:
    mock = Mock()
    before = dict(mock.state.sends)
    outcome = ask_and_judge(contexts(remote(mock.handle, tmp_path, targets=())))
    assert outcome.findings.listed() == []
    assert mock.state.sends == before
    assert {"unknown-id", "no-token", "token-forms", "other-methods", "malformed-id"} <= outcome.exercised
    assert {outcome.not_exercised[law] for law in ("first-call", "untouched", "steady")} == {"no target was named"}


def test_a_server_that_throttles_is_asked_no_further() -> None:
    outcome = examined(throttled)
    assert outcome.not_exercised["malformed-id"] == "the server throttles"
    assert "pace" in outcome.exercised


def checks(outcome: LawResults) -> set[str]:
    return {finding.check for finding in outcome.findings.listed()}


def test_a_clock_of_whole_seconds_is_given_time_to_show_what_happened() -> None:
    def clock() -> datetime:
        return datetime.now(UTC).replace(microsecond=0)

    passed: list[float] = []

    def sleep(seconds: float) -> None:
        passed.append(seconds)
        time.sleep(seconds)

    handle = stopping_too(refused(401))(Mock(State(clock=clock)).handle)
    outcome = ask_and_judge(
        contexts(Guard(InProcess(verifiable(handle)), schemas().operations, TARGETS, own=True, sleep=sleep))
    )
    assert passed == [1.0, 1.0]
    assert "untouched" in checks(outcome)


def test_sends_that_were_changed_just_before_are_no_marks() -> None:
    start = datetime.now(UTC)
    moments = {send.send: start - timedelta(seconds=3 - number) for number, send in enumerate(SENDS)}

    def handle(request: mock.Request) -> mock.Response:
        response = server.handle(request)
        own = next((moment for id_, moment in moments.items() if id_.encode() in request.target), start)
        return with_body(response, re.sub(rb"2024-05-01T[0-9:.]+Z", own.isoformat().encode(), response.body))

    server = Mock()
    outcome = ask_and_judge(contexts(Guard(InProcess(verifiable(handle)), schemas().operations, TARGETS, own=True)))
    assert "untouched" not in checks(outcome)
    assert outcome.not_exercised["untouched"] == "the answers do not say when the sends were stopped"


def test_entries_of_a_send_are_its_own_however_its_id_was_spelled() -> None:
    (wrap,) = (fault.wrap for fault in FAULTS if fault.id == "parsed")
    found = {finding.check for finding in examined(wrap).findings.listed()}
    assert ("malformed-id" in found, "consistent" in found) == (True, False)
