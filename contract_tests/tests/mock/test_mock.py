"""What a stop changes, and what it leaves alone."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from contract_tests.mock import SENDS, TOKEN, KnownSend, Mock, stop_request
from contract_tests.mock.rules import TRANSITIONS, State
from contract_tests.mock.sends import RUNNING
from contract_tests.servers import unrouted
from contract_tests.stop.pair import STOP
from contract_tests.tests.grown import CONTRACT, OPERATIONS
from contract_tests.verifiable import verifiable
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.run import verify
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import ROOT, load
from scripts.contract.operations import operations
from scripts.contract.values import Json, Object

MANUAL, _, PLANNER = SENDS
STOPPED = TRANSITIONS["in_progress", "stop"]
PAGE = ROOT / "scripts" / "page" / "published" / "stop.txt"

OPEN = re.compile(r"/meta/multistep_status/(initial_brands|steps_performance)")
"""Of what is there, the page shows nothing."""

every_send = pytest.mark.parametrize("send", SENDS, ids=lambda send: send.send_type)


def stopped(send: KnownSend, mock: Mock | None = None) -> Any:  # noqa: ANN401 - JSON
    """The resource in the answer to a stop."""
    response = (mock or Mock()).handle(stop_request(send))
    assert (response.status, response.headers[0]) == (200, (b"content-type", b"application/json"))
    body = json.loads(response.body)
    assert list(body) == ["data"]
    return body["data"]


def page_example() -> Json:
    """The resource that the published page shows."""
    shown = re.search(r"^\{$.*?^\}$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert shown
    resource: Json = json.loads(shown[0])["data"]
    return resource


def objects(value: Json, pointer: str = "") -> Iterator[tuple[str, list[str], Object]]:
    """Every object of a body: its pointer (`*` for any item), the names of its fields, itself."""
    if isinstance(value, dict):
        yield pointer, list(value), value
        for name, below in value.items():
            yield from objects(below, f"{pointer}/{name}")
    elif isinstance(value, list):
        for below in value:
            yield from objects(below, f"{pointer}/*")


def values(name: str, resource: Json) -> list[Json]:
    """What the fields of a name say, however deep they are."""
    return [found[name] for _, names, found in objects(resource) if name in names]


@every_send
def test_the_answer_is_the_send_that_was_named(send: KnownSend) -> None:
    resource = stopped(send)
    known = send.campaign, send.send, send.send_type
    assert (resource["sms_campaign_id"], resource["id"], resource["meta"]["send_type"]) == known


@every_send
def test_every_object_has_the_fields_of_the_page_in_their_order(send: KnownSend) -> None:
    shown = {pointer: names for pointer, names, _ in objects(page_example())}
    assert all(names == shown[pointer] for pointer, names, _ in objects(stopped(send)) if not OPEN.match(pointer))


def test_every_object_of_the_page_is_in_some_answer() -> None:
    found = {pointer for send in SENDS for pointer, _, _ in objects(stopped(send))}
    answered = {pointer for pointer in found if not OPEN.match(pointer)}
    assert answered == {pointer for pointer, _, _ in objects(page_example())}


@every_send
def test_only_the_block_of_the_send_type_is_there(send: KnownSend) -> None:
    meta = stopped(send)["meta"]
    blocks = {block for block in ("manual_data", "multistep_data", "planner_data") if meta[block] is not None}
    assert blocks == {f"{send.send_type}_data"}
    assert (meta["multistep_status"] is None) == (send.send_type == "manual")


@every_send
def test_a_stop_shows_wherever_a_state_is_told(send: KnownSend) -> None:
    resource = stopped(send)
    assert all(status == "stopped" for status in values("status", resource))
    assert not any(values("is_active", resource))
    assert [name for name, value in STOPPED.items() if value is None and resource[name] is not None] == []


@every_send
def test_a_stop_is_logged_once_and_dates_the_update(send: KnownSend) -> None:
    mock = Mock()
    before = mock.state.sends[send.ids]
    resource = stopped(send, mock)
    *earlier, last = resource["logs"]
    assert len(earlier) == len(before["logs"])
    assert last["caller_id"] == resource["id"]
    assert last["created_at"] == resource["updated_at"] > before["updated_at"]


@every_send
def test_stopping_again_changes_nothing(send: KnownSend) -> None:
    mock = Mock()
    first = mock.handle(stop_request(send))
    assert [mock.handle(stop_request(send)) for _ in range(3)] == [first] * 3


@every_send
def test_times_are_in_order(send: KnownSend) -> None:
    resource = stopped(send)
    times = [resource["created_at"], *(log["created_at"] for log in resource["logs"]), resource["updated_at"]]
    assert times == sorted(times)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", time) for time in times)


def test_there_is_a_transition_for_every_state_that_can_be_reached() -> None:
    reachable = {send["status"] for send in RUNNING}
    reachable |= {changes.get("status", before) for (before, _), changes in TRANSITIONS.items()}
    assert {state for state, event in TRANSITIONS if event == "stop"} == reachable


def test_in_any_sequence_only_the_named_send_changes_and_only_once() -> None:
    astray = MANUAL._replace(campaign=PLANNER.campaign)
    for sequence in product((*SENDS, astray), repeat=4):
        mock = Mock()
        for position, send in enumerate(sequence):
            before = dict(mock.state.sends)
            assert mock.handle(stop_request(send)).status == (200 if send in SENDS else 404)
            changed = {ids for ids in before if mock.state.sends[ids] != before[ids]}
            first_time = send in SENDS and send not in sequence[:position]
            assert changed == ({send.ids} if first_time else set())


def test_equal_requests_get_equal_answers() -> None:
    first, second = Mock(), Mock()
    for send in (*SENDS, *reversed(SENDS)):
        assert first.handle(stop_request(send)) == second.handle(stop_request(send))


def test_the_clock_can_be_given() -> None:
    mock = Mock(State(clock=lambda: datetime(2030, 1, 2, 12, 0, 0, 5, tzinfo=UTC)))
    assert stopped(MANUAL, mock)["updated_at"] == "2030-01-02T12:00:00.000005Z"


def test_every_operation_has_a_route_and_a_grown_contract_says_which_has_none() -> None:
    assert unrouted(tuple(operations(load().document))) == []
    assert {one.operation_id for one in unrouted(OPERATIONS)} == {one.operation_id for one in OPERATIONS} - {STOP}


@pytest.mark.usefixtures("few_examples")
def test_an_operation_without_a_route_is_reported_as_not_asked() -> None:
    named = tuple(Target(STOP, send.ids) for send in SENDS)
    guard = Guard(InProcess(verifiable(Mock().handle)), OPERATIONS, named, own=True)
    missing = {one.operation_id: "the mock has no route for it" for one in unrouted(OPERATIONS)}
    run = verify(CONTRACT, guard, token=TOKEN, missing=missing)
    assert {row.id: row.reason for row in run.operations if not row.asked} == missing
    assert set(run.unproven) == {f"{name} was not asked: {reason}" for name, reason in missing.items()}
    assert run.findings == ()
