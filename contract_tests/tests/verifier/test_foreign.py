"""Contracts of others are verified as they are written, or their operations are reported as not asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.verifier.exchange import Request, Response
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.law import LawContext
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.runner import ask_and_judge
from contract_tests.verifier.run import ServerRun, verify
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import load

CONTRACT = load(Path(__file__).with_name("foreign.yaml"))
SCHEMAS = ResponseSchemas(CONTRACT.document)
BODY = b'{"name": "x"}'
ANSWERS = {
    "/only-default": (b"application/json", BODY),
    "/csv": (b"text/csv; charset=utf-8", b"name\nx\n"),
    "/charset": (b"application/json; charset=utf-8", BODY),
    "/vendor": (b"application/vnd.thing+json", BODY),
    "/optional-token": (b"application/json", BODY),
    "/required-header": (b"application/json", BODY),
}
NEEDED = {b"x-version": b"v7", b"cookie": b"session=abc"}


def handle(request: Request) -> Response:
    """The server that keeps the contract."""
    path, _, query = request.target.decode().removeprefix("/api").partition("?")
    error = Response(404, ((b"content-type", b"application/json"),), b'{"message": "No."}')
    if path not in ANSWERS:
        return error
    if request.method not in {"GET", "HEAD"}:
        return replace(error, status=405, headers=(*error.headers, (b"allow", b"GET, HEAD")))
    headers = {name.lower(): value for name, value in request.headers}
    if path == "/required-header" and not (NEEDED.items() <= headers.items() and "language=" in query):
        return replace(error, status=400)
    media_type, body = ANSWERS[path]
    return Response(200, ((b"content-type", media_type),), b"" if request.method == "HEAD" else body)


@pytest.fixture(scope="module")
def run() -> ServerRun:
    return verify(CONTRACT, Guard(InProcess(handle), SCHEMAS.operations, own=True), token="a-token-of-nobody")  # noqa: S106 (opens nothing)


def test_a_server_that_keeps_it_breaks_nothing_documented(run: ServerRun) -> None:
    assert [finding for finding in run.findings if finding.is_violation] == []
    assert {row.id for row in run.operations if row.successes} == {
        "getOnlyDefault", "getCsv", "getCharset", "getVendor", "getOptionalToken", "getRequiredHeader",
    }  # fmt: skip


def test_what_cannot_be_asked_is_reported_with_its_reason(run: ServerRun) -> None:
    assert {row.id: row.reason for row in run.operations if row.reason} == {
        "getKey": "its security scheme key is not a bearer token",
        "createForm": "its body has no JSON form",
    }
    assert "createForm was not asked: its body has no JSON form" in run.unproven


@pytest.mark.parametrize(
    ("path", "answer", "law"),
    [
        ("/only-default", (b"application/json", b"{}"), "schema"),
        ("/csv", (b"application/json", BODY), "media-type"),
        ("/charset", (b"application/json", b"[]"), "schema"),
        ("/charset", (b"text/plain", BODY), "media-type"),
        ("/vendor", (b"application/vnd.thing+json", b"{}"), "schema"),
        ("/vendor", (b"application/vnd.thing+json", b"{"), "strict-json"),
    ],
)
def test_a_fault_in_it_is_found(
    monkeypatch: pytest.MonkeyPatch, path: str, answer: tuple[bytes, bytes], law: str
) -> None:
    monkeypatch.setitem(ANSWERS, path, answer)
    guard = Guard(InProcess(handle), SCHEMAS.operations, own=True)
    contexts = [LawContext(guard, "a-token-of-nobody", SCHEMAS, one) for one in SCHEMAS.operations if one.path == path]
    assert law in {finding.check for finding in ask_and_judge(contexts).findings.listed()}
