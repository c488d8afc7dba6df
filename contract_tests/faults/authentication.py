"""Faults of authentication: what a server accepts instead of a token."""

import base64
import json
import re
from dataclasses import replace

from contract_tests.faults.fault import Table, Wrapper, hears
from contract_tests.faults.what import AUTH, answers, codes, says, with_body
from contract_tests.faults.when import Asked, asked, both, has_body, header, names, sent, status, target
from contract_tests.mock import SENDS, TOKEN, Handle, Request, Response

token = TOKEN.encode()
GOOD = b"Bearer " + token
is_known = names(*(send.send.encode() for send in SENDS))
is_planner = names(SENDS[2].send.encode())
has_token = sent(AUTH, b"Bearer .+")
without = sent(AUTH, b"")


def let_in(opens: Asked) -> Wrapper:
    """Take some requests for ones with a good token."""
    return hears(lambda request: with_tokens(request, GOOD), opens)


def with_tokens(request: Request, *values: bytes) -> Request:
    """The request with these Authorization headers and no other."""
    kept = [pair for pair in request.headers if pair[0].lower() != AUTH]
    return replace(request, headers=(*kept, *((AUTH, value) for value in values)))


def presented(pattern: bytes) -> Wrapper:
    """Take requests whose Authorization matches for ones with a good token."""
    return let_in(sent(AUTH, pattern))


def is_unknown(request: Request) -> bool:
    return not is_known(request)


def shortened(request: Request) -> bool:
    return len(header(request, AUTH)) > 7 and GOOD.startswith(header(request, AUTH))


def tokens(request: Request) -> list[bytes]:
    return [value for name, value in request.headers if name.lower() == AUTH]


def one_of_two(index: int) -> Wrapper:
    """Believe the first or the last of several Authorization headers."""
    return hears(lambda request: with_tokens(request, tokens(request)[index]), lambda request: len(tokens(request)) > 1)


def shown_anyway(handle: Handle) -> Handle:
    """Answer 401 with the send in the body."""

    def faulty(request: Request) -> Response:
        response = handle(request)
        sends = [send for send in SENDS if send.send.encode() in request.target]
        if response.status == 401 and sends:
            body = json.dumps({"message": "Unauthenticated.", "data": {"id": sends[0].send, "status": "in_progress"}})
            return with_body(response, body.encode())
        return response

    return faulty


# fmt: off
FAULTS: Table = {
    "no-token": [
        ("open", "needs no token", let_in(without)),
        ("open-planner", "needs no token for planner sends", let_in(lambda r: without(r) and is_planner(r))),
        ("any-token", "takes any token", presented(b"Bearer .+")),
        ("any-token-known", "takes any token for known sends", let_in(lambda r: is_known(r) and has_token(r))),
        ("forbidden", "answers 403 without token", codes(403, status(401))),
        ("bad-request", "answers 400 without token", codes(400, both(status(401), asked(without)))),
        ("hidden", "answers 404 without token", codes(404, status(401))),
        ("shown-anyway", "answers 401 and shows the send", shown_anyway),
    ],
    "token-forms": [
        ("empty-opens", "takes an empty header", let_in(lambda r: (b"Authorization", b"") in r.headers)),
        ("scheme-opens", "takes a scheme without token", presented(b"Bearer")),
        ("bare-token", "takes the token without scheme", presented(token)),
        ("any-scheme", "takes the token after any word", presented(b"\\w+ " + token)),
        ("no-space", "needs no space after the scheme", presented(b"Bearer" + token)),
        ("colon", "takes a colon after the scheme", presented(b"Bearer: " + token)),
        ("contains", "takes whatever contains the token", presented(b"Bearer .*" + token + b".*")),
        ("begins", "takes whatever begins with the token", presented(b"Bearer " + token + b".*")),
        ("ends", "takes whatever ends with the token", presented(b"Bearer .*" + token)),
        ("prefix", "takes the beginning of the token", let_in(shortened)),
        ("all-but-last", "compares all but the last character", presented(GOOD[:-1] + b".")),
        ("case", "compares without regard to case", presented(b"(?i)Bearer " + token)),
        ("length", "compares the length alone", presented(b"Bearer .{%d}" % len(token))),
        ("quoted", "takes the token in quotes", presented(b'Bearer "' + token + b'"')),
        ("null-token", "takes null for a token", presented(b"Bearer (null|undefined)")),
        ("star", "takes a star for every token", presented(b"Bearer \\*")),
        ("injected", "asks a database with the token", presented(b".*' OR '1'='1")),
        ("unsigned", "takes an unsigned JWT", presented(b"Bearer eyJ.*")),
        ("long-opens", "takes a token that is too long to compare", presented(b".{5000,}")),
        ("bytes-open", "takes a token that is not text", presented(b".*[\x80-\xff].*")),
        ("basic", "takes the token as a password", presented(b"Basic " + re.escape(base64.b64encode(b"api:" + token)))),
        ("query", "takes the token in the query", let_in(names(b"access_token=" + token))),
        ("api-token", "takes the token in the query as api_token", let_in(names(b"api_token=" + token))),
        ("cookie", "takes the token in a cookie", let_in(sent(b"cookie", b".*" + token + b".*"))),
        ("form", "takes the token in the body", let_in(has_body(token))),
        ("api-key", "takes the token in X-Api-Key", let_in(sent(b"x-api-key", token))),
        ("proxy", "takes the token for a proxy", let_in(sent(b"proxy-authorization", b".*" + token))),
        ("local", "trusts who says to be on its machine", let_in(sent(b"x-forwarded-for", b".*127[.]0[.]0[.]1.*"))),
        ("basic-forbidden", "answers 403 to another scheme", codes(403, asked(sent(AUTH, b"Basic .*")))),
    ],
    "two-tokens": [
        ("first-token", "believes the first of two tokens", one_of_two(0)),
        ("last-token", "believes the last of two tokens", one_of_two(-1)),
    ],
    "token-first": [
        ("ids-first", "looks at the ids before the token", answers(404, when=both(status(401), asked(is_unknown)))),
        ("form-first", "looks at the form of ids first", answers(422, when=both(status(401), target(b"not-a-uuid")))),
        ("tells", "tells which sends exist", says("This send needs a token.", both(status(401), asked(is_known)))),
    ],
}
# fmt: on
