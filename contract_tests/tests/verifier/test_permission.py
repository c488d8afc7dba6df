"""What a request may do is judged by its effect: reading, or acting on what the caller named."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from contract_tests.quality import frozen
from contract_tests.tests.grown import grown
from contract_tests.tests.grown.server import CAMPAIGN, OTHER_CAMPAIGN, PLAN, SEND
from contract_tests.verifier.exchange import Headers, Request
from contract_tests.verifier.ids import MALFORMED, NIL
from contract_tests.verifier.mentions import mentioned
from contract_tests.verifier.permission import Permission
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.document import load
from scripts.contract.operations import operations
from scripts.contract.values import Json

OPERATIONS = tuple(operations(grown(frozen.CONTRACT).document))
LIVE = "https://staging.example.com/api"
DRAWN = "f3b9a7c1-52de-4a80-9c6f-0d8e7b214a35"
FOREIGN = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
ONE, ALL = f"/api/v1/sms/campaigns/{CAMPAIGN}", "/api/v1/sms/campaigns"


def permission(*named: str, is_local: bool = False) -> Permission:
    targets = tuple(Target.parse(text, OPERATIONS) for text in named)
    return Permission(LIVE, is_local, OPERATIONS, targets, {DRAWN})


def asked(method: str, target: str, headers: Headers = (), body: bytes = b"") -> Request:
    length = ((b"Content-Length", b"%d" % len(body)),) if body else ()
    return Request(method, target.encode(), (*length, *headers), body)


UPDATE, DELETE = f"updateSmsCampaign:campaign={CAMPAIGN}", f"deleteSmsCampaign:campaign={CAMPAIGN}"
GET, CREATE = f"getSmsCampaign:campaign={CAMPAIGN}", "createSmsCampaign"
STOP = f"stopSmsCampaignSend:campaign={CAMPAIGN},campaignSend={SEND}"
ACT, READ = "could act on something that was not named", "could read something that was not named"
OVERRIDE = ((b"X-HTTP-Method-Override", b"DELETE"),)


FOREIGN_ID = ", which could be an id and was not named"
OTHER, NO_PATH = "could be read as another request", "is for no path of openapi.yaml"
NOW = f"{ONE}/stop/{SEND}"
HOLDS = f"holds {CAMPAIGN} in the body{FOREIGN_ID}"

# fmt: off
REQUESTS: list[tuple[list[str], Request, str]] = [
    # Reading: what was named for any operation, and what exists nowhere
    ([], asked("GET", ALL), ""),
    ([], asked("HEAD", ALL), ""),
    ([], asked("GET", ALL + "?page=3&status=draft"), ""),
    ([], asked("GET", ALL + "?id=3"), "holds 3 in the query" + FOREIGN_ID),
    ([], asked("GET", ALL + f"?status={FOREIGN}"), f"holds {FOREIGN} in the query" + FOREIGN_ID),
    ([], asked("GET", ONE), READ),
    ([], asked("HEAD", ONE), READ),
    ([DELETE], asked("GET", ONE), ""),
    ([DELETE], asked("GET", ONE.upper().replace("/API/V1/SMS/CAMPAIGNS", ALL)), ""),
    ([STOP], asked("GET", f"{ONE}/sends/{SEND}"), ""),
    ([GET], asked("GET", f"{ONE}/sends/{SEND}"), READ),
    ([GET], asked("GET", f"{ONE}/sends/{DRAWN}"), ""),
    ([], asked("GET", f"/api/v1/sms/routing-plans/{PLAN}"), READ),
    ([f"getSmsRoutingPlan:routingPlan={PLAN}"], asked("GET", f"/api/v1/sms/routing-plans/{PLAN}"), ""),
    ([], asked("GET", f"{ALL}/{DRAWN}"), ""),
    ([], asked("GET", f"{ALL}/{MALFORMED[0]}"), ""),
    ([], asked("GET", f"{ALL}/{NIL}"), READ),
    ([], asked("GET", f"{ALL}/1"), READ),
    ([], asked("GET", f"{ALL}/{DRAWN}%2F..%2F..%2Fusers%2F1"), READ),
    # Acting: what was named for this very operation
    ([GET], asked("DELETE", ONE), ACT),
    ([UPDATE], asked("DELETE", ONE), ACT),
    ([DELETE], asked("DELETE", ONE), ""),
    ([DELETE], asked("DELETE", f"{ALL}/{OTHER_CAMPAIGN}"), ACT),
    ([], asked("DELETE", f"{ALL}/{DRAWN}"), ""),
    ([], asked("DELETE", f"{ALL}/{DRAWN}%2F..%2F3"), ACT),
    ([], asked("DELETE", f"{ALL}/{DRAWN}%2F.."), ACT),
    ([], asked("DELETE", f"{ALL}/{DRAWN}%252F3"), ACT),
    ([], asked("DELETE", f"{ALL}/{DRAWN},3"), ACT),
    ([], asked("DELETE", f"{ALL}/{DRAWN};id=3"), ACT),
    ([], asked("DELETE", f"{ALL}/{DRAWN}%5C3"), ACT),
    ([], asked("DELETE", f"{ALL}/{DRAWN}3"), ACT),
    ([], asked("DELETE", f"{ALL}/%7B{DRAWN}%7D"), ""),
    ([DELETE], asked("GET", ONE, OVERRIDE), ACT),
    ([DELETE], asked("GET", ONE, ((b"X_HTTP_Method_Override", b"DELETE"),)), ACT),
    ([], asked("GET", ALL + "?%5Fmethod=POST"), "could be taken for a method that openapi.yaml does not have there"),
    ([], asked("GET", ALL + "?.method=POST"), "could be taken for a method that openapi.yaml does not have there"),
    ([UPDATE], asked("PUT", ONE, body=b'{"\\u005fmethod": "DELETE"}'), ACT),
    ([DELETE, UPDATE], asked("GET", ONE, OVERRIDE), ""),
    ([UPDATE], asked("PUT", ONE, OVERRIDE), ACT),
    ([UPDATE], asked("PUT", ONE + "?_method=DELETE"), ACT),
    ([UPDATE], asked("PUT", ONE, body=b"_method=DELETE"), ACT),
    ([UPDATE], asked("PATCH", ONE), ACT),
    ([UPDATE, DELETE], asked("PATCH", ONE), ""),
    ([], asked("PATCH", f"{ALL}/{DRAWN}"), ACT),
    ([], asked("put", f"{ALL}/{DRAWN}"), ACT),
    ([], asked("PURGE", f"{ALL}/{DRAWN}"), ""),
    ([], asked("POST", f"{ALL}/{DRAWN}", OVERRIDE), ACT),
    ([STOP], asked("GET", NOW), ""),
    ([], asked("GET", NOW), ACT),
    ([STOP], asked("POST", f"{ONE}/sends/{SEND}"), ACT),
    # Creating: a POST to a collection, and a PUT of what exists nowhere
    ([], asked("POST", ALL), "could create something: allow it with --allow createSmsCampaign"),
    ([CREATE], asked("POST", ALL), ""),
    ([CREATE], asked("DELETE", ALL), "could be taken for a method that openapi.yaml does not have there"),
    ([], asked("PUT", f"{ALL}/{DRAWN}"), "could create something: allow it with --allow updateSmsCampaign"),
    ([UPDATE], asked("PUT", f"{ALL}/{DRAWN}"), ACT),
    ([UPDATE], asked("PUT", f"{ALL}/{MALFORMED[0]}"), ACT),
    ([UPDATE], asked("PUT", ONE), ""),
    ([], asked("PUT", f"{ONE}/stop/{DRAWN}"), ACT),
    # What is no request of the contract
    ([], asked("GET", "/api/v2/anything"), NO_PATH),
    ([], asked("GET", "/v1/sms/campaigns"), NO_PATH),
    ([], asked("GET", ALL, ((b"X", b"a\r\nb"),)), OTHER),
    ([], asked("GET", ALL, ((b"X: a\r\nY", b"b"),)), OTHER),
    ([], asked("GET", ALL, ((b"X-Original-URL", b"/api"),)), OTHER),
    ([], asked("GET", ALL, ((b"X_Original_Uri", b"/api"),)), OTHER),
    ([], asked("GET", ALL, ((b"Host", b"api.comm.com"),)), OTHER),
    ([CREATE], Request("POST", ALL.encode(), (), b"GET / HTTP/1.1"), OTHER),
    ([CREATE], asked("POST", ALL, ((b"Transfer-Encoding", b"chunked"),), b"a/b"), OTHER),
    # Ids outside the path
    ([CREATE], asked("POST", ALL, body=b'{"daily_limit": 5}'), ""),
    ([CREATE], asked("POST", ALL, body=json.dumps([FOREIGN]).encode()), f"holds {FOREIGN} in the body" + FOREIGN_ID),
    ([CREATE], asked("POST", ALL, body=json.dumps({"segments": [DRAWN]}).encode()), ""),
    ([CREATE, GET], asked("POST", ALL, body=json.dumps({"copy_of": CAMPAIGN}).encode()), HOLDS),
    ([UPDATE], asked("PUT", ONE, body=json.dumps({"copy_of": CAMPAIGN}).encode()), ""),
    ([GET], asked("GET", ALL + f"?like={CAMPAIGN}"), ""),
    ([CREATE], asked("POST", ALL, body=b'{"daily_limit": 5, "id": 5}'), "holds 5 in the body" + FOREIGN_ID),
    ([CREATE], asked("POST", ALL, body=b'{"segment_ids": ["5"]}'), "holds 5 in the body" + FOREIGN_ID),
    ([CREATE], asked("POST", ALL, body=b'{"other": 5}'), "holds 5 in the body" + FOREIGN_ID),
    ([STOP], asked("POST", NOW + "?campaign=2"), "holds 2 in the query" + FOREIGN_ID),
    ([], asked("GET", ALL, ((b"page", b"3"),)), "holds 3 in the header" + FOREIGN_ID),
    ([STOP], asked("POST", NOW, body=b'{"id": 7}'), "holds 7 in the body" + FOREIGN_ID),
    ([STOP], asked("POST", NOW, ((b"Cookie", b"session=12"),)), "holds 12 in the header" + FOREIGN_ID),
    ([STOP], asked("POST", NOW + "?page=3"), "holds 3 in the query" + FOREIGN_ID),
    ([STOP], asked("PUT", NOW, body=b"7"), "holds 7 in the body" + FOREIGN_ID),
    ([STOP], asked("PUT", NOW + "?page=3"), "holds 3 in the query" + FOREIGN_ID),
]
# fmt: on


@pytest.mark.parametrize(("named", "request_", "reason"), REQUESTS)
def test_a_request_is_judged_by_what_it_could_do(named: Sequence[str], request_: Request, reason: str) -> None:
    assert permission(*named).refusal(request_) == reason


FORMATS = load(Path(__file__).with_name("formats.yaml"))


@pytest.mark.parametrize(
    ("named", "path", "reason"),
    [
        ((), "/exports/csv", ""),
        ((), "/exports/CSV", READ),
        ((), "/exports/xml", READ),
        (("getReport:report=Q1",), "/reports/%511", ""),
        (("getReport:report=Q1",), "/reports/q1", READ),
        (("getReport:report=Q1",), "/reports/Q2", READ),
        (("getReport:report=Q1",), f"/reports/{DRAWN}", READ),
        (("getReport:report=Q1",), f"/reports/{MALFORMED[0]}", ""),
    ],
)
def test_a_value_that_is_no_uuid_is_one_of_the_contract_or_named(named: Sequence[str], path: str, reason: str) -> None:
    known = tuple(operations(FORMATS.document))
    targets = tuple(Target.parse(text, known) for text in named)
    assert (
        Permission(LIVE, is_local=False, operations=known, named=targets, drawn={DRAWN}).refusal(
            asked("GET", "/api" + path)
        )
        == reason
    )


@pytest.mark.parametrize(
    "request_",
    [
        asked("GET", "/api/exports/csv?Page=3", ((b"X-Size", b"4"), (b"Cookie", b"Theme=5"))),
        asked("POST", "/api/trees", body=b'{"size": 1, "below": [{"size": 2, "rows": [{"width": 3}]}]}'),
    ],
)
def test_a_number_under_a_name_of_the_contract_is_no_id(request_: Request) -> None:
    known = tuple(operations(FORMATS.document))
    assert Permission(LIVE, is_local=False, operations=known, named=(Target("createTree"),)).refusal(request_) == ""


@pytest.mark.parametrize(
    ("named", "method", "path", "reason"),
    [
        (STOP, "POST", NOW + "0", ""),
        (STOP, "POST", f"{ONE.upper().replace('/API/V1/SMS/CAMPAIGNS', ALL)}/stop/1", ""),
        (STOP, "POST", f"{ALL}/1/stop/{SEND}%2F", ACT),
        (DELETE, "DELETE", f"{ALL}/1", ACT),
    ],
)
def test_on_this_machine_one_odd_id_may_stand_beside_a_named_one(
    named: str, method: str, path: str, reason: str
) -> None:
    assert permission(named, is_local=True).refusal(asked(method, path)) == reason


PARAMETERS: list[Json] = [
    {"name": name, "in": "path", "required": True, "schema": {"format": "uuid"}} for name in "abc"
]
DEEP = tuple(operations({"paths": {"/{a}/{b}/stop/{c}": {"post": {"operationId": "stop", "parameters": PARAMETERS}}}}))
WORKSPACE = "5b0c7a1e-93d4-4f68-a2c1-0e7d46b98f35"
DEEP_TARGETS = tuple(Target("stop", (WORKSPACE, campaign, FOREIGN)) for campaign in (CAMPAIGN, OTHER_CAMPAIGN))
FIRST, SECOND = DEEP_TARGETS


@pytest.mark.parametrize(
    ("path", "reason", "at_risk"),
    [
        (f"{WORKSPACE}/{CAMPAIGN}/stop/1", "", [FIRST]),
        (f"{WORKSPACE}/{OTHER_CAMPAIGN}/stop/{NIL}", "", [SECOND]),
        (f"{WORKSPACE}/1/stop/{FOREIGN}", "", [FIRST, SECOND]),
        (f"{WORKSPACE}/{DRAWN}/stop/1", ACT, []),
        (f"{DRAWN}/{CAMPAIGN}/stop/1", ACT, [FIRST]),
        (f"{WORKSPACE}/1/stop/1", ACT, []),
    ],
)
def test_an_odd_id_stands_for_what_is_below_its_parent_and_all_others_are_named(
    path: str, reason: str, at_risk: Sequence[Target]
) -> None:
    deep = Permission(LIVE, is_local=True, operations=DEEP, named=DEEP_TARGETS, drawn={DRAWN})
    assert deep.refusal(asked("POST", f"/api/{path}")) == reason
    assert deep.at_risk(asked("POST", f"/api/{path}")) == at_risk


def test_a_named_value_that_is_no_uuid_keeps_its_case() -> None:
    assert Target.parse("getReport:report=Q1", tuple(operations(FORMATS.document))).values == ("Q1",)


def test_on_this_machine_numbers_outside_the_path_are_no_ids() -> None:
    assert permission(is_local=True).refusal(asked("GET", ALL + "?id=3")) == ""


@pytest.mark.parametrize(
    ("named", "request_", "at_risk"),
    [
        ([GET, DELETE], asked("GET", ONE), []),
        ([GET, DELETE], asked("DELETE", ONE), [DELETE]),
        ([DELETE], asked("GET", ONE, OVERRIDE), [DELETE]),
        ([CREATE], asked("POST", ALL), [CREATE]),
        ([CREATE], asked("GET", ALL), []),
        ([CREATE, STOP], asked("POST", f"{ONE}/stop/{SEND}"), [STOP]),
        ([STOP], asked("POST", f"{ONE}/stop/{NIL}"), [STOP]),
        ([STOP], asked("POST", f"{ALL}/{DRAWN}/stop/{DRAWN}?campaignSend={SEND}"), [STOP]),
        ([STOP], asked("POST", f"{ALL}/{DRAWN}/stop/{MALFORMED[0]}", body=SEND.encode()), [STOP]),
        ([STOP], asked("POST", f"{ALL}/{DRAWN}/stop/{MALFORMED[0]}"), []),
        ([STOP], asked("POST", "/api/v2/anything"), []),
    ],
)
def test_what_a_request_could_act_on_is_known(named: list[str], request_: Request, at_risk: Sequence[str]) -> None:
    assert permission(*named).at_risk(request_) == [Target.parse(text, OPERATIONS) for text in at_risk]


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        (asked("GET", "/?a=1&b=x&c=%31%32"), [("query", "a", "1"), ("query", "c", "12")]),
        (asked("GET", f"/?a={FOREIGN.upper()}"), [("query", "a", FOREIGN)]),
        (asked("GET", f"/?a=x{FOREIGN.replace('-', '')}"), []),
        (asked("GET", f"/?a=({FOREIGN.replace('-', '')})"), [("query", "a", FOREIGN)]),
        (asked("GET", "/", ((b"X-Id", b" 7 "), (b"Authorization", b"8"))), [("header", "x-id", "7")]),
        (asked("GET", "/", ((b"Cookie", b"a=7; b=x;c=8"),)), [("header", "a", "7"), ("header", "c", "8")]),
        (asked("POST", "/", body=b'{"a": {"b": [7, true, null, "8"]}}'), [("body", "b", "7"), ("body", "b", "8")]),
        (asked("POST", "/", body=b"a=7&b=x"), [("body", "a", "7")]),
        (asked("POST", "/", body=f"<id>{FOREIGN}</id>".encode()), [("body", "", FOREIGN)]),
        (asked("POST", "/", body=b"7"), [("body", "", "7")]),
        (asked("POST", "/", body=b'{"a": [{"id": 7}]}'), [("body", "id", "7")]),
        (asked("POST", "/", body=f'{{"{FOREIGN}": {{}}}}'.encode()), [("body", FOREIGN, FOREIGN)]),
        (
            asked("GET", f"/?ids[{FOREIGN}]=on&{FOREIGN}"),
            [("query", f"ids[{FOREIGN}]", FOREIGN), ("query", FOREIGN, FOREIGN)],
        ),
        (
            asked("GET", "/?a=3,4&b=%2B5&c=6.0&d=7x&e=%2531"),
            [("query", name, id_) for name, id_ in (("a", "3"), ("a", "4"), ("b", "5"), ("c", "6"), ("e", "1"))],
        ),
        (asked("GET", "/?a=" + FOREIGN.replace("-", "_")), [("query", "a", FOREIGN)]),
        (
            asked("GET", "/?a=507f1f77bcf86cd799439011&b=01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            [("query", "a", "507f1f77bcf86cd799439011"), ("query", "b", "01arz3ndektsv4rrffq69g5fav")],
        ),
        (asked("POST", "/", body=b'{"a": 1, "a": 2}'), [("body", "a", "1"), ("body", "a", "2")]),
        (asked("POST", "/", body=f'{{"{FOREIGN}": true}}'.encode()), [("body", FOREIGN, FOREIGN)]),
        (asked("POST", "/", body=b'--x\r\nname="id"\r\n\r\n7\r\n--x--'), [("body", "--x\r\nname", "7")]),
        (asked("POST", "/", body=b'{"id":7,}'), [("body", "", "7")]),
        (asked("GET", "/", ((b"Accept", b"text/html;q=0.5"), (b"User-Agent", b"x/5.0"))), []),
        (asked("POST", "/", body=b"[" * 100_000), []),
    ],
)
def test_what_could_be_an_id_is_seen_outside_the_path(request_: Request, found: Sequence[tuple[str, str, str]]) -> None:
    assert list(mentioned(request_)) == found


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("createSmsCampaign", Target("createSmsCampaign")),
        (f" getSmsCampaign:campaign={CAMPAIGN.upper()} ", Target("getSmsCampaign", (CAMPAIGN,))),
        (STOP, Target("stopSmsCampaignSend", (CAMPAIGN, SEND))),
        (f"stopSmsCampaignSend:campaignSend={SEND},campaign={CAMPAIGN}", Target.parse(STOP, OPERATIONS)),
    ],
)
def test_a_target_is_read_in_any_order_and_case(text: str, target: Target) -> None:
    assert Target.parse(text, OPERATIONS) == target


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "'' is no operation of openapi.yaml: write one of createSmsCampaign, createTree, deleteSmsCampaign"),
        ("createSmsCampaign:campaign=1", "'createSmsCampaign:campaign=1' is no target: write createSmsCampaign."),
        ("getSmsCampaign", "'getSmsCampaign' is no target: write getSmsCampaign:campaign=...."),
        ("getSmsCampaign:campaign=1", "'getSmsCampaign:campaign=1' is no target: write campaign as a UUID."),
        ("getSmsCampaign:campaign=", "is no target: write campaign as a UUID."),
        ("getReport:report=", "is no target: write report as letters, digits, - _ ~ and dots between them."),
        ("getReport:report=..", "is no target: write report as letters, digits, - _ ~ and dots between them."),
        ("getReport:report=a/b", "is no target: write report as letters, digits, - _ ~ and dots between them."),
        ("getSmsCampaign:campaign=a,campaign=b", "is no target: write getSmsCampaign:campaign=...."),
        (f"stopSmsCampaignSend:campaign={CAMPAIGN}", "write stopSmsCampaignSend:campaign=...,campaignSend=...."),
    ],
)
def test_what_is_no_target_is_refused_in_one_sentence(text: str, refusal: str) -> None:
    with pytest.raises(CouldNotVerifyError) as caught:
        Target.parse(text, [*OPERATIONS, *operations(FORMATS.document)])
    assert refusal in str(caught.value)


def test_a_target_is_shown_as_a_person_reads_it() -> None:
    assert [str(Target("createSmsCampaign")), str(Target("getSmsCampaign", ("a", "b")))] == [
        "createSmsCampaign", "getSmsCampaign a/b",
    ]  # fmt: skip
