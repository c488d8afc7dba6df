"""A contract of eight operations goes through the jobs, and each of its operations is verified.

Its reference is tested with those of other contracts, in tests/reference.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from contract_tests import command, mock
from contract_tests.stop.pair import STOP
from contract_tests.tests.grown import CONTRACT
from contract_tests.tests.grown.server import CAMPAIGN, OTHER_CAMPAIGN, PLAN, SEND, TOKEN, Server
from contract_tests.verifier.audit.command import audit
from contract_tests.verifier.exchange import Request, Response
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.law import LawContext
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.runner import LawResults, ask_and_judge
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.run import in_order, verify
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import InProcess
from scripts.client import package
from scripts.contract import rules
from scripts.contract.document import load
from scripts.contract.values import members
from scripts.diff import compare
from scripts.diff.revisions import Version
from scripts.page import command as page

SCHEMAS = ResponseSchemas(CONTRACT.document)
BY_ID = {operation.operation_id: operation for operation in SCHEMAS.operations}
ALLOWED = (
    "createSmsCampaign",
    f"getSmsCampaign:campaign={CAMPAIGN}",
    f"updateSmsCampaign:campaign={CAMPAIGN}",
    f"deleteSmsCampaign:campaign={OTHER_CAMPAIGN}",
    f"getSmsCampaignSend:campaign={CAMPAIGN},campaignSend={SEND}",
    f"getSmsRoutingPlan:routingPlan={PLAN}",
)
NAMED = (*(Target.parse(text, SCHEMAS.operations) for text in ALLOWED), Target(STOP, mock.SENDS[0].ids))
Handle = Callable[[Request], Response]


def judged(handle: Handle) -> LawResults:
    """What the laws say of a server of our own."""
    guard = Guard(InProcess(handle), SCHEMAS.operations, NAMED, own=True)
    contexts = [LawContext(guard, TOKEN, SCHEMAS, operation) for operation in in_order(SCHEMAS.operations, ())]
    return ask_and_judge(contexts)


def live(server: Server, ledger: Path, named: Sequence[Target] = ()) -> Guard:
    """The guard before a server that is not on this machine."""
    to = InProcess(server.handle, "https://staging.example.com/api", is_local=False)
    return Guard(to, SCHEMAS.operations, tuple(named), budget=25, ledger=Ledger(ledger))


# The other jobs


def test_the_contract_is_the_one_that_was_there_and_more() -> None:
    ours = load().document
    for room in ("schemas", "responses", "headers", "securitySchemes"):
        old, new = (members(members(document["components"])[room]) for document in (ours, CONTRACT.document))
        assert old == {name: value for name, value in new.items() if name in old}
    assert members(ours["paths"]).items() <= members(CONTRACT.document["paths"]).items()
    assert len(BY_ID) == 8


def test_the_contract_keeps_every_rule() -> None:
    assert rules.check(CONTRACT) == []


def test_the_client_has_a_method_for_each_operation() -> None:
    client = package.render(CONTRACT)["client.py"].decode()
    names = ["_".join(re.findall("[A-Z]?[a-z]+", name)).lower() for name in BY_ID]
    assert [name for name in names if client.count(f"def {name}(") != 2] == []


def test_the_published_page_agrees_with_its_operation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(page, "load", lambda: CONTRACT)
    assert page.main([str(page.PAGES / "stop.txt")]) == 0
    assert "agree" in capsys.readouterr().out


def nothing(*_: object) -> list[str]:
    """What differs in a client that is current."""
    return []


def test_the_main_job_verifies_a_server_of_the_contract(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    server = Server()

    def handle(request: mock.Request) -> mock.Response:
        return mock.Response(**vars(server.handle(Request(**vars(request)))))

    monkeypatch.setattr(command, "load", lambda: CONTRACT)
    monkeypatch.setattr(command, "differences", nothing)
    monkeypatch.setattr(command, "REPORTS", tmp_path)
    monkeypatch.setenv("COMM_API_TOKEN", TOKEN)
    with mock.serve(handle) as url:
        allowed = [word for text in ALLOWED for word in ("--allow", text)]
        allowed += ["--pair", "/".join(mock.SENDS[0].ids)]
        status = command.main(["--base-url", url, *allowed])
    out = capsys.readouterr().out
    assert status == 0, out
    cases = ET.parse(tmp_path / "junit.xml").iter("testcase")  # noqa: S314 (our own file)
    assert {case.get("name") for case in cases if "operations" in str(case.get("classname"))} == BY_ID.keys()
    for name in BY_ID:
        assert re.search(rf"operation {name}: asked [0-9]+x, succeeded [1-9][0-9]*x", out), out


def test_more_operations_are_a_compatible_change() -> None:
    report = compare.compare(Version("old", load(), None), Version("new", CONTRACT, None))
    assert {(change.face, change.verdict) for change in report.changes} == {
        ("wire", "compatible"), ("source", "compatible"), ("meaning", "compatible"),
    }  # fmt: skip


# The verifier


@pytest.mark.usefixtures("few_examples")
def test_a_server_that_keeps_the_contract_is_green() -> None:
    run = verify(CONTRACT, Guard(InProcess(Server().handle), SCHEMAS.operations, NAMED, own=True), token=TOKEN)
    assert run.findings == ()
    assert run.unproven == ()
    assert {row.id: row.reason for row in run.operations if not row.successes} == {}
    assert {row.id for row in run.operations if row.laws} == {"stopSmsCampaignSend"}
    assert run.operations[-1].statuses[204] == 1


@pytest.mark.usefixtures("few_examples")
def test_a_server_of_others_is_not_changed_by_what_was_not_named(tmp_path: Path) -> None:
    server = Server()
    run = verify(CONTRACT, live(server, tmp_path / "ledger"), token=TOKEN)
    assert [finding for finding in run.findings if finding.is_violation] == []
    assert server.campaigns == Server().campaigns
    assert server.stops.state.sends == Server().stops.state.sends
    assert not (tmp_path / "ledger").exists()
    asked = {row.id: row.reason for row in run.operations}
    assert {name for name, reason in asked.items() if reason} == {"createSmsCampaign", "updateSmsCampaign"}
    assert asked["createSmsCampaign"].endswith("allow it with --allow createSmsCampaign; it was not sent.")
    assert [row.successes > 0 for row in run.operations if row.id == "listSmsCampaigns"] == [True]
    assert [sentence.split()[0] for sentence in run.unproven if "was not asked" in sentence] == [
        "createSmsCampaign", "updateSmsCampaign",
    ]  # fmt: skip


@pytest.mark.usefixtures("few_examples")
def test_what_was_named_is_acted_on_within_its_budget(tmp_path: Path) -> None:
    server = Server()
    guard = live(server, tmp_path / "ledger", NAMED[:4])
    run = verify(CONTRACT, guard, token=TOKEN)
    assert [finding for finding in run.findings if finding.is_violation] == []
    assert OTHER_CAMPAIGN not in server.campaigns
    assert {target.operation for target in guard.spent} == {
        "createSmsCampaign", "updateSmsCampaign", "deleteSmsCampaign",
    }  # fmt: skip
    assert max(guard.spent.values()) <= 25


@pytest.mark.usefixtures("few_examples")
def test_one_operation_alone_can_be_verified() -> None:
    guard = Guard(InProcess(Server().handle), SCHEMAS.operations, NAMED, own=True)
    run = verify(CONTRACT, guard, token=TOKEN, only=["getSmsRoutingPlan"])
    assert [row.id for row in run.operations] == ["getSmsRoutingPlan"]
    assert (run.findings, run.unproven) == ((), ())
    assert {SCHEMAS.route(exchange.request).siblings for exchange in guard.exchanges} == {(BY_ID["getSmsRoutingPlan"],)}


# Faults: each is planted in each operation where it makes sense


def on_success(change: Callable[[Response], Response]) -> Callable[[Response], Response]:
    return lambda response: change(response) if 200 <= response.status < 300 else response


def on(status: int, change: Callable[[Response], Response]) -> Callable[[Response], Response]:
    return lambda response: change(response) if response.status == status else response


def body(edit: Callable[[dict[str, object]], object]) -> Callable[[Response], Response]:
    def change(response: Response) -> Response:
        content = json.dumps(edit(json.loads(response.body))).encode()
        return Response(response.status, ((b"content-type", b"application/json"),), content)

    return change


def typed(response: Response, media_type: bytes = b"application/json") -> Response:
    return replace(response, headers=((b"content-type", media_type),))


def answered(status: int, content: bytes = b'{"message": "x", "data": {"id": "x"}}') -> Callable[[Response], Response]:
    return lambda _: Response(status, ((b"content-type", b"application/json"),), content)


# fmt: off
FAULTS: tuple[tuple[str, str, Callable[[Response], Response]], ...] = (
    # the law that must notice, what the server does wrong, how
    ("status", "succeeds with a status that nobody documented", on_success(lambda one: replace(one, status=299))),
    ("media-type", "labels a success as HTML", on_success(lambda one: typed(one, b"text/html"))),
    ("media-type", "labels an error as HTML", on(401, lambda one: typed(one, b"text/html"))),
    ("strict-json", "cuts the body of a success", on_success(lambda one: typed(replace(one, body=one.body[:-1])))),
    ("schema", "leaves out the data", on_success(body(lambda value: {"meta": value.get("meta")}))),
    ("schema", "answers with a number", on_success(body(lambda value: value | {"data": 7}))),
    ("undeclared-fields", "tells more than the contract", on_success(body(lambda value: value | {"more": 1}))),
    ("server-error", "fails where it succeeds", on_success(lambda one: replace(one, status=500))),
    ("no-redirect", "redirects where it succeeds", on_success(lambda one: replace(one, status=302))),
    ("no-token", "lets everybody in", on(401, answered(200))),
    ("no-token", "answers 403 without a token", on(401, lambda one: replace(one, status=403))),
    ("challenge", "does not say how to authenticate", on(401, lambda one: replace(one, headers=one.headers[:2]))),
    ("error-body", "answers errors without a message", on(401, body(lambda _: {}))),
    ("error-leak", "shows its inside", on(401, body(lambda value: value | {"trace": "#0 /var/www/x.php"}))),
    ("unknown-id", "invents what does not exist", on(404, answered(200))),
    ("unknown-id", "answers 400 for an unknown id", on(404, lambda one: replace(one, status=400))),
)
# fmt: on
WITHOUT_BODY = {"deleteSmsCampaign"}
WITHOUT_IDS = {"listSmsCampaigns", "createSmsCampaign"}
NEEDS_BODY = {"strict-json", "schema", "undeclared-fields"}


def planted() -> list[tuple[str, str, str, Callable[[Response], Response]]]:
    """Each fault in each operation; not in a body that is none, nor in ids that are none."""
    return [
        (name, law, sentence, change)
        for name in BY_ID
        for law, sentence, change in FAULTS
        if not (name in WITHOUT_BODY and (law in NEEDS_BODY or sentence == "labels a success as HTML"))
        and not (name in WITHOUT_IDS and law == "unknown-id")
    ]


@pytest.mark.parametrize(
    ("name", "law", "sentence", "change"), planted(), ids=[f"{one[0]} {one[2]}" for one in planted()]
)
def test_a_fault_is_found_in_its_operation_and_in_no_other(
    name: str, law: str, sentence: str, change: Callable[[Response], Response]
) -> None:
    server = Server()

    def handle(request: Request) -> Response:
        response = server.handle(request)
        return change(response) if SCHEMAS.route(request).operation is BY_ID[name] else response

    found = {(finding.check, finding.operation) for finding in judged(handle).findings.listed()}
    assert (law, name) in found, sentence
    assert {operation for _, operation in found} == {name}


def test_there_are_many_faults() -> None:
    assert len(planted()) >= 60


def test_a_method_that_succeeds_although_nobody_documented_it_is_found() -> None:
    server = Server()

    def handle(request: Request) -> Response:
        return replace(server.handle(request), status=200) if request.method == "PATCH" else server.handle(request)

    found = {(finding.check, finding.operation) for finding in judged(handle).findings.listed()}
    assert {name for law, name in found if law == "status"} >= {"getSmsCampaignSend", "getSmsRoutingPlan"}


# Recorded traffic


def test_recorded_exchanges_of_every_operation_are_judged_by_their_own_schemas(tmp_path: Path) -> None:
    server = Server()
    guard = Guard(InProcess(server.handle), SCHEMAS.operations, NAMED, own=True)
    lines: list[str] = []
    for operation in in_order(SCHEMAS.operations, ()):
        context = LawContext(guard, TOKEN, SCHEMAS, operation)
        for values in context.targets or [()]:
            exchange = guard.exchange(context.request(values))
            assert 200 <= exchange.response.status < 300
            lines.append(json.dumps(entry(exchange.request, exchange.response)))
    (tmp_path / "traffic.jsonl").write_text("\n".join(lines))
    outcome = audit([tmp_path / "traffic.jsonl"], CONTRACT)
    assert (outcome.obstacle, outcome.findings.listed(), outcome.unjudged) == ("", [], {})
    assert dict(outcome.answers) == {200: 6, 201: 1, 204: 1}
    assert outcome.operations.keys() == BY_ID.keys()


def entry(request: Request, response: Response) -> dict[str, object]:
    """An entry of a HAR."""

    def listed(headers: Sequence[tuple[bytes, bytes]]) -> list[dict[str, str]]:
        return [{"name": name.decode(), "value": value.decode()} for name, value in headers]

    return {
        "startedDateTime": "2025-11-03T15:00:00Z",
        "request": {
            "method": request.method,
            "url": f"https://api.comm.com{request.target.decode()}",
            "httpVersion": "HTTP/1.1",
            "headers": listed(request.headers),
        },
        "response": {
            "status": response.status,
            "httpVersion": "HTTP/1.1",
            "headers": listed(response.headers),
            "content": {"size": len(response.body), "mimeType": "application/json", "text": response.body.decode()},
        },
    }
