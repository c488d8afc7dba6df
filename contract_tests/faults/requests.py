"""Faults of requests: methods, and meanings that nobody gave to what stands around a request."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import cast
from urllib.parse import parse_qsl

from contract_tests.faults.fault import Fault, answer, asked, both, coded, header, heard, method, spoilt, success
from contract_tests.faults.http import HTML, PAGE
from contract_tests.mock import SENDS, Handle, Request, Response, stop_request

refusal = answer(400, b'{"message":"Bad Request"}')


def is_upper(request: Request) -> bool:
    return any(map(str.isupper, request.target.partition(b"/campaigns/")[2].partition(b"?")[0].decode("latin-1")))


def by_query(handle: Handle) -> Handle:
    """Believe the query rather than the path."""
    return _named_elsewhere(
        handle, lambda request: dict(parse_qsl(request.target.partition(b"?")[2].decode("latin-1")))
    )


def by_body(handle: Handle) -> Handle:
    """Believe a JSON body rather than the path."""

    def ids(request: Request) -> dict[str, str]:
        try:
            named: object = json.loads(request.body)
        except ValueError:
            return {}
        return cast("dict[str, str]", named) if isinstance(named, dict) else {}

    return _named_elsewhere(handle, ids)


def _named_elsewhere(handle: Handle, read: Callable[[Request], dict[str, str]]) -> Handle:
    def faulty(request: Request) -> Response:
        named = [send for send in SENDS if send.send == read(request).get("campaignSend")]
        return handle(replace(request, target=stop_request(named[0]).target) if named else request)

    return faulty


FAULTS = (
    # other-methods
    Fault("get-404", "answers GET with 404", "other-methods", spoilt(coded(404), method("GET"))),
    Fault("delete-403", "answers DELETE with 403", "other-methods", spoilt(coded(403), method("DELETE"))),
    Fault("head-404", "answers HEAD with 404", "other-methods", spoilt(coded(404), method("HEAD"))),
    Fault("options-401", "answers OPTIONS with 401", "other-methods", spoilt(coded(401), method("OPTIONS"))),
    Fault("put-400", "answers PUT with 400", "other-methods", spoilt(coded(400), method("PUT"))),
    # status, by way of overrides
    Fault(
        "override",
        "takes GET for POST if a header says so",
        "status",
        heard(
            lambda request: replace(request, method="POST"),
            lambda request: header(request, b"x-http-method-override") == b"POST",
        ),
    ),
    Fault(
        "override-query",
        "takes GET for POST if the query says so",
        "status",
        heard(lambda request: replace(request, method="POST"), lambda request: b"_method=POST" in request.target),
    ),
    # any-phrasing
    Fault(
        "no-query",
        "refuses a query",
        "any-phrasing",
        spoilt(refusal, both(success, asked(lambda request: b"?" in request.target))),
    ),
    Fault(
        "no-star",
        "refuses callers who accept anything",
        "any-phrasing",
        spoilt(coded(406), both(success, asked(lambda request: header(request, b"accept") == b"*/*"))),
    ),
    Fault(
        "page-for-browsers",
        "shows a page to those who accept HTML",
        "media-type",
        spoilt(
            answer(200, PAGE, (HTML,)), both(success, asked(lambda request: header(request, b"accept") == b"text/html"))
        ),
    ),
    Fault(
        "lower-scheme",
        "knows the scheme only as Bearer",
        "any-phrasing",
        spoilt(
            answer(401),
            both(success, asked(lambda request: not header(request, b"authorization").startswith(b"Bearer"))),
        ),
    ),
    Fault(
        "lower-ids", "knows ids only in lower case", "any-phrasing", spoilt(coded(404), both(success, asked(is_upper)))
    ),
    Fault(
        "no-length",
        "refuses a request without Content-Length",
        "any-phrasing",
        spoilt(refusal, both(success, asked(lambda request: not header(request, b"content-length")))),
    ),
    Fault(
        "conflict-body",
        "says 409 to a request with a body",
        "any-phrasing",
        spoilt(coded(409), both(success, asked(lambda request: bool(request.body)))),
    ),
    Fault(
        "no-agent",
        "refuses browsers",
        "any-phrasing",
        spoilt(coded(403), both(success, asked(lambda request: b"Mozilla" in header(request, b"user-agent")))),
    ),
    Fault(
        "no-origin",
        "refuses other origins",
        "any-phrasing",
        spoilt(coded(403), both(success, asked(lambda request: bool(header(request, b"origin"))))),
    ),
    Fault(
        "no-cookies",
        "refuses cookies",
        "any-phrasing",
        spoilt(coded(419), both(success, asked(lambda request: bool(header(request, b"cookie"))))),
    ),
    Fault(
        "condition",
        "honours a condition",
        "any-phrasing",
        spoilt(coded(412), both(success, asked(lambda request: bool(header(request, b"if-modified-since"))))),
    ),
    Fault(
        "overridden",
        "takes POST for DELETE if the query says so",
        "any-phrasing",
        spoilt(coded(404), both(success, asked(lambda request: b"_method=DELETE" in request.target))),
    ),
    Fault("query-wins", "stops the send that the query names", "own-id", by_query),
    Fault("body-wins", "stops the send that the body names", "own-id", by_body),
    # header-names
    Fault(
        "exact-name",
        "knows the header only as Authorization",
        "header-names",
        heard(
            lambda request: replace(request, headers=()),
            lambda request: not any(name == b"Authorization" for name, _ in request.headers),
        ),
    ),
    Fault(
        "lower-name",
        "does not know the header as authorization",
        "header-names",
        heard(
            lambda request: replace(request, headers=()),
            lambda request: any(name == b"authorization" for name, _ in request.headers),
        ),
    ),
    Fault(
        "first-header",
        "looks at the first header only",
        "header-names",
        heard(
            lambda request: replace(request, headers=request.headers[:1]),
            lambda request: b"X-First" in dict(request.headers),
        ),
    ),
)
