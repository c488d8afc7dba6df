"""Verification is green for a server that keeps the contract; for any other it is red, with the right words."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.guard import Guard, Pair
from contract_tests.mock import SENDS, TOKEN, Mock, Request, Response
from contract_tests.server import InProcess
from contract_tests.verification import Verification, verify
from scripts.contract import Contract

PAIRS = tuple(Pair(send.campaign, send.send) for send in SENDS)
Fault = Callable[[Callable[[Request], Response], Request], Response]


def wrong_type_deep_in_the_planner_send(handle: Callable[[Request], Response], request: Request) -> Response:
    response = handle(request)
    body = json.loads(response.body)
    if body.get("data", {}).get("meta", {}).get("planner_data"):
        body["data"]["meta"]["planner_data"]["weekly_schedule"]["Sun"]["end"] = 17
        return replace(response, headers=response.headers[:1], body=json.dumps(body).encode())
    return response


def accepts_a_request_without_token(handle: Callable[[Request], Response], request: Request) -> Response:
    if any(name == b"authorization" for name, _ in request.headers):
        return handle(request)
    return handle(replace(request, headers=((b"authorization", b"Bearer " + TOKEN.encode()),)))


def redirects_to_a_login_page(handle: Callable[[Request], Response], request: Request) -> Response:
    response = handle(request)
    if response.status == 401:
        return Response(302, ((b"location", b"https://api.comm.com/login"), (b"content-type", b"text/html")), b"")
    return response


def forgets_its_sends(handle: Callable[[Request], Response], request: Request) -> Response:
    response = handle(request)
    return handle(replace(request, target=b"/api/nothing")) if response.status == 200 else response


def verified(contract: Contract, folder: Path, *, seed: int = 1, fault: Fault | None = None) -> Verification:
    handle = Mock().handle
    server = InProcess((lambda request: fault(handle, request)) if fault else handle)
    guard = Guard(server, PAIRS, own=True, seed=seed)
    return verify(contract.document, guard, token=TOKEN, reports=folder)


@pytest.mark.parametrize("seed", range(1, 11))
def test_a_correct_server_is_green_with_every_seed(contract: Contract, tmp_path: Path, seed: int) -> None:
    verification = verified(contract, tmp_path, seed=seed)
    assert verification.findings == ()
    assert verification.unproven == ()
    assert set(verification.stopped) == {send.send_type for send in SENDS}
    assert {200, 401, 404, 405} <= set(verification.answers)
    assert set(verification.run.requests) == {"examples", "coverage", "fuzzing"}


@pytest.mark.parametrize(
    ("fault", "check", "pointer", "words"),
    [
        (
            wrong_type_deep_in_the_planner_send,
            "response_schema_conformance",
            "/data/meta/planner_data/weekly_schedule/Sun/end",
            '17 is not of types "null", "string"',
        ),
        (accepts_a_request_without_token, "ignored_auth", "", "got `200 OK`"),
        (redirects_to_a_login_page, "no_redirect", "", "a redirect to https://api.comm.com/login"),
    ],
)
def test_a_faulty_server_is_red_with_the_right_words(
    contract: Contract, tmp_path: Path, fault: Fault, check: str, pointer: str, words: str
) -> None:
    findings = {
        (finding.check, finding.pointer): finding for finding in verified(contract, tmp_path, fault=fault).findings
    }
    finding = findings[check, pointer]
    assert words in finding.sentence
    assert finding.curl.startswith("curl -X POST")


def test_a_run_that_stops_nothing_proves_nothing(contract: Contract, tmp_path: Path) -> None:
    verification = verified(contract, tmp_path, fault=forgets_its_sends)
    assert [pair.send for pair in PAIRS if any(pair.send in words for words in verification.unproven)] == [
        pair.send for pair in PAIRS
    ]


def refuses_a_second_stop(handle: Callable[[Request], Response], request: Request) -> Response:
    response = handle(request)
    stops = {request.target} if response.status == 200 else set[bytes]()
    if stops & STOPPED:
        return Response(422, response.headers[:1], b'{"message":"Already stopped."}')
    STOPPED.update(stops)
    return response


STOPPED: set[bytes] = set()


def test_a_server_may_refuse_a_second_stop(contract: Contract, tmp_path: Path) -> None:
    verification = verified(contract, tmp_path, fault=refuses_a_second_stop)
    assert verification.answers[422] > 0
    assert verification.findings == ()
    assert verification.unproven == ()


def echoes_the_request(handle: Callable[[Request], Response], request: Request) -> Response:
    seen = b"".join(value for _, value in request.headers)
    return replace(handle(request), headers=((b"content-type", b"text/html"), (b"x-seen", seen)), body=seen)


def test_the_token_is_in_no_report(contract: Contract, tmp_path: Path) -> None:
    verification = verified(contract, tmp_path, fault=echoes_the_request)
    written = {path.suffix: path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()}
    assert {".xml", ".html"} <= written.keys()
    assert not [name for name, text in written.items() if TOKEN in text]
    assert verification.findings
    assert TOKEN not in str(verification.findings)
