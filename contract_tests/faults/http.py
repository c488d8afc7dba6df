"""Faults of bytes: framing, status, media type, JSON."""

import json
import time
from typing import Any

from contract_tests.faults.fault import (
    Fault,
    Moment,
    Spoil,
    When,
    Wrapper,
    answer,
    asked,
    both,
    coded,
    edited,
    every,
    from_nth,
    headed,
    header,
    heard,
    method,
    nth,
    of,
    put,
    raw,
    spoilt,
    status,
    target,
)
from contract_tests.mock import Request, Response

JSON = (b"content-type", b"application/json")
HTML = (b"content-type", b"text/html; charset=utf-8")
PAGE = b"<!doctype html><title>Error</title><h1>Something went wrong</h1>"


def hang_up(_: Moment) -> Response:
    raise ConnectionResetError("connection reset by peer")


def stall(moment: Moment) -> Response:
    time.sleep(2.1)  # a server on this machine has two seconds
    return moment.response


def announced(difference: int) -> Spoil:
    return lambda moment: headed((b"content-length", b"%d" % (len(moment.response.body) + difference)))(moment)


def as_post(*methods: str) -> Wrapper:
    return heard(
        lambda request: Request("POST", request.target, request.headers), lambda request: request.method in methods
    )


def has_body(text: bytes) -> When:
    return asked(lambda request: text in request.body)


def in_status(body: Any) -> None:  # noqa: ANN401 (any JSON value)
    body["data"]["meta"]["x_rate"] = float("nan")


