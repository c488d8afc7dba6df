"""Faults of requests: methods, and meanings that nobody gave to what is around a request."""

import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

from contract_tests.faults.fault import Table, Wrapper, hears
from contract_tests.faults.what import AUTH, HTML, PAGE, answers, codes, is_object
from contract_tests.faults.when import Asked, has_body, is_upper, method, names, sent, stops
from contract_tests.mock import SENDS, Handle, Request, Response, stop_request

accepts_html = sent(b"accept", b"text/html")


def as_post(when: Asked) -> Wrapper:
    return hears(lambda request: replace(request, method="POST"), when)


def reads_headers(count: int, when: Asked) -> Wrapper:
    """Look at so many headers only."""
    return hears(lambda request: replace(request, headers=request.headers[:count]), when)


def named(name: bytes) -> Asked:
    """Requests with a header of this very name."""
    return lambda request: any(key == name for key, _ in request.headers)


def without_exact_name(request: Request) -> bool:
    return not named(b"Authorization")(request)


def query(request: Request) -> object:
    return dict(parse_qsl(request.target.partition(b"?")[2].decode("latin-1")))


def body(request: Request) -> object:
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def believes(read: Callable[[Request], object]) -> Wrapper:
    """Believe ids elsewhere rather than those of the path."""

    def wrap(handle: Handle) -> Handle:
        def faulty(request: Request) -> Response:
            ids = read(request)
            name = ids.get("campaignSend") if is_object(ids) else None
            sends = [send for send in SENDS if send.send == name]
            return handle(replace(request, target=stop_request(sends[0]).target) if sends else request)

        return faulty

    return wrap


# fmt: off
FAULTS: Table = {
    "other-methods": [
        ("get-404", "answers GET with 404", codes(404, method("GET"))),
        ("delete-403", "answers DELETE with 403", codes(403, method("DELETE"))),
        ("head-404", "answers HEAD with 404", codes(404, method("HEAD"))),
        ("options-401", "answers OPTIONS with 401", codes(401, method("OPTIONS"))),
        ("put-400", "answers PUT with 400", codes(400, method("PUT"))),
    ],
    "status": [
        ("override", "takes GET for POST if a header says so", as_post(sent(b"x-http-method-override", b"POST"))),
        ("override-query", "takes GET for POST if the query says so", as_post(names(b"_method=POST"))),
    ],
    "ignored-parts": [
        ("no-query", "refuses a query", answers(400, when=stops(names(b"?")))),
        ("no-star", "refuses callers who accept anything", codes(406, stops(sent(b"accept", b"\\*/\\*")))),
        ("lower-scheme", "knows the scheme only as Bearer", answers(401, when=stops(sent(AUTH, b"(?!Bearer).*")))),
        ("lower-ids", "knows ids only in lower case", codes(404, stops(is_upper))),
        ("no-length", "refuses a request without a length", answers(400, when=stops(sent(b"content-length", b"")))),
        ("conflict-body", "says 409 to a request with a body", codes(409, stops(has_body()))),
        ("no-agent", "refuses browsers", codes(403, stops(sent(b"user-agent", b".*Mozilla.*")))),
        ("no-origin", "refuses other origins", codes(403, stops(sent(b"origin")))),
        ("no-cookies", "refuses cookies", codes(419, stops(sent(b"cookie")))),
        ("condition", "honours a condition", codes(412, stops(sent(b"if-modified-since")))),
        ("overridden", "takes POST for DELETE if the query says so", codes(404, stops(names(b"_method=DELETE")))),
    ],
    "media-type": [
        ("page-for-browsers", "shows browsers a page", answers(200, PAGE, (HTML,), when=stops(accepts_html))),
    ],
    "own-id": [
        ("query-wins", "stops the send that the query names", believes(query)),
        ("body-wins", "stops the send that the body names", believes(body)),
    ],
    "header-names": [
        ("exact-name", "knows the header only as Authorization", reads_headers(0, without_exact_name)),
        ("lower-name", "does not know the header as authorization", reads_headers(0, named(b"authorization"))),
        ("first-header", "looks at the first header only", reads_headers(1, named(b"X-First"))),
    ],
}
# fmt: on
