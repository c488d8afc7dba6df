"""Faults of ids: what else is taken for a send."""

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from unicodedata import normalize
from urllib.parse import unquote

from contract_tests.faults.fault import Moment, Table, Wrapper, hears, spoils
from contract_tests.faults.what import answer, answers, codes, with_body
from contract_tests.faults.when import asked, both, names, status, target
from contract_tests.mock import SENDS, Handle, Request, Response

UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PATH = re.compile(rb"(.*/campaigns/)([^/]*)(/stop/)([^/?]*)(.*)")
VERSION_4 = rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
KNOWN = {send.send: send for send in SENDS}
IDS = [id_ for send in SENDS for id_ in send.ids]
NIL = "00000000-0000-0000-0000-000000000000"
STOPPED = b'{"data":{"id":"not-a-uuid","status":"stopped"}}'
is_known = names(*(id_.encode() for id_ in KNOWN))
Reading = Callable[[str], str]


def read_as(reading: Reading) -> Wrapper:
    """Read both ids leniently."""

    def change(request: Request) -> Request:
        parts = PATH.fullmatch(request.target)
        if parts is None:
            return request
        before, campaign, between, send, after = parts.groups()
        ids = [reading(segment.decode("latin-1")).encode("latin-1", "replace") for segment in (campaign, send)]
        return replace(request, target=b"".join((before, ids[0], between, ids[1], after)))

    return hears(change, lambda _: True)


def parsed(text: str) -> str:
    try:
        return str(uuid.UUID(unquote(text)))
    except ValueError:
        return text


def shaped(text: str) -> str:
    """A pattern that ends in $ lets a newline pass."""
    return unquote(text).strip() if re.match(r"[0-9a-f-]{36}$", unquote(text)) else text


def without_hyphens(text: str) -> str:
    return str(uuid.UUID(text)) if re.fullmatch("[0-9a-f]{32}", text) else text


def known_prefix(text: str) -> str:
    return next((id_ for id_ in IDS if len(text) >= 8 and id_.startswith(text)), text)


def begun(text: str) -> str:
    return next((id_ for id_ in IDS if text.startswith(id_)), text)


def pattern(text: str) -> str:
    return SENDS[0].send if text in {"*", "%25"} else text


def first_for(*words: str) -> Reading:
    return lambda text: SENDS[0].send if text in words else text


def by_send_alone(handle: Handle) -> Handle:
    """Look the send up and forget the campaign."""
    return _under_own_campaign(handle, lambda _: True)


def under_any_campaign(handle: Handle) -> Handle:
    """Check that the campaign exists, and no more."""
    return _under_own_campaign(handle, lambda campaign: campaign in {send.campaign for send in SENDS})


def under_itself(handle: Handle) -> Handle:
    """Take the send's id for its campaign."""
    return _under_own_campaign(handle, lambda campaign: campaign in KNOWN)


def _under_own_campaign(handle: Handle, is_fine: Callable[[str], bool]) -> Handle:
    def faulty(request: Request) -> Response:
        parts = PATH.fullmatch(request.target)
        send = KNOWN.get(parts[4].decode("latin-1")) if parts else None
        if parts is None or send is None or not is_fine(parts[2].decode("latin-1")):
            return handle(request)
        own = b"".join((parts[1], send.campaign.encode(), parts[3], parts[4], parts[5]))
        response = handle(replace(request, target=own))
        return replace(response, body=response.body.replace(send.campaign.encode(), parts[2]))

    return faulty


def either_way(handle: Handle) -> Handle:
    """Take the ids in either order."""

    def faulty(request: Request) -> Response:
        response = handle(request)
        parts = PATH.fullmatch(request.target)
        if response.status == 404 and parts:
            return handle(replace(request, target=b"".join((parts[1], parts[4], parts[3], parts[2], parts[5]))))
        return response

    return faulty


def invented(moment: Moment) -> Response:
    """Make up a send for ids that nobody knows."""
    parts = PATH.fullmatch(moment.request.target)
    campaign, send = (parts[2], parts[4]) if parts else (b"", b"")
    body = {"data": {"id": send.decode("latin-1"), "status": "stopped", "sms_campaign_id": campaign.decode("latin-1")}}
    return answer(200, json.dumps(body).encode())


def is_unknown(segment: bytes) -> bool:
    return segment.decode("latin-1") not in IDS and bool(re.fullmatch(VERSION_4, segment))


