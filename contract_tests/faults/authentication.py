"""Faults of authentication: what else opens the server."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace

from contract_tests.faults.fault import (
    Fault,
    Wrapper,
    answer,
    asked,
    both,
    coded,
    edited,
    header,
    heard,
    spoilt,
    status,
    target,
    with_body,
)
from contract_tests.mock import SENDS, TOKEN, Handle, Request, Response

GOOD = b"Bearer " + TOKEN.encode()
token = TOKEN.encode()


def let_in(opens: Callable[[Request], bool]) -> Wrapper:
    """Take some requests for ones with a good token."""

    def with_token(request: Request) -> Request:
        kept = tuple(pair for pair in request.headers if pair[0].lower() != b"authorization")
        return replace(request, headers=(*kept, (b"authorization", GOOD)))

    return heard(with_token, opens)


def presented(pattern: bytes) -> Callable[[Request], bool]:
    """Requests whose Authorization matches."""
    return lambda request: bool(re.fullmatch(pattern, header(request, b"authorization"), re.DOTALL))


def without(request: Request) -> bool:
    return not header(request, b"authorization")


def one_of_two(index: int) -> Wrapper:
    """Believe the first or the last of several Authorization headers."""

    def choose(request: Request) -> Request:
        values = [value for name, value in request.headers if name.lower() == b"authorization"]
        kept = tuple(pair for pair in request.headers if pair[0].lower() != b"authorization")
        return replace(request, headers=(*kept, (b"authorization", values[index])))

    return heard(choose, lambda request: sum(name.lower() == b"authorization" for name, _ in request.headers) > 1)


def is_known(request: Request) -> bool:
    return any(send.send.encode() in request.target for send in SENDS)


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


nobody = answer(404, b'{"message":"The campaign send could not be found."}')

FAULTS = (
    # no-token
    Fault("open", "needs no token", "no-token", let_in(without)),
    Fault(
        "open-planner",
        "needs no token for planner sends",
        "no-token",
        let_in(lambda request: without(request) and SENDS[2].send.encode() in request.target),
    ),
    Fault("any-token", "takes any token", "no-token", let_in(presented(b"Bearer .+"))),
    Fault(
        "any-token-known",
        "takes any token for known sends",
        "no-token",
        let_in(lambda request: is_known(request) and presented(b"Bearer .+")(request)),
    ),
    Fault("forbidden", "answers 403 without token", "no-token", spoilt(coded(403), status(401))),
    Fault(
        "bad-request", "answers 400 without token", "no-token", spoilt(coded(400), both(status(401), asked(without)))
    ),
    Fault("hidden", "answers 404 without token", "no-token", spoilt(coded(404), status(401))),
    Fault("shown-anyway", "answers 401 and shows the send", "no-token", shown_anyway),
    # token-forms
    Fault(
        "empty-opens",
        "takes an empty header",
        "token-forms",
        let_in(lambda request: (b"Authorization", b"") in request.headers),
    ),
    Fault("scheme-opens", "takes a scheme without token", "token-forms", let_in(presented(b"Bearer"))),
    Fault("bare-token", "takes the token without scheme", "token-forms", let_in(presented(token))),
    Fault("any-scheme", "takes the token after any word", "token-forms", let_in(presented(rb"\w+ " + token))),
    Fault("no-space", "needs no space after the scheme", "token-forms", let_in(presented(b"Bearer" + token))),
    Fault("colon", "takes a colon after the scheme", "token-forms", let_in(presented(b"Bearer: " + token))),
    Fault(
        "contains", "takes whatever contains the token", "token-forms", let_in(presented(b"Bearer .*" + token + b".*"))
    ),
    Fault(
        "begins", "takes whatever begins with the token", "token-forms", let_in(presented(b"Bearer " + token + b".*"))
    ),
    Fault("ends", "takes whatever ends with the token", "token-forms", let_in(presented(b"Bearer .*" + token))),
    Fault(
        "prefix",
        "takes the beginning of the token",
        "token-forms",
        let_in(
            lambda request: (
                len(header(request, b"authorization")) > 7 and GOOD.startswith(header(request, b"authorization"))
            )
        ),
    ),
    Fault("all-but-last", "compares all but the last character", "token-forms", let_in(presented(GOOD[:-1] + b"."))),
    Fault("case", "compares without regard to case", "token-forms", let_in(presented(b"(?i)Bearer " + token))),
    Fault("length", "compares the length alone", "token-forms", let_in(presented(b"Bearer .{%d}" % len(token)))),
    Fault("quoted", "takes the token in quotes", "token-forms", let_in(presented(b'Bearer "' + token + b'"'))),
    Fault("null-token", "takes null for a token", "token-forms", let_in(presented(b"Bearer (null|undefined)"))),
    Fault("star", "takes a star for every token", "token-forms", let_in(presented(rb"Bearer \*"))),
    Fault("injected", "asks a database with the token", "token-forms", let_in(presented(b".*' OR '1'='1"))),
    Fault("unsigned", "takes an unsigned JWT", "token-forms", let_in(presented(b"Bearer eyJ.*"))),
    Fault("long-opens", "takes a token that is too long to compare", "token-forms", let_in(presented(b".{5000,}"))),
    Fault("bytes-open", "takes a token that is no text", "token-forms", let_in(presented(b".*[\x80-\xff].*"))),
    Fault(
        "basic",
        "takes the token as a password",
        "token-forms",
        let_in(lambda request: header(request, b"authorization") == b"Basic " + base64.b64encode(b"api:" + token)),
    ),
    Fault(
        "query",
        "takes the token in the query",
        "token-forms",
        let_in(lambda request: b"access_token=" + token in request.target),
    ),
    Fault(
        "api-token",
        "takes the token in the query as api_token",
        "token-forms",
        let_in(lambda request: b"api_token=" + token in request.target),
    ),
    Fault(
        "cookie",
        "takes the token in a cookie",
        "token-forms",
        let_in(lambda request: token in header(request, b"cookie")),
    ),
    Fault("form", "takes the token in the body", "token-forms", let_in(lambda request: token in request.body)),
    Fault(
        "api-key",
        "takes the token in X-Api-Key",
        "token-forms",
        let_in(lambda request: header(request, b"x-api-key") == token),
    ),
    Fault(
        "proxy",
        "takes the token for a proxy",
        "token-forms",
        let_in(lambda request: token in header(request, b"proxy-authorization")),
    ),
    Fault(
        "local",
        "trusts who says to be on its machine",
        "token-forms",
        let_in(lambda request: b"127.0.0.1" in header(request, b"x-forwarded-for")),
    ),
    Fault(
        "basic-forbidden",
        "answers 403 to another scheme",
        "token-forms",
        spoilt(coded(403), asked(presented(b"Basic .*"))),
    ),
    # two-tokens
    Fault("first-token", "believes the first of two tokens", "two-tokens", one_of_two(0)),
    Fault("last-token", "believes the last of two tokens", "two-tokens", one_of_two(-1)),
    # token-first
    Fault(
        "ids-first",
        "looks at the ids before the token",
        "token-first",
        spoilt(nobody, both(status(401), asked(lambda request: not is_known(request)))),
    ),
    Fault(
        "form-first",
        "looks at the form of the ids before the token",
        "token-first",
        spoilt(answer(422), both(status(401), target(b"not-a-uuid"))),
    ),
    Fault(
        "tells",
        "has another message for a send that exists",
        "token-first",
        spoilt(edited(lambda _: {"message": "This send needs a token."}), both(status(401), asked(is_known))),
    ),
)
