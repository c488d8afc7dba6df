"""ServerRun is green for a server that keeps the contract; for any other it is red, with the right words."""

import json
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.faults import FAULTS
from contract_tests.mock import SENDS, TOKEN, Handle, Mock, Request, Response, serve
from contract_tests.quality.fault_runs import PAIRS, TARGETS, schemas
from contract_tests.tests.verifier.throttling import Clock, Throttled
from contract_tests.verifiable import verifiable
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.run import ServerRun, verify
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError, InProcess, OverHttp
from scripts.contract.document import Contract

pytestmark = pytest.mark.usefixtures("few_examples")
Fault = Callable[[Handle, Request], Response]


def planted(id_: str) -> Fault:
    """A fault of the catalogue."""
    (wrap,) = (fault.wrap for fault in FAULTS if fault.id == id_)
    return lambda handle, request: wrap(handle)(request)


def forgets_its_sends(handle: Handle, request: Request) -> Response:
    response = handle(request)
    return handle(replace(request, target=b"/api/nothing")) if response.status == 200 else response


def verified(contract: Contract, *, seed: int = 1, fault: Fault | None = None, own: bool = True) -> ServerRun:
    handle = Mock().handle
    server = InProcess(verifiable((lambda request: fault(handle, request)) if fault else handle))
    return verify(contract, Guard(server, schemas().operations, TARGETS, own=own, seed=seed), token=TOKEN)


def live(mock: Mock, ledger: Path, targets: tuple[Target, ...] = (), **options: Any) -> Guard:  # noqa: ANN401 (fields)
    """The guard before a server that is not on this machine."""
    server = InProcess(verifiable(mock.handle), "https://staging.example.com/api", is_local=False)
    return Guard(server, schemas().operations, targets, ledger=Ledger(ledger), **options)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_correct_server_is_green_with_every_seed(contract: Contract, seed: int) -> None:
    run = verified(contract, seed=seed)
    assert run.findings == ()
    assert run.unproven == ()
    assert run.acted.keys() == set(map(str, TARGETS))
    assert min(run.acted.values()) > 0
    assert {200, 401, 404, 405} <= run.answers.keys()
    assert {row.id for row in run.rows if row.state != "kept"} == {"pace"}
    assert run.requests.keys() == {"laws", "examples", "coverage", "fuzzing"}


@pytest.mark.parametrize(
    ("fault", "check", "pointer", "words"),
    [
        (
            planted("time-number"),
            "schema",
            "/data/meta/planner_data/weekly_schedule/Sun/end",
            '17 is not of types "null", "string"',
        ),
        (planted("open"), "ignored_auth", "", "got `200 OK`"),
        (planted("to-login"), "no-redirect", "", "a redirect to https://api.comm.com/login"),
    ],
)
def test_a_faulty_server_is_red_with_the_right_words(
    contract: Contract, fault: Fault, check: str, pointer: str, words: str
) -> None:
    run = verified(contract, fault=fault)
    violations = {(finding.check, finding.pointer): finding for finding in run.findings if finding.is_violation}
    finding = violations[check, pointer]
    assert words in finding.sentence
    assert finding.curl.startswith("curl -X POST")
    assert {row.id: row.state for row in run.rows}[check] == "violated"


def test_a_run_that_stops_nothing_proves_nothing(contract: Contract) -> None:
    run = verified(contract, fault=forgets_its_sends)
    assert [send for send in SENDS if not any(send.send in words for words in run.unproven)] == []


def refuses_a_second_stop(handle: Handle, request: Request) -> Response:
    response = handle(request)
    if response.status == 200 and json.loads(response.body)["data"]["updated_at"] in SEEN:
        return Response(422, response.headers[:1], b'{"message":"Already stopped."}')
    SEEN.add(json.loads(response.body)["data"]["updated_at"] if response.status == 200 else "")
    return response


SEEN: set[str] = set()


