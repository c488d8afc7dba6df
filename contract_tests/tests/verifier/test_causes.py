"""Cause before symptoms: what is to blame is said in one sentence, and what follows from it is not told."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from contract_tests.faults.conforming import VARIANTS, Variant
from contract_tests.mock import SENDS, TOKEN, Handle, Mock, Request, Response
from contract_tests.quality.fault_runs import TARGETS, schemas
from contract_tests.tests.verifier.throttling import Clock
from contract_tests.verifiable import verifiable
from contract_tests.verifier.causes import CAUSES
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.run import ServerRun, verify
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import Contract, parse

pytestmark = pytest.mark.usefixtures("few_examples")
Server = Callable[[Handle, Request, int], Response]
PLAIN, HTML, JSON = (((b"content-type", kind),) for kind in (b"text/plain", b"text/html", b"application/json"))
NGINX = b"<html><head><title>%s</title></head><body><hr><center>nginx/1.25.3</center></body></html>"


def gives(status: int, body: bytes = b"", headers: tuple[tuple[bytes, bytes], ...] = HTML) -> Server:
    """A server that gives one answer to everything."""
    return lambda _, request, __: Response(status, headers, b"" if request.method == "HEAD" else body)


def right(handle: Handle, request: Request, _: int) -> Response:
    return handle(request)


def when(is_so: Callable[[Request, int], bool], other: Server, usual: Server = right) -> Server:
    """A server that keeps the contract, or does as usual, but for some requests."""
    return lambda handle, request, number: (other if is_so(request, number) else usual)(handle, request, number)


def authorised(request: Request, _: int) -> bool:
    return (b"authorization", b"Bearer " + TOKEN.encode()) in [(name.lower(), value) for name, value in request.headers]


def odd_id(request: Request, _: int) -> bool:
    """Whether a router that knows what an id is finds no route."""
    return re.search(rb"/campaigns/[0-9a-f-]{36}/stop/[0-9a-f-]{36}(\?|$)", request.target, re.IGNORECASE) is None


def read_only(handle: Handle, request: Request, number: int) -> Response:
    response = handle(request)
    return gives(403, b'{"message":"Forbidden"}', JSON)(handle, request, number) if response.status == 200 else response


def wrong_token(handle: Handle, request: Request, _: int) -> Response:
    headers = tuple(header for header in request.headers if header[0].lower() != b"authorization")
    return handle(replace(request, headers=headers))


def without_path(handle: Handle, request: Request, _: int) -> Response:
    return handle(replace(request, target=request.target.removeprefix(b"/api")))


def run(contract: Contract, server: Server, ledger: Ledger, targets: tuple[Target, ...] = TARGETS[:1]) -> ServerRun:
    mock, number = Mock(), 0

    def handle(request: Request) -> Response:
        nonlocal number
        number += 1
        return server(mock.handle, request, number)

    staging = InProcess(verifiable(handle), "https://staging.example.com/api", is_local=False)
    pace = Clock().pace(seconds=300)
    return verify(contract, Guard(staging, schemas().operations, targets, ledger=ledger, pace=pace), token=TOKEN)


@pytest.fixture
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return Ledger(tmp_path_factory.mktemp("reports") / "ledger.jsonl")


ELSEWHERE = "--base-url is not the address of the API"
LATER = (*JSON, (b"retry-after", b"3600"))
LOGIN = (*HTML, (b"location", b"https://login.example.com/in?token=abc"))


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (wrong_token, "every request with the token gets 401: the token in COMM_API_TOKEN does not open this server"),
        (when(odd_id, gives(404, b'{"message":"Nowhere."}', JSON), wrong_token), "request with the token gets 401: "),
        (when(authorised, gives(403, b'{"message":"No."}', JSON)), "no request with the token gets more than 403"),
        (read_only, "no request with the token gets more than 403: the token in COMM_API_TOKEN may not do this"),
        (without_path, f"every request gets nothing but 404: {ELSEWHERE}"),
        (gives(404, b'{"message":"Not Found"}', JSON), f"every request gets nothing but 404: {ELSEWHERE}"),
        (gives(404, NGINX % b"404 Not Found"), f"every request gets a page of a website, not JSON, 404: {ELSEWHERE}"),
        (gives(200, b"<!doctype html><div id=app>"), f"a page of a website, not JSON, 200: {ELSEWHERE}"),
        (gives(405, NGINX % b"405 Not Allowed"), f"a page of a website, not JSON, 405: {ELSEWHERE}"),
        (gives(403, b"<h1>Access denied</h1>"), f"a page of a website, not JSON, 403: {ELSEWHERE}"),
        (gives(400, NGINX % b"400 The plain HTTP request was sent to HTTPS port"), "nginx refuses every request "),
        (gives(301, b"", LOGIN), "redirected to https://login.example.com: give the address there as --base-url"),
        (gives(301, b"", ((b"location", b"//a:" + TOKEN.encode() + b"@b.example/"),)), "redirected to ://a:[masked]@b.ex"),
        (gives(301, b"", ((b"location", b"http://[x/"),)), f"every request is redirected to nowhere: {ELSEWHERE}"),
        (gives(308, b"", ((b"location", b"/api/v2/"),)), f"every request is redirected to /api/v2/: {ELSEWHERE}"),
        (gives(502, NGINX % b"502 Bad Gateway"), "nginx answers 502 in place of the application, which is not up"),
        (gives(503, b"no available server\n", PLAIN), "Traefik answers 503 in place of the application"),
        (gives(504, b"<html>timeout</html>"), "a proxy answers 504 in place of the application"),
        (when(lambda _, n: n > 12, gives(429, b'{"message":"Slow."}', LATER)), "the server throttles: "),
        (when(lambda _, n: n % 12 > 3, gives(503, NGINX % b"503")), "the server throttles or is overloaded: "),
        (when(lambda _, n: n > 30, gives(429, b'{"message":"Slow."}', LATER)), "got 429 (Retry-After: 3600 s); ask"),
    ],
)  # fmt: skip
def test_one_sentence_says_what_is_to_blame(contract: Contract, ledger: Ledger, server: Server, words: str) -> None:
    told = run(contract, server, ledger)
    (sentence,) = told.unproven
    assert words in sentence
    assert Outcome("", targets={"server": told}).verdict == "unproven"
    assert [one for one in told.findings if one.is_violation and one.check != "server-error"] == []
    assert TOKEN not in sentence


@pytest.mark.parametrize("server", [wrong_token, without_path, gives(502, NGINX % b"502")])
def test_what_tells_nothing_exercised_no_law(contract: Contract, ledger: Ledger, server: Server) -> None:
    told = run(contract, server, ledger)
    assert {row.state for row in told.rows} <= {"not exercised", "deviation"}


FORBIDDEN = when(authorised, gives(403, b'{"message":"No."}', JSON))


@pytest.mark.parametrize("server", [wrong_token, FORBIDDEN, without_path, gives(301, b"", LOGIN)])
@pytest.mark.parametrize(("targets", "at_risk"), [((), 0), (TARGETS[:1], 3), (TARGETS, 5)])
def test_a_total_cause_ends_the_asking_before_the_budget_is_spent(
    contract: Contract, ledger: Ledger, server: Server, targets: tuple[Target, ...], at_risk: int
) -> None:
    told = run(contract, server, ledger, targets)
    assert len(told.unproven) == 1
    assert sum(told.requests.values()) <= (10 if targets else 50)
    assert (ledger.path.read_text("utf-8").count("\n") if targets else 0) == at_risk
    assert not any("interrupted" in row.note for row in told.rows)


def test_a_server_without_tokens_may_know_no_id(contract: Contract, ledger: Ledger) -> None:
    source = re.sub(rb"security:\n +- .*\n", b"security: []\n", contract.source)
    told = run(parse(contract.path, source), gives(404, b'{"message":"Not Found"}', JSON), ledger, ())
    assert sum(told.requests.values()) > 50


def test_what_does_not_follow_from_a_cause_is_told(contract: Contract, ledger: Ledger) -> None:
    def repeats_the_token(handle: Handle, request: Request, number: int) -> Response:
        response = wrong_token(handle, request, number)
        return replace(response, headers=(*response.headers, (b"x-seen", TOKEN.encode())))

    told = run(contract, repeats_the_token, ledger)
    assert "secret" in {finding.check for finding in told.findings if finding.is_violation}
    assert {"first-call", "unknown-id", "malformed-id"}.isdisjoint(finding.check for finding in told.findings)


@pytest.mark.parametrize("other", [SENDS[1].send, "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"])
def test_a_send_that_is_not_there_is_named(contract: Contract, ledger: Ledger, other: str) -> None:
    ids = SENDS[2]._replace(send=other).ids
    told = run(contract, right, ledger, (Target("stopSmsCampaignSend", ids),))
    (sentence,) = told.unproven
    assert f"{'/'.join(ids)} never succeeded" in sentence
    assert sentence.endswith("the server does not know it; check its ids, and that they belong together")
    assert told.findings == ()


@pytest.mark.parametrize("variant", [one for one in VARIANTS if one.id != "throttles"][::6], ids=lambda one: one.id)
def test_a_server_that_keeps_the_contract_is_blamed_for_nothing(
    contract: Contract, ledger: Ledger, variant: Variant
) -> None:
    handle = variant.wrap(Mock().handle)
    told = run(contract, lambda _, request, __: handle(request), ledger)
    assert told.unproven == ()


def test_every_cause_has_a_row() -> None:
    assert len({cause.id for cause in CAUSES}) == len(CAUSES) == 7


def test_a_proxy_is_blamed_for_its_page_alone(contract: Contract, ledger: Ledger) -> None:
    def odd(request: Request, _: int) -> bool:
        return b"unknown-zzz" in request.target

    told = run(contract, when(odd, gives(502, NGINX % b"502")), ledger)
    (finding,) = [one for one in told.findings if not one.because]
    assert (finding.check, finding.sentence) == ("server-error", "nginx answers 502 in place of the application")
    told = run(contract, when(odd, gives(414, NGINX % b"414")), ledger)
    assert {"media-type", "error-body", "strict-json"}.isdisjoint(finding.check for finding in told.findings)


def test_a_proxy_that_refuses_methods_by_itself_is_blamed_for_nothing(contract: Contract, ledger: Ledger) -> None:
    refused = when(lambda request, _: request.method in {"TRACE", "PURGE"}, gives(405, NGINX % b"405 Not Allowed"))
    told = run(contract, refused, ledger)
    assert (told.findings, told.unproven) == ((), ())
    assert {405} <= set(told.answers)
