"""Faults of bytes: framing, status, media type, JSON."""

import json
import time
from dataclasses import replace

from contract_tests.faults.fault import Moment, Spoil, Table, When, Wrapper, hears, spoils, success
from contract_tests.faults.what import (
    AUTH,
    HTML,
    JSON,
    PAGE,
    Body,
    answers,
    codes,
    edits,
    heads,
    shows,
    typed,
    with_headers,
    writes,
)
from contract_tests.faults.when import (
    asked,
    both,
    every,
    from_nth,
    has_body,
    is_upper,
    method,
    nth,
    of,
    sent,
    status,
    target,
)
from contract_tests.mock import Request, Response

TWO_LENGTHS = ((b"content-length", b"1"), (b"content-length", b"2"))
LOGIN = b"https://api.comm.com/login"
SEND = b'{"data":{"id":"1","status":"stopped"}}'


def hang_up(_: Moment) -> Response:
    raise ConnectionResetError("connection reset by peer")


def stall(moment: Moment) -> Response:
    time.sleep(2.1)  # a server on this machine has two seconds
    return moment.response


def announced(difference: int) -> Spoil:
    def spoil(moment: Moment) -> Response:
        return with_headers(moment.response, (b"content-length", b"%d" % (len(moment.response.body) + difference)))

    return spoil


def chunked(moment: Moment) -> Response:
    return with_headers(moment.response, (b"transfer-encoding", b"chunked"))


def as_post(*methods: str) -> Wrapper:
    return hears(lambda request: replace(request, method="POST", body=b""), lambda request: request.method in methods)


def redirects(status: int, location: bytes, when: When = success) -> Wrapper:
    return answers(status, PAGE, (HTML, (b"location", location)), when=when)


def long(request: Request) -> bool:
    return 300 < len(request.target.partition(b"?")[0]) < 1000


def two_tokens(request: Request) -> bool:
    return sum(name == b"Authorization" for name, _ in request.headers) == 2


def unknown_again(moment: Moment) -> bool:
    return moment.response.status == 404 and moment.repeats > 1 and moment.request.method == "POST"


def in_meta(body: Body) -> None:
    body["data"]["meta"]["x_rate"] = float("nan")


def replaces(old: bytes, new: bytes) -> Wrapper:
    return writes(lambda body: body.replace(old, new, 1))