def test_a_server_may_refuse_a_second_stop(contract: Contract) -> None:
    run = verified(contract, fault=refuses_a_second_stop)
    assert run.answers[422]
    assert [finding for finding in run.findings if finding.is_violation] == []
    assert run.unproven == ()


def echoes_the_request(handle: Handle, request: Request) -> Response:
    seen = b"".join(value for _, value in request.headers)
    return replace(handle(request), headers=((b"content-type", b"text/html"), (b"x-seen", seen)), body=seen)


def test_the_token_is_in_no_finding(contract: Contract) -> None:
    findings = verified(contract, fault=echoes_the_request).findings
    assert findings
    assert TOKEN not in str(findings)


def test_without_a_pair_a_whole_verification_stops_nothing(contract: Contract, tmp_path: Path) -> None:
    mock = Mock()
    run = verify(contract, live(mock, tmp_path / "ledger"), token=TOKEN)
    assert run.findings == ()
    names = "/".join(parameter.name for parameter in schemas().operations[0].ids)
    remedy = f"name a target with --pair {names}"
    assert run.unproven == (f"no success of stopSmsCampaignSend was verified: {remedy}",)
    assert run.acted == {}
    assert [(row.successes, row.asked > 0) for row in run.operations] == [(0, True)]
    assert {401, 404, 405} <= run.answers.keys() <= {400, 401, 404, 405}
    assert mock.state.sends == Mock().state.sends
    assert not (tmp_path / "ledger").exists()


def test_requests_are_drawn_last_and_without_the_token_first(contract: Contract, tmp_path: Path) -> None:
    guard = live(Mock(), tmp_path / "ledger", TARGETS)
    run = verify(contract, guard, token=TOKEN)
    drawn = guard.exchanges[run.requests["laws"] :]
    carry = [any(TOKEN.encode() in value for _, value in exchange.request.headers) for exchange in drawn]
    assert carry.index(True) > 15
    knocks = [exchange.request.target for exchange in drawn[: carry.index(True)]]
    assert [target for target in knocks for send in SENDS if send.send.encode() in target] == []


def test_a_server_that_lets_in_anybody_is_drawn_no_more_requests(contract: Contract, tmp_path: Path) -> None:
    def handle(request: Request) -> Response:
        return replace(Mock().handle(request), status=200)

    guard = live(Mock(), tmp_path / "ledger")
    guard.server = replace(cast("InProcess", guard.server), handle=verifiable(handle))
    run = verify(contract, guard, token=TOKEN)
    assert any(finding.is_violation for finding in run.findings)
    assert "fuzzing" not in run.requests


def test_a_budget_is_kept_and_what_it_left_out_is_named(contract: Contract, tmp_path: Path) -> None:
    mock, budget = Mock(), 3
    guard = live(mock, tmp_path / "ledger", TARGETS[:1], budget=budget)
    run = verify(contract, guard, token=TOKEN)
    assert run.findings == ()
    assert guard.spent[TARGETS[0]] == budget
    assert len((tmp_path / "ledger").read_text().splitlines()) == budget
    assert any(f"the budget of {budget} requests" in row.note for row in run.rows)
    running = Mock().state.sends
    changed = [ids for ids, send in mock.state.sends.items() if send != running[ids]]
    assert changed in ([], [PAIRS[0]])


def test_a_slow_server_is_asked_less_and_kept(contract: Contract) -> None:
    clock = Clock()
    server = Throttled(verifiable(Mock().handle), clock, limit=10**6, latency=0.25)
    guard = Guard(InProcess(server), schemas().operations, TARGETS, own=True, pace=clock.pace(seconds=60))
    run = verify(contract, guard, token=TOKEN)
    assert len(guard.exchanges) == 240
    assert (run.findings, run.unproven) == ((), ())
    assert "the core alone was asked: the 1 min that the run may take are spent" in {row.note for row in run.rows}