def invented_well(handle: Handle) -> Handle:
    """Copy a send for an id that nobody knows."""

    def faulty(request: Request) -> Response:
        parts = PATH.fullmatch(request.target)
        model = SENDS[2]
        if not parts or parts[2] != model.campaign.encode() or not is_unknown(parts[4]):
            return handle(request)
        own = b"".join((*parts.groups()[:3], model.send.encode(), parts[5]))
        response = handle(replace(request, target=own))
        return replace(response, body=response.body.replace(model.send.encode(), parts[4]))

    return faulty


def is_uuid_pair(request: Request) -> bool:
    return bool(re.search(rb"/campaigns/%s/stop/%s$" % (UUID, UUID), request.target))


def unknown(moment: Moment) -> bool:
    return moment.response.status == 404 and is_uuid_pair(moment.request)


def unknown_again(moment: Moment) -> bool:
    return unknown(moment) and moment.repeats == 2


def foreign_shown(handle: Handle) -> Handle:
    """Refuse a send of another campaign with the send in the error."""

    def faulty(request: Request) -> Response:
        response = handle(request)
        parts = PATH.fullmatch(request.target)
        if response.status == 404 and parts and parts[4].decode("latin-1") in KNOWN:
            body = {"message": "Not of this campaign.", "data": {"id": parts[4].decode(), "status": "in_progress"}}
            return with_body(response, json.dumps(body).encode())
        return response

    return faulty


# fmt: off
FAULTS: Table = {
    "unknown-id": [
        ("invents", "stops sends that do not exist", spoils(invented, unknown)),
        ("invents-well", "stops copies of a send under ids that do not exist", invented_well),
        ("invents-later", "stops unknown sends when it is asked again", spoils(invented, unknown_again)),
        ("unknown-401", "answers 401 for an unknown send", codes(401, unknown)),
        ("unknown-400", "answers 400 for an unknown send", codes(400, status(404))),
    ],
    "foreign-send": [
        ("any-campaign", "ignores the campaign", by_send_alone),
        ("known-campaign", "takes any campaign that exists", under_any_campaign),
        ("foreign-400", "answers 409 for a send of another campaign", codes(409, both(unknown, asked(is_known)))),
        ("foreign-shown", "answers 404 for a send of another campaign and shows it", foreign_shown),
    ],
    "confused-ids": [
        ("either-way", "takes the ids in either order", either_way),
        ("own-campaign", "takes a send for its own campaign", under_itself),
    ],
    "malformed-id": [
        ("parsed", "parses ids leniently", read_as(parsed)),
        ("no-hyphens", "drops hyphens before it compares", read_as(without_hyphens)),
        ("braces", "takes braces for part of an id", read_as(lambda text: unquote(text).strip("{}"))),
        ("urn", "takes URNs", read_as(lambda s: s.removeprefix("urn:uuid:"))),
        ("trims", "trims ids", read_as(lambda text: unquote(text).strip())),
        ("dollar", "lets a newline pass", read_as(shaped)),
        ("nul", "ends ids at a NUL", read_as(lambda s: s.partition("%00")[0])),
        ("format", "takes a suffix for a format", read_as(lambda s: s.removesuffix(".json"))),
        ("matrix", "ends ids at a semicolon", read_as(lambda s: s.partition(";")[0])),
        ("known-prefix", "finds ids by their beginning", read_as(known_prefix)),
        ("begun", "compares only the first 36 characters", read_as(begun)),
        ("wide-digits", "takes digits of other scripts", read_as(lambda text: normalize("NFKC", unquote(text)))),
        ("quotes", "strips quotes", read_as(lambda text: unquote(text).strip("\"'"))),
        ("underscores", "takes underscores for hyphens", read_as(lambda s: s.replace("_", "-"))),
        ("first-of-list", "takes the first id of a list", read_as(lambda s: s.partition(",")[0])),
        ("nil-is-first", "takes the nil UUID for its first send", read_as(first_for(NIL))),
        ("zero-is-first", "takes numbers for rows", read_as(first_for("0", "1"))),
        ("star-is-first", "takes a pattern for a send", read_as(pattern)),
        ("null-is-first", "takes null for its first send", read_as(first_for("null", "undefined", ""))),
        ("malformed-stops", "says stopped for ids that are no UUID", answers(200, STOPPED, when=target(b"not-a-uuid"))),
        ("malformed-401", "answers 401 for ids that are no UUID", codes(401, both(status(404), target(b"not-a-uuid")))),
        ("malformed-409", "answers 409 for an empty id", codes(409, asked(lambda r: r.target.endswith(b"stop/")))),
    ],
}
# fmt: on
