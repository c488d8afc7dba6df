"""A server that keeps the grown contract, written without looking at it: campaigns, their sends, routing plans.

It answers as the mock does, which it asks for the stop: 401 before anything else, and a message in every error.
"""

import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs

from contract_tests import mock
from contract_tests.verifiable import verifiable
from contract_tests.verifier.exchange import Request, Response
from scripts.contract.values import Json

TOKEN = mock.TOKEN
CAMPAIGN, OTHER_CAMPAIGN = dict.fromkeys(send.campaign for send in mock.SENDS)
SEND = mock.SENDS[0].send
KNOWN = {(known.campaign, known.send) for known in mock.SENDS}
PLAN = "9c0e5ad4-83fb-4172-9e6d-2bc4f018d7a9"
STATUSES = {"draft", "active", "archived"}
UNTOLD = {"status": "draft", "daily_limit": 5000, "starts_on": None, "created_at": "2025-11-01T09:00:00Z"}

Resource = dict[str, Any]
Query = Mapping[str, list[str]]
Answer = tuple[int, Any]
Check = Callable[[Json], bool]


@dataclass
class Refusal(Exception):  # noqa: N818 (an answer, no fault of the program)
    """An answer that ends the request."""

    status: int


@dataclass
class Server:
    """The campaigns by id, and the mock, which knows the stop."""

    campaigns: dict[str, Resource] = field(
        default_factory=lambda: {id_: {"id": id_, "name": "November"} | UNTOLD for id_ in (CAMPAIGN, OTHER_CAMPAIGN)}
    )
    stops: mock.Mock = field(default_factory=mock.Mock)

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        path, _, query = request.target.decode("latin-1").partition("?")
        if "/stop/" in path:
            return verifiable(self.stops.handle)(request)
        found = ((re.fullmatch("/api" + pattern, path), methods) for pattern, methods in ROUTES)
        nowhere: tuple[re.Match[str] | None, dict[str, Action]] = (None, {})
        match, methods = next((pair for pair in found if pair[0]), nowhere)
        if match is None:
            return _response(404, {"message": "No such path."})
        if request.method not in methods:
            allowed = ", ".join(methods).encode()
            return _response(405, {"message": "Method not allowed."}, (b"allow", allowed))
        tokens = [value for name, value in request.headers if name.lower() == b"authorization"]
        if tokens != [b"Bearer " + TOKEN.encode()]:
            return _response(401, {"message": "Unauthenticated."}, (b"www-authenticate", b"Bearer"))
        try:
            answer = methods[request.method](
                self, match.groups(), parse_qs(query, keep_blank_values=True), request.body
            )
        except Refusal as refusal:
            return _response(refusal.status, {"message": "Refused."})
        response = _response(*answer)
        return Response(response.status, response.headers, b"") if request.method == "HEAD" else response

    def campaign(self, id_: str) -> Resource:
        """A campaign by its id."""
        if id_.lower() not in self.campaigns:
            raise Refusal(404)
        return self.campaigns[id_.lower()]


def listed(server: Server, _: tuple[str, ...], query: Query, __: bytes) -> Answer:
    """One page of campaigns."""
    for name, values in query.items():
        if name in QUERY and not all(map(QUERY[name], values)):
            raise Refusal(422)
    page, size = (int(query.get(name, [default])[-1]) for name, default in (("page", "1"), ("per_page", "15")))
    items = [*server.campaigns.values()][:size] if page == 1 else []
    meta = {"current_page": page, "last_page": 1, "per_page": size, "total": len(server.campaigns)}
    return 200, {"data": items, "links": {"first": "/", "last": "/", "prev": None, "next": None}, "meta": meta}


def created(server: Server, _: tuple[str, ...], __: Query, body: bytes) -> Answer:
    """A new campaign."""
    id_ = str(uuid.uuid4())
    server.campaigns[id_] = {"id": id_} | UNTOLD | told(body)
    return 201, {"data": server.campaigns[id_]}


def shown(server: Server, ids: tuple[str, ...], _: Query, __: bytes) -> Answer:
    """One campaign."""
    return 200, {"data": server.campaign(ids[0])}