def test_a_server_that_goes_silent_is_judged_for_what_it_said(contract: Contract) -> None:
    answered: list[Request] = []

    def silent(handle: Handle, request: Request) -> Response:
        answered.append(request)
        if len(answered) > 300:
            raise ConnectionResetError("reset")
        return handle(request)

    run = verified(contract, fault=silent)
    (finding,) = [finding for finding in run.findings if finding.check == "whole-answer"]
    assert (finding.sentence, finding.is_violation) == ("reset", True)
    assert run.unproven[0].startswith("http://127.0.0.1:8000/api gave no answer to 25 requests in a row")


def test_a_server_that_answers_nothing_cannot_be_verified(contract: Contract) -> None:
    def dead(handle: Handle, request: Request) -> Response:
        raise ConnectionResetError(f"reset {handle} {request}")

    with pytest.raises(CouldNotVerifyError, match="gave no answer to 25 requests in a row: reset"):
        verified(contract, fault=dead, own=False)


def test_an_interrupt_leaves_what_was_found(contract: Contract) -> None:
    def interrupted(handle: Handle, request: Request) -> Response:
        answered.append(request)
        if len(answered) == 400:
            signal.raise_signal(signal.SIGINT)
        return planted("time-number")(handle, request)

    answered: list[Request] = []
    run = verified(contract, fault=interrupted)
    assert run.unproven[0] == "interrupted"
    assert "schema" in {finding.check for finding in run.findings}
    assert "interrupted" in {row.note for row in run.rows}


def test_the_evidence_counts_what_was_seen_where(contract: Contract) -> None:
    places = {(place.status, place.pointer): place for place in verified(contract).evidence.places}
    sunday = places["200", "/data/meta/planner_data/weekly_schedule/Sun/end"]
    assert sunday.seen > 0
    assert sunday.keywords['type: ["string", "null"]'].seen == sunday.seen + sunday.null
    limit = places["200", "/data/meta/planner_data/multistep_data/max_sms_to_send"]
    assert (limit.seen, limit.null > 0, limit.keywords["minimum: 0"].seen) == (0, True, 0)
    assert limit.keywords['type: ["integer", "null"]'].seen == limit.null
    assert (places["404", "/errors"].seen, places["404", "/errors"].absent) == (0, places["404", ""].seen)
    assert not any(promise.contradicted for place in places.values() for promise in place.keywords.values())


def test_everything_that_reaches_the_server_went_through_the_guard(contract: Contract, tmp_path: Path) -> None:
    reached: list[bytes] = []

    def handle(request: Request, server: Mock = Mock()) -> Response:  # noqa: B008 (one mock for all requests)
        reached.append(request.target)
        return server.handle(request)

    with serve(handle) as url:
        guard = Guard(OverHttp(url), schemas().operations, TARGETS, ledger=Ledger(tmp_path / "ledger"))
        verify(contract, guard, token=TOKEN)
    assert sorted(reached) == sorted(exchange.request.target for exchange in guard.exchanges)


def test_the_seed_alone_decides_what_is_asked(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> list[tuple[str, bytes]]:
        guard = Guard(InProcess(verifiable(Mock().handle)), schemas().operations, TARGETS, own=True)
        verify(contract, guard, token=TOKEN)
        return [(each.request.method, each.request.target) for each in guard.exchanges]

    before = asked()
    odd = Constants()
    odd.strings |= {f"constant {number}" for number in range(1000)}
    monkeypatch.setattr(providers, "_get_local_constants", lambda: odd)
    assert asked() == before


def test_an_answer_to_options_lets_nobody_in_and_proves_nothing(contract: Contract, tmp_path: Path) -> None:
    mock = Mock()

    def handle(request: Request) -> Response:
        return Response(204, (), b"") if request.method == "OPTIONS" else mock.handle(request)

    guard = live(Mock(), tmp_path / "ledger")
    guard.server = replace(cast("InProcess", guard.server), handle=verifiable(handle))
    run = verify(contract, guard, token=TOKEN)
    assert [row.successes for row in run.operations] == [0]
    assert "fuzzing" in run.requests