FAULTS = (
    # whole-answer
    Fault("hang-up-third", "closes the connection at the third stop", "whole-answer", spoilt(hang_up, nth(3))),
    Fault("hang-up-get", "closes the connection on GET", "whole-answer", spoilt(hang_up, method("GET"))),
    Fault("hang-up-rarely", "closes every fiftieth connection", "whole-answer", spoilt(hang_up, every(50))),
    Fault("stall", "answers one stop too late", "whole-answer", spoilt(stall, both(of("planner"), nth(2)))),
    Fault("status-of-nothing", "answers with status 700", "whole-answer", spoilt(coded(700), nth(2))),
    # framing
    Fault("length-long", "announces more bytes than it sends", "framing", spoilt(announced(5))),
    Fault("length-short", "announces fewer bytes than it sends", "framing", spoilt(announced(-5), of("planner"))),
    Fault("length-word", "announces no number", "framing", spoilt(headed((b"content-length", b"many")))),
    Fault(
        "length-twice",
        "announces two lengths",
        "framing",
        spoilt(headed((b"content-length", b"1"), (b"content-length", b"2")), status(404)),
    ),
    Fault(
        "length-and-chunks",
        "announces a length and chunks",
        "framing",
        spoilt(
            lambda moment: Response(
                moment.response.status,
                (*moment.response.headers, (b"transfer-encoding", b"chunked")),
                moment.response.body,
            )
        ),
    ),
    Fault(
        "head-body", "answers HEAD with a body", "framing", spoilt(raw(lambda _: b'{"message":"No."}'), method("HEAD"))
    ),
    # status
    Fault("created", "answers a stop with 201", "status", spoilt(coded(201))),
    Fault("accepted", "answers a stop with 202", "status", spoilt(coded(202), of("planner"))),
    Fault("no-content", "answers a stop with 204 and nothing", "status", spoilt(answer(204, b"", ()))),
    Fault("no-content-again", "answers the second stop with 204", "status", spoilt(answer(204, b"", ()), nth(2))),
    Fault(
        "partial",
        "honours a range",
        "status",
        spoilt(coded(206), asked(lambda request: bool(header(request, b"range")))),
    ),
    Fault("get-stops", "takes GET for POST", "status", as_post("GET")),
    Fault("put-stops", "takes PUT for POST", "status", as_post("PUT")),
    Fault("patch-stops", "takes PATCH for POST", "status", as_post("PATCH")),
    Fault("delete-stops", "takes DELETE for POST", "status", as_post("DELETE")),
    Fault("any-method-stops", "takes every word for POST", "status", as_post("PURGE", "TRACE")),
    Fault("head-works", "answers HEAD with 200", "status", spoilt(coded(200), method("HEAD"))),
    Fault(
        "get-shows",
        "answers GET with the send, without stopping it",
        "status",
        spoilt(answer(200, b'{"data":{"id":"1","status":"stopped"}}', (JSON,)), method("GET")),
    ),
    Fault("unregistered", "answers an unknown send with 419", "status", spoilt(coded(419), status(404))),
    # no-redirect
    Fault(
        "to-login",
        "sends callers without token to a login page",
        "no-redirect",
        spoilt(answer(302, PAGE, (HTML, (b"location", b"https://api.comm.com/login"))), status(401)),
    ),
    Fault(
        "to-slash",
        "sends a stop to the same path with a slash",
        "no-redirect",
        spoilt(answer(301, b"", ((b"location", b"/api/v1/"),)), nth(2)),
    ),
    Fault(
        "to-other-host",
        "sends a stop to another host",
        "no-redirect",
        spoilt(answer(307, b"", ((b"location", b"http://127.0.0.1:9/"),)), of("multistep")),
    ),
    Fault(
        "see-other",
        "sends the caller to the send after its stop",
        "no-redirect",
        spoilt(answer(303, b"", ((b"location", b"/api/v1/sends/1"),))),
    ),
    # server-error
    Fault(
        "fails-malformed", "fails on an id that is no UUID", "server-error", spoilt(coded(500), target(b"not-a-uuid"))
    ),
    Fault("fails-nil", "fails on the nil UUID", "server-error", spoilt(coded(500), target(b"00000000-0000"))),
    Fault(
        "fails-upper",
        "fails on ids in upper case",
        "server-error",
        spoilt(
            coded(500),
            asked(
                lambda request: any(
                    map(str.isupper, request.target.partition(b"campaigns/")[2].partition(b"?")[0].decode("latin-1"))
                )
            ),
        ),
    ),
    Fault(
        "fails-long",
        "fails on an id of 300 characters",
        "server-error",
        spoilt(coded(500), asked(lambda request: 300 < len(request.target.partition(b"?")[0]) < 1000)),
    ),
    Fault("fails-nul", "fails on a NUL in an id", "server-error", spoilt(coded(500), target(b"%00"))),
    Fault("fails-escape", "fails on a broken escape", "server-error", spoilt(coded(500), target(b"stop/%zz"))),
    Fault("fails-quote", "fails on a quote in an id", "server-error", spoilt(coded(500), target(b"'"))),
    Fault("fails-unicode", "fails on an emoji", "server-error", spoilt(coded(502), target(b"%F0%9F"))),
    Fault("fails-dots", "fails on two dots", "server-error", spoilt(coded(500), target(b"/.."))),
    Fault("fails-empty", "fails on an empty id", "server-error", spoilt(coded(500), target(b"campaigns//"))),
    Fault(
        "fails-number",
        "fails on a number that is too big",
        "server-error",
        spoilt(coded(500), target(b"9223372036854775808")),
    ),
    Fault("fails-query", "fails on a broken query", "server-error", spoilt(coded(500), target(b"?%zz"))),
    Fault(
        "fails-token-bytes",
        "fails on a token that is no text",
        "server-error",
        spoilt(coded(500), asked(lambda request: b"\xff" in header(request, b"authorization"))),
    ),
    Fault(
        "fails-token-long",
        "fails on a long token",
        "server-error",
        spoilt(coded(500), asked(lambda request: len(header(request, b"authorization")) > 4096)),
    ),
    Fault(
        "fails-token-empty",
        "fails on a scheme without token",
        "server-error",
        spoilt(coded(500), asked(lambda request: header(request, b"authorization") == b"Bearer")),
    ),
    Fault(
        "fails-basic",
        "fails on another scheme",
        "server-error",
        spoilt(coded(500), asked(lambda request: header(request, b"authorization").startswith(b"Basic"))),
    ),
    Fault(
        "fails-two-tokens",
        "fails on two tokens",
        "server-error",
        spoilt(coded(500), asked(lambda request: sum(name == b"Authorization" for name, _ in request.headers) == 2)),
    ),
    Fault("fails-json", "fails on broken JSON", "server-error", spoilt(coded(500), has_body(b'{"a":'))),
    Fault("fails-bytes", "fails on a body that is no text", "server-error", spoilt(coded(500), has_body(b"\xff"))),
    Fault("fails-form", "fails on a form", "server-error", spoilt(coded(500), has_body(b"status=in_progress"))),
    Fault("fails-array", "fails on an array", "server-error", spoilt(coded(500), has_body(b"[]"))),
    Fault(
        "fails-accept",
        "fails on an Accept that it cannot read",
        "server-error",
        spoilt(coded(500), asked(lambda request: header(request, b"accept") == b";;;/")),
    ),
    Fault(
        "fails-no-accept",
        "fails without Accept",
        "server-error",
        spoilt(coded(500), asked(lambda request: not header(request, b"accept"))),
    ),
    Fault("fails-options", "fails on OPTIONS", "server-error", spoilt(coded(500), method("OPTIONS"))),
    Fault("fails-head", "fails on HEAD", "server-error", spoilt(coded(500), method("HEAD"))),
    Fault("fails-word", "fails on a method that it does not know", "server-error", spoilt(coded(500), method("PURGE"))),
    Fault("fails-second", "fails at the second stop", "server-error", spoilt(coded(500), nth(2))),
    Fault("fails-third", "fails at the third stop", "server-error", spoilt(coded(500), nth(3))),
    Fault("fails-tenth", "fails from the tenth stop on", "server-error", spoilt(coded(500), from_nth(10))),
    Fault(
        "fails-foreign",
        "fails on a send of another campaign",
        "server-error",
        spoilt(
            coded(500), lambda moment: moment.response.status == 404 and moment.repeats > 1 and method("POST")(moment)
        ),
    ),
    Fault("fails-rarely", "fails every fiftieth time", "server-error", spoilt(coded(500), every(50))),
    Fault(
        "busy-rarely",
        "says 503 every twentieth time, and not until when",
        "server-error",
        spoilt(coded(503), every(20)),
    ),
    Fault("fails-planner", "fails for planner sends", "server-error", spoilt(coded(500), of("planner"))),
    # media-type
    Fault("html-type", "calls the send HTML", "media-type", spoilt(headed(HTML))),
    Fault("no-type", "does not say what the send is", "media-type", spoilt(headed(without=b"content-type"))),
    Fault("two-types", "gives two types", "media-type", spoilt(headed(JSON, (b"content-type", b"text/plain")))),
    Fault(
        "text-type",
        "calls the send text/json",
        "media-type",
        spoilt(headed((b"content-type", b"text/json")), of("manual")),
    ),
    Fault(
        "vendor-type",
        "calls the send application/hal+json",
        "media-type",
        spoilt(headed((b"content-type", b"application/hal+json"))),
    ),
    Fault(
        "near-type",
        "calls the send application/jsonp",
        "media-type",
        spoilt(headed((b"content-type", b"application/jsonp")), nth(2)),
    ),
    Fault(
        "latin-charset",
        "says that the send is in Latin-1",
        "media-type",
        spoilt(headed((b"content-type", b"application/json; charset=iso-8859-1"))),
    ),
    Fault(
        "wide-charset",
        "says that errors are in UTF-16",
        "media-type",
        spoilt(headed((b"content-type", b"application/json; charset=utf-16")), status(401)),
    ),
    Fault("html-404", "calls JSON errors HTML", "media-type", spoilt(headed(HTML), status(404))),
    # strict-json
    Fault("bom", "begins with a byte order mark", "strict-json", spoilt(raw(lambda body: b"\xef\xbb\xbf" + body))),
    Fault("trailing", "has bytes after the value", "strict-json", spoilt(raw(lambda body: body + b"}"))),
    Fault("two-values", "sends the value twice", "strict-json", spoilt(raw(lambda body: body + b"\n" + body), nth(3))),
    Fault(
        "duplicate",
        "has a key twice",
        "strict-json",
        spoilt(raw(lambda body: body.replace(b'"status":', b'"status":"stopped","status":', 1))),
    ),
    Fault(
        "duplicate-deep",
        "has a key twice, deep in planner sends",
        "strict-json",
        spoilt(raw(lambda body: body.replace(b'"Sun":', b'"Sun":null,"Sun":', 1))),
    ),
    Fault("nan", "has a NaN in a field of its own", "strict-json", spoilt(edited(in_status))),
    Fault(
        "infinity",
        "has an infinite rate",
        "strict-json",
        spoilt(edited(put("meta.multistep_data.min_ctr", float("inf")))),
    ),
    Fault(
        "overflow",
        "has a number that is infinite to most readers",
        "strict-json",
        spoilt(raw(lambda body: body.replace(b'"min_ctr":1.5', b'"min_ctr":1e999'))),
    ),
    Fault(
        "latin-1",
        "sends Latin-1",
        "strict-json",
        spoilt(raw(lambda body: body.replace(b"Send started", b"Envoi d\xe9marr\xe9"))),
    ),
    Fault(
        "surrogate",
        "sends half a surrogate pair",
        "strict-json",
        spoilt(raw(lambda body: body.replace(b"Acme", b"\\ud83d"))),
    ),
    Fault(
        "control",
        "has a raw newline in a text",
        "strict-json",
        spoilt(raw(lambda body: body.replace(b"Send st", b"Send\nst"))),
    ),
    Fault("truncated", "ends too early", "strict-json", spoilt(raw(lambda body: body[:-20]))),
    Fault("empty", "sends an empty 200", "strict-json", spoilt(raw(lambda _: b""), from_nth(2))),
    Fault(
        "single-quotes",
        "sends Python instead of JSON",
        "strict-json",
        spoilt(raw(lambda body: repr(json.loads(body)).encode())),
    ),
    Fault("trailing-comma", "has a comma too many", "strict-json", spoilt(raw(lambda body: body[:-1] + b",}"))),
    Fault("comment", "has a comment", "strict-json", spoilt(raw(lambda body: b"/* 1 */" + body))),
    Fault("guarded", "has a prefix against scripts", "strict-json", spoilt(raw(lambda body: b")]}',\n" + body))),
    Fault(
        "callback", "wraps the body in a function call", "strict-json", spoilt(raw(lambda body: b"f(" + body + b")"))
    ),
    Fault("html-200", "sends a page called JSON", "strict-json", spoilt(raw(lambda _: PAGE))),
    Fault(
        "broken-404",
        "has a key twice in an error",
        "strict-json",
        spoilt(raw(lambda _: b'{"message":"a","message":"b"}'), status(404)),
    ),
    Fault(
        "empty-401", "sends an error of no bytes, called JSON", "strict-json", spoilt(raw(lambda _: b""), status(401))
    ),
    Fault("wide", "sends UTF-16", "strict-json", spoilt(raw(lambda body: body.decode().encode("utf-16")))),
)
