"""The Postman collection, as newman runs it: it passes on the mock, and fails on servers that break the contract."""

import json
import subprocess
from itertools import chain
from pathlib import Path

import pytest

from contract_tests.faults import FAULTS
from contract_tests.faults.fault import Wrapper
from contract_tests.faults.what import answers, codes, lacks, turns, typed
from contract_tests.mock import SENDS, TOKEN, Handle, Mock, Request, Response, serve, stop_request
from contract_tests.tests.reference.languages import ROOM, packages
from scripts.contract.document import load
from scripts.contract.operations import operations
from scripts.contract.values import Object, items, members
from scripts.generate import GENERATED, REFERENCE
from scripts.reference import node

pytestmark = pytest.mark.reference

COLLECTION = GENERATED / REFERENCE / "postman" / "collection.json"
SET = "the variables that the request needs are set"
STATUS = "the status is 200"
JSON = "the body is announced as JSON"
BODY = "the body keeps the schema SmsCampaignSendResponse"
ERROR = "the body keeps the schema ApiError"
SEND = SENDS[0]
(OPERATION,) = operations(load().document)
IDS = dict(zip((parameter.name for parameter in OPERATION.ids), SEND.ids, strict=True))


def newman(folder: Path, handle: Handle, **variables: str) -> tuple[int, dict[str, str]]:
    """Run the collection on a server; return the exit status, and each assertion with its error, empty if it holds."""
    tool = packages(ROOM) / "node_modules" / "newman" / "bin" / "newman.js"
    report = folder / "report.json"
    options = ("--environment=environment.json", "--reporters=json", f"--reporter-json-export={report}")
    with serve(handle) as base_url:
        own = {"baseUrl": base_url, "token": TOKEN, **IDS, **variables}
        values = [{"key": key, "value": value, "enabled": True} for key, value in own.items()]
        (folder / "environment.json").write_text(json.dumps({"values": values}), "utf-8")
        done = subprocess.run(
            [*node.found().node, tool, "run", COLLECTION, *options],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    assert report.exists(), done.stdout + done.stderr
    written: Object = json.loads(report.read_bytes())
    ran = members(written["run"])
    assertions = chain(*(items(members(one).get("assertions")) for one in items(ran["executions"])))
    held = {str(members(one)["assertion"]): "" for one in assertions}
    errors = [members(members(one)["error"]) for one in items(ran["failures"])]
    return done.returncode, held | {str(error["test"]): str(error["message"]) for error in errors}


def planted(name: str) -> Wrapper:
    return next(fault.wrap for fault in FAULTS if fault.id == name)


def test_newman_passes_on_the_mock(tmp_path: Path) -> None:
    assert newman(tmp_path, Mock().handle) == (0, {SET: "", STATUS: "", JSON: "", BODY: ""})


@pytest.mark.parametrize(
    ("wrap", "failed"),
    [
        (planted("status-number"), {BODY: "data.data.status should be string"}),
        (planted("boolean-text"), {BODY: "data.data.meta.use_dedicated_domains should be boolean,null"}),
        (planted("bare"), {BODY: "data should have required property 'data'"}),
        (lacks("id"), {BODY: "data.data should have required property 'id'"}),
        (turns("meta.manual_data.send_amount", lambda _: 0), {BODY: "manual_data.send_amount should be >= 1"}),
        (turns("meta.sms_routing_plan_id", lambda _: "plan-7"), {BODY: 'should match format "uuid"'}),
        (codes(202), {STATUS: "the status 202: expected 'default' to be one of [ '200' ]", ERROR: ""}),
        (answers(404), {STATUS: "the status 404: expected '404' to be one of [ '200' ]"}),
        (answers(404, b'{"message": 7}'), {STATUS: "the status 404", ERROR: "data.message should be string"}),
        (typed(b"text/html"), {JSON: "expected 'text/html' to match"}),
        (answers(200, b"<!doctype html>"), {BODY: "Unexpected token '<'"}),
    ],
)
def test_newman_fails_on_a_server_that_breaks_the_contract(
    tmp_path: Path, wrap: Wrapper, failed: dict[str, str]
) -> None:
    status, judged = newman(tmp_path, wrap(Mock().handle))
    assert status == 1
    assert {name for name, error in judged.items() if error} == {name for name, error in failed.items() if error}
    assert {name: error for name, error in failed.items() if error not in judged[name]} == {}


def test_a_redirect_is_judged_and_not_followed(tmp_path: Path) -> None:
    mock = Mock()

    def redirecting(request: Request) -> Response:
        if request.target == b"/login":
            return mock.handle(stop_request(SEND))
        return Response(302, ((b"location", b"/login"),), b"")

    _, judged = newman(tmp_path, redirecting)
    assert judged[STATUS].startswith("the status 302: ")


@pytest.mark.parametrize("name", ["baseUrl", "token", *IDS])
def test_a_request_that_needs_an_empty_variable_is_not_sent(tmp_path: Path, name: str) -> None:
    asked: list[bytes] = []
    mock = Mock()

    def watched(request: Request) -> Response:
        asked.append(request.target)
        return mock.handle(request)

    status, judged = newman(tmp_path, watched, **{name: ""})
    assert (status, list(judged), asked) == (1, [SET], [])
    assert name in judged[SET]