def updated(server: Server, ids: tuple[str, ...], _: Query, body: bytes) -> Answer:
    """One campaign, changed."""
    server.campaign(ids[0]).update(told(body))
    return 200, {"data": server.campaign(ids[0])}


def deleted(server: Server, ids: tuple[str, ...], _: Query, __: bytes) -> Answer:
    """Nothing, and one campaign less."""
    del server.campaigns[server.campaign(ids[0])["id"]]
    return 204, None


def send(_: Server, ids: tuple[str, ...], __: Query, ___: bytes) -> Answer:
    """One send."""
    campaign, id_ = (text.lower() for text in ids)
    if (campaign, id_) not in KNOWN:
        raise Refusal(404)
    data = {"id": id_, "sms_campaign_id": campaign, "status": "in_progress"}
    return 200, {"data": data, "included": {"campaign_name": "November"}}


def plan(_: Server, ids: tuple[str, ...], __: Query, ___: bytes) -> Answer:
    """The one routing plan."""
    if ids[0].lower() != PLAN:
        raise Refusal(404)
    return 200, {"data": {"id": PLAN, "name": "Europe"}}


Action = Callable[[Server, tuple[str, ...], Query, bytes], Answer]
ROUTES: tuple[tuple[str, dict[str, Action]], ...] = (
    ("/v1/sms/campaigns", {"GET": listed, "HEAD": listed, "POST": created}),
    ("/v1/sms/campaigns/([^/]*)", {"GET": shown, "HEAD": shown, "PUT": updated, "DELETE": deleted}),
    ("/v1/sms/campaigns/([^/]*)/sends/([^/]*)", {"GET": send, "HEAD": send}),
    ("/v1/sms/routing-plans/([^/]*)", {"GET": plan, "HEAD": plan}),
)


def text(pattern: str) -> Check:
    """Whether a value is text of a pattern."""
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII | re.DOTALL) is not None


def number(most: int) -> Check:
    """Whether a value is a whole number from 1."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def written(most: int) -> Check:
    """Whether a text is a whole number from 1."""
    return lambda value: isinstance(value, str) and text("[0-9]{1,19}")(value) and number(most)(int(value))


def parsed(read: Callable[[str], object], pattern: str) -> Check:
    """Whether a value is text of a pattern that a reader of the standard library takes."""

    def check(value: Json) -> bool:
        try:
            return isinstance(value, str) and text(pattern)(value) and bool(read(value))
        except ValueError:
            return False

    return check


UUID = text("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
DAY = parsed(date.fromisoformat, r"\d{4}-\d\d-\d\d")
MOMENT = parsed(datetime.fromisoformat, r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)")
QUERY: Mapping[str, Check] = {
    "page": written(2**63 - 1),
    "per_page": written(100),
    "status": STATUSES.__contains__,
    "with_sends": {"true", "false"}.__contains__,
    "created_after": DAY,
}
BODY: Mapping[str, Check] = {
    "name": text(".{1,100}"),
    "status": lambda value: isinstance(value, str) and value in STATUSES,
    "code": text("[A-Z]{2,8}"),
    "daily_limit": number(100_000),
    "segment_ids": lambda value: isinstance(value, list) and all(map(UUID, value)),
    "starts_on": lambda value: value is None or DAY(value),
    "starts_at": MOMENT,
}


def told(body: bytes) -> Resource:
    """What a caller says of a campaign, as far as the campaign shows it."""
    try:
        given: Json = json.loads(body)
    except ValueError:
        raise Refusal(422) from None
    if not isinstance(given, dict) or not {"name", "status"} <= given.keys():
        raise Refusal(422)
    if not all(check(given[name]) for name, check in BODY.items() if name in given):
        raise Refusal(422)
    return {name: given[name] for name in ("name", *UNTOLD) if name in given}


def _response(status: int, body: object, *headers: tuple[bytes, bytes]) -> Response:
    if body is None:
        return Response(status, headers, b"")
    content = json.dumps(body).encode()
    typed = ((b"content-type", b"application/json"), (b"content-length", b"%d" % len(content)))
    return Response(status, (*typed, *headers), content)