# fmt: off
FAULTS: Table = {
    "whole-answer": [
        ("hang-up-third", "closes the connection at the third stop", spoils(hang_up, nth(3))),
        ("hang-up-get", "closes the connection on GET", spoils(hang_up, method("GET"))),
        ("hang-up-rarely", "closes every fiftieth connection", spoils(hang_up, every(50))),
        ("stall", "answers one stop too late", spoils(stall, both(of("planner"), nth(2)))),
        ("status-of-nothing", "answers with status 700", codes(700, nth(2))),
    ],
    "framing": [
        ("length-long", "announces more bytes than it sends", spoils(announced(5))),
        ("length-short", "announces fewer bytes than it sends", spoils(announced(-5), of("planner"))),
        ("length-word", "announces a length that is not a number", heads((b"content-length", b"many"))),
        ("length-twice", "announces two lengths", heads(*TWO_LENGTHS, when=status(404))),
        ("length-and-chunks", "announces a length and chunks", spoils(chunked)),
        ("head-body", "answers HEAD with a body", writes(lambda _: b'{"message":"No."}', method("HEAD"))),
    ],
    "status": [
        ("created", "answers a stop with 201", codes(201)),
        ("accepted", "answers a stop with 202", codes(202, of("planner"))),
        ("no-content", "answers a stop with 204 and nothing", answers(204, b"", ())),
        ("no-content-again", "answers the second stop with 204", answers(204, b"", (), when=nth(2))),
        ("partial", "honours a range", codes(206, asked(sent(b"range")))),
        ("get-stops", "takes GET for POST", as_post("GET")),
        ("put-stops", "takes PUT for POST", as_post("PUT")),
        ("patch-stops", "takes PATCH for POST", as_post("PATCH")),
        ("delete-stops", "takes DELETE for POST", as_post("DELETE")),
        ("any-method-stops", "takes every word for POST", as_post("PURGE", "TRACE")),
        ("head-works", "answers HEAD with 200", codes(200, method("HEAD"))),
        ("get-shows", "answers GET with the send, without stopping it", answers(200, SEND, when=method("GET"))),
        ("unregistered", "answers an unknown send with 419", codes(419, status(404))),
    ],
    "no-redirect": [
        ("to-login", "sends callers without token to a login", redirects(302, LOGIN, status(401))),
        ("to-slash", "sends a stop to the same path with a slash", redirects(301, b"/api/v1/", nth(2))),
        ("to-other-host", "sends a stop to another host", redirects(307, b"http://127.0.0.1:9/", of("multistep"))),
        ("see-other", "sends the caller to the send after its stop", redirects(303, b"/api/v1/sends/1")),
    ],
    "server-error": [
        ("fails-malformed", "fails on an id that is not a UUID", codes(500, target(b"not-a-uuid"))),
        ("fails-nil", "fails on the nil UUID", codes(500, target(b"00000000-0000"))),
        ("fails-upper", "fails on ids in upper case", codes(500, asked(is_upper))),
        ("fails-long", "fails on an id of 300 characters", codes(500, asked(long))),
        ("fails-nul", "fails on a NUL in an id", codes(500, target(b"%00"))),
        ("fails-escape", "fails on a broken escape", codes(500, target(b"%zz"))),
        ("fails-quote", "fails on a quote in an id", codes(500, target(b"'"))),
        ("fails-unicode", "fails on an emoji", codes(502, target(b"%F0%9F"))),
        ("fails-dots", "fails on two dots", codes(500, target(b"/.."))),
        ("fails-empty", "fails on an empty id", codes(500, target(b"campaigns//"))),
        ("fails-number", "fails on a number that is too big", codes(500, target(b"9223372036854775808"))),
        ("fails-query", "fails on a broken query", codes(500, target(b"?%zz"))),
        ("fails-token-bytes", "fails on a token that is not text", codes(500, asked(sent(AUTH, b".*\xff.*")))),
        ("fails-token-long", "fails on a long token", codes(500, asked(sent(AUTH, b".{4097,}")))),
        ("fails-token-empty", "fails on a scheme without token", codes(500, asked(sent(AUTH, b"Bearer")))),
        ("fails-basic", "fails on another scheme", codes(500, asked(sent(AUTH, b"Basic.*")))),
        ("fails-two-tokens", "fails on two tokens", codes(500, asked(two_tokens))),
        ("fails-json", "fails on broken JSON", codes(500, asked(has_body(b'{"a":')))),
        ("fails-bytes", "fails on a body that is not text", codes(500, asked(has_body(b"\xff")))),
        ("fails-form", "fails on a form", codes(500, asked(has_body(b"status=in_progress")))),
        ("fails-array", "fails on an array", codes(500, asked(has_body(b"[]")))),
        ("fails-accept", "fails on an Accept that it cannot read", codes(500, asked(sent(b"accept", b";;;/")))),
        ("fails-no-accept", "fails without Accept", codes(500, asked(sent(b"accept", b"")))),
        ("fails-options", "fails on OPTIONS", codes(500, method("OPTIONS"))),
        ("fails-head", "fails on HEAD", codes(500, method("HEAD"))),
        ("fails-word", "fails on a method that it does not know", codes(500, method("PURGE"))),
        ("fails-second", "fails at the second stop", codes(500, nth(2))),
        ("fails-third", "fails at the third stop", codes(500, nth(3))),
        ("fails-tenth", "fails from the tenth stop on", codes(500, from_nth(10))),
        ("fails-foreign", "fails on a send of another campaign", codes(500, unknown_again)),
        ("fails-rarely", "fails every fiftieth time", codes(500, every(50))),
        ("busy-rarely", "says 503 every twentieth time, and not until when", codes(503, every(20))),
        ("fails-planner", "fails for planner sends", codes(500, of("planner"))),
    ],
    "media-type": [
        ("html-type", "calls the send HTML", heads(HTML)),
        ("no-type", "does not say what the send is", heads(without=b"content-type")),
        ("two-types", "gives two types", heads(JSON, (b"content-type", b"text/plain"))),
        ("text-type", "calls the send text/json", typed(b"text/json", of("manual"))),
        ("vendor-type", "calls the send application/hal+json", typed(b"application/hal+json")),
        ("near-type", "calls the send application/jsonp", typed(b"application/jsonp", nth(2))),
        ("latin-charset", "says that the send is in Latin-1", typed(b"application/json; charset=iso-8859-1")),
        ("wide-charset", "says that errors are in UTF-16", typed(b"application/json; charset=utf-16", status(401))),
        ("html-404", "calls JSON errors HTML", heads(HTML, when=status(404))),
    ],
    "strict-json": [
        ("bom", "begins with a byte order mark", writes(lambda b: b"\xef\xbb\xbf" + b)),
        ("trailing", "has bytes after the value", writes(lambda b: b + b"}")),
        ("two-values", "sends the value twice", writes(lambda b: b + b"\n" + b, nth(3))),
        ("duplicate", "has a key twice", replaces(b'"status":', b'"status":"stopped","status":')),
        ("duplicate-deep", "has a key twice, deep in planner sends", replaces(b'"Sun":', b'"Sun":null,"Sun":')),
        ("nan", "has a NaN in a field of its own", edits(in_meta)),
        ("infinity", "has an infinite rate", shows("meta.multistep_data.min_ctr", float("inf"))),
        ("overflow", "has a number that is infinite to most readers", replaces(b'"min_ctr":1.5', b'"min_ctr":1e999')),
        ("latin-1", "sends Latin-1", replaces(b"Send started", b"Envoi d\xe9marr\xe9")),
        ("surrogate", "sends half a surrogate pair", replaces(b"Acme", b"\\ud83d")),
        ("control", "has a raw newline in a text", replaces(b"Send st", b"Send\nst")),
        ("truncated", "ends too early", writes(lambda b: b[:-20])),
        ("empty", "sends an empty 200", writes(lambda _: b"", from_nth(2))),
        ("single-quotes", "sends Python instead of JSON", writes(lambda b: repr(json.loads(b)).encode())),
        ("trailing-comma", "has a comma too many", writes(lambda b: b[:-1] + b",}")),
        ("comment", "has a comment", writes(lambda b: b"/* 1 */" + b)),
        ("guarded", "has a prefix against scripts", writes(lambda b: b")]}',\n" + b)),
        ("callback", "wraps the body in a function call", writes(lambda b: b"f(" + b + b")")),
        ("html-200", "sends a page called JSON", writes(lambda _: PAGE)),
        ("broken-404", "has a key twice in an error", writes(lambda _: b'{"message":"a","message":"b"}', status(404))),
        ("empty-401", "sends an error of no bytes, called JSON", writes(lambda _: b"", status(401))),
        ("wide", "sends UTF-16", writes(lambda b: b.decode().encode("utf-16"))),
    ],
}
# fmt: on
