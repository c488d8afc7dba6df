"""Servers that keep the contract in their own way: whatever the page, HTTP and JSON leave open."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from contract_tests.faults.fault import (
    Moment,
    Wrapper,
    answer,
    asked,
    both,
    changed,
    coded,
    drop,
    edited,
    from_nth,
    headed,
    header,
    method,
    nth,
    put,
    raw,
    spoilt,
    status,
    success,
)
from contract_tests.faults.http import HTML, JSON, PAGE
from contract_tests.faults.ids import read_as, unknown
from contract_tests.faults.state import logging, moving
from contract_tests.mock import SENDS, Handle, Request, Response
from scripts.contract.document import Json

STEPS = "meta.multistep_status"
TIMESTAMP = re.compile(rb'"(2024-\d\d-\d\dT\d\d:\d\d:\d\d)\.000000Z"')


@dataclass(frozen=True)
class Variant:
    """One way to keep the contract.

    Attributes:
        id: short and unique.
        sentence: what the server does otherwise than the mock.
        wrap: makes the server of the mock.
        drift: ids of the laws that remark on it; none calls it a violation.
    """

    id: str
    sentence: str
    wrap: Wrapper
    drift: frozenset[str] = frozenset()


def timed(form: Callable[[datetime], str]) -> Wrapper:
    """Write times in another form."""

    def written(found: re.Match[bytes]) -> bytes:
        return b'"%s"' % form(datetime.fromisoformat(found[1].decode()).replace(tzinfo=UTC)).encode()

    return spoilt(raw(lambda body: TIMESTAMP.sub(written, body)))


def worded(word: str) -> Wrapper:
    """Have another word for stopped."""
    return spoilt(raw(lambda body: body.replace(b'"status":"stopped"', b'"status":"%s"' % word.encode())))


def again(code: int) -> Wrapper:
    """Refuse to stop a send that is stopped."""
    return spoilt(answer(code, b'{"message":"The send is not running."}'), from_nth(2))


def shouted(moment: Moment) -> Response:
    headers = tuple((name.title(), value) for name, value in moment.response.headers)
    return replace(moment.response, headers=headers)


def reversed_keys(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


def without_nulls(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: without_nulls(below) for key, below in value.items() if below is not None}
    return value


def escaped(body: bytes) -> bytes:
    return body.replace(b"S", b"\\u0053").replace(b"/", b"\\/")


def empty_lists(body: Any) -> None:  # noqa: ANN401 (any JSON value)
    for path in ("logs", "meta.segment_ids", f"{STEPS}.initial_brands", f"{STEPS}.steps_performance"):
        changed(path, lambda _: [])(body)


def zeros(body: Any) -> None:  # noqa: ANN401 (any JSON value)
    for name in ("current_step", "total_sent", "total_available_contacts"):
        changed(f"{STEPS}.{name}", lambda _: 0)(body)
    changed(f"{STEPS}.steps_performance", lambda _: [])(body)


def all_nulls(body: Any) -> None:  # noqa: ANN401 (any JSON value)
    data = body["data"]
    body["data"] = dict.fromkeys(data) | {"id": data["id"], "status": data["status"]}


def minimal(body: Any) -> None:  # noqa: ANN401 (any JSON value)
    body["data"] = {key: body["data"][key] for key in ("id", "status")}


def leaving(handle: Handle) -> Handle:
    """Be stopping first, stopped later; what is on its way still counts."""
    on_its_way = spoilt(lambda moment: edited(put("status", "stopping"))(edited_first(moment)), nth(1))
    return on_its_way(handle)


def edited_first(moment: Moment) -> Moment:
    spoil = edited(changed(f"{STEPS}.status", lambda _: "in_progress"))
    return replace(moment, response=spoil(moment))


def stopped_before(handle: Handle) -> Handle:
    """Have stopped all sends long ago."""
    return spoilt(raw(lambda body: re.sub(rb"(2024-05-01T12:00:)\d\d", rb"\g<1>00", body)))(handle)


def fixed_times(handle: Handle) -> Handle:
    """Say of each send what a table says, whatever happens to it."""
    times = {send.send.encode(): b"2024-05-01T12:%d0:00.000000Z" % minute for minute, send in enumerate(SENDS)}

    def own(moment: Moment) -> Response:
        time = next(time for id_, time in times.items() if id_ in moment.request.target.partition(b"?")[0].lower())
        return raw(lambda body: re.sub(rb"2024-05-01T12:[0-9:.]+Z", time, body))(moment)

    return spoilt(own)(handle)


def throttled(handle: Handle) -> Handle:
    """Let sixty requests through, and say when to come back."""
    refusal = answer(429, b'{"message":"Too Many Attempts."}', (JSON, (b"retry-after", b"60")))
    return spoilt(refusal, lambda moment: moment.number > 60 and moment.request.method != "HEAD")(handle)


def is_upper(request: Request) -> bool:
    return any(map(str.isupper, request.target.partition(b"/campaigns/")[2].partition(b"?")[0].decode("latin-1")))


def with_query(request: Request) -> bool:
    return b"?" in request.target


def is_malformed(moment: Moment) -> bool:
    return moment.response.status == 404 and not unknown(moment)


def drifts(*laws: str) -> frozenset[str]:
    return frozenset(laws)


def _next_day(moment: datetime) -> str:
    return (moment + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02:00")


VARIANTS = (
    # HTTP
    Variant("charset", "names the charset", spoilt(headed((b"content-type", b"application/json; charset=utf-8")))),
    Variant(
        "quoted-charset",
        "names it in quotes and capitals",
        spoilt(headed((b"content-type", b'application/json;charset="UTF-8"'))),
    ),
    Variant("loud-type", "writes the media type in capitals", spoilt(headed((b"content-type", b"Application/JSON")))),
    Variant("loud-headers", "writes names of headers in capitals", spoilt(shouted, lambda _: True)),
    Variant("closes", "closes the connection", spoilt(headed((b"connection", b"close")), lambda _: True)),
    Variant("no-length", "does not announce the length", spoilt(headed(without=b"content-length"), lambda _: True)),
    Variant(
        "more-headers",
        "sends headers and cookies of its own",
        spoilt(
            headed(
                (b"x-request-id", b"7f"),
                (b"set-cookie", b"a=1; HttpOnly"),
                (b"set-cookie", b"b=2"),
                (b"server", b"nginx"),
                (b"vary", b"Accept"),
                (b"cache-control", b"no-store"),
                (b"access-control-allow-origin", b"*"),
            ),
            lambda _: True,
        ),
    ),
    Variant(
        "limits",
        "tells its limits",
        spoilt(headed((b"x-ratelimit-limit", b"60"), (b"x-ratelimit-remaining", b"59")), lambda _: True),
    ),
    Variant("options", "answers OPTIONS", spoilt(answer(200, b"", ((b"allow", b"POST, OPTIONS"),)), method("OPTIONS"))),
    Variant(
        "options-nothing",
        "answers OPTIONS with 204",
        spoilt(answer(204, b"", ((b"allow", b"POST"),)), method("OPTIONS")),
    ),
    Variant("allow-options", "allows OPTIONS too", spoilt(headed((b"allow", b"POST, OPTIONS")), status(405))),
    Variant(
        "no-such-method", "does not implement what it does not know", spoilt(answer(501), method("PURGE", "TRACE"))
    ),
    Variant(
        "plain-challenge",
        "asks for a token without a realm",
        spoilt(headed((b"www-authenticate", b'Bearer realm="api", error="invalid_token"')), status(401)),
    ),
    # JSON
    Variant(
        "pretty",
        "indents",
        spoilt(
            raw(lambda body: json.dumps(json.loads(body), indent=4).encode()), both(lambda m: bool(m.response.body))
        ),
    ),
    Variant("newline", "ends with a newline", spoilt(raw(lambda body: b"\n " + body + b"\r\n"))),
    Variant("escapes", "escapes what it need not escape", spoilt(raw(escaped))),
    Variant("key-order", "orders keys otherwise", spoilt(edited(reversed_keys))),
    Variant(
        "exponent",
        "writes a rate with an exponent",
        spoilt(raw(lambda body: body.replace(b'"min_ctr":1.5', b'"min_ctr":15e-1'))),
    ),
    Variant(
        "unicode", "writes texts beyond ASCII", spoilt(raw(lambda body: body.replace(b"Acme", "Ünïcode 💬".encode())))
    ),
    # times
    Variant("seconds", "writes times to the second", timed(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ"))),
    Variant("offset", "writes times with an offset", timed(lambda moment: moment.isoformat())),
    Variant("elsewhere", "writes times of another zone", timed(_next_day)),
    Variant("sql-times", "writes times as a database does", timed(lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S"))),
    Variant(
        "milliseconds",
        "writes times to the millisecond",
        timed(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")),
    ),
    Variant(
        "mail-times",
        "writes times as in mail",
        timed(lambda moment: moment.strftime("%a, %d %b %Y %H:%M:%S GMT")),
        drifts("readable-values"),
    ),
    Variant(
        "fractions",
        "has fractions in Unix seconds",
        spoilt(edited(changed(f"{STEPS}.start_timestamp", lambda s: s + 0.25))),
    ),
    Variant(
        "short-hours",
        "writes times of day with seconds",
        spoilt(raw(lambda body: body.replace(b'"15:00"', b'"15:00:00"'))),
    ),
    Variant("fixed-times", "has times that no stop changes", fixed_times),
    # values
    Variant("cancelled", "calls it cancelled", worded("cancelled")),
    Variant("canceled", "calls it Canceled", worded("Canceled")),
    Variant("STOPPED", "calls it STOPPED", worded("STOPPED")),
    Variant("completed", "calls it completed", worded("completed")),
    Variant("stopping", "calls it stopping", worded("stopping")),
    Variant("leaving", "is stopping before it is stopped", leaving, drifts("steps-stopped", "repeat-changes-nothing")),
    Variant("own-word", "has a word of its own", worded("gestoppt"), drifts("stopped", "steps-stopped")),
    Variant("before", "has stopped everything before", stopped_before),
    Variant("empty-lists", "has nothing in its lists", spoilt(edited(empty_lists))),
    Variant("zeros", "has sent nothing yet", spoilt(edited(zeros))),
    Variant(
        "newest-first", "has its history the other way round", spoilt(edited(changed("logs", lambda logs: logs[::-1])))
    ),
    Variant(
        "by-a-user",
        "says who stopped the send",
        spoilt(edited(lambda body: body["data"]["logs"][-1].update(caller_type="User", caller_id="17"))),
    ),
    Variant("loud-ids", "writes ids in capitals", spoilt(edited(changed("id", str.upper)))),
    Variant(
        "next-step",
        "still shows the step that will not come",
        spoilt(edited(put("next_step_timestamp", "2024-05-01T12:30:00Z"))),
        drifts("nothing-planned"),
    ),
    Variant("bulk", "has a type of its own", spoilt(edited(put("meta.send_type", "bulk"))), drifts("own-block")),
    # more or less
    Variant(
        "more-fields", "sends more fields", spoilt(edited(put("links", {"self": "/"}))), drifts("undeclared-fields")
    ),
    Variant(
        "more-around",
        "sends more around the send",
        spoilt(edited(lambda body: body | {"meta": {"version": 2}})),
        drifts("undeclared-fields"),
    ),
    Variant("no-nulls", "leaves out what is null", spoilt(edited(without_nulls)), drifts("declared-fields")),
    Variant("no-logs", "leaves out the history", spoilt(edited(drop("logs"))), drifts("declared-fields")),
    Variant("minimal", "sends little", spoilt(edited(minimal)), drifts("declared-fields")),
    Variant("nulls", "knows little", spoilt(edited(all_nulls)), drifts("nulls")),
    Variant("null-settings", "does not know settings", spoilt(edited(put("meta.segment_ids", None))), drifts("nulls")),
    # the second stop
    Variant("conflict", "says 409 to a second stop", again(409)),
    Variant("unprocessable", "says 422 to a second stop", again(422)),
    Variant("forbidden-again", "says 403 to a second stop", again(403)),
    Variant("bad-again", "says 400 to a second stop", again(400)),
    Variant("moves", "calls a repeated stop a change", spoilt(moving), drifts("repeat-changes-nothing")),
    Variant("logs", "logs a repeated stop", spoilt(logging), drifts("repeat-changes-nothing")),
    # refusals
    Variant("forbidden-unknown", "says 403 for what it does not show", spoilt(coded(403), unknown)),
    Variant(
        "unprocessable-id",
        "says 422 for ids that are no UUID",
        spoilt(answer(422, b'{"message":"The id must be a UUID.","errors":{"campaign":["No."]}}'), is_malformed),
    ),
    Variant("bad-id", "says 400 for ids that are no UUID", spoilt(coded(400), is_malformed)),
    Variant(
        "long-id", "says 414 for very long ids", spoilt(coded(414), asked(lambda request: len(request.target) > 2000))
    ),
    Variant(
        "no-challenge",
        "does not say how to authenticate",
        spoilt(headed(without=b"www-authenticate"), status(401)),
        drifts("challenge"),
    ),
    Variant(
        "problem",
        "describes problems",
        spoilt(headed((b"content-type", b"application/problem+json")), status(401, 404, 405)),
    ),
    Variant(
        "pages",
        "answers errors with pages",
        spoilt(
            lambda moment: answer(moment.response.status, PAGE, (HTML, (b"allow", b"POST")))(moment),
            both(status(404), method("POST")),
        ),
        drifts("media-type", "error-body"),
    ),
    Variant(
        "bare-errors",
        "has nothing to say about errors",
        spoilt(lambda moment: answer(moment.response.status, b"", ())(moment), both(status(404), method("POST"))),
        drifts("media-type", "error-body"),
    ),
    Variant(
        "model",
        "names the model that it did not find",
        spoilt(
            raw(lambda _: json.dumps({"message": "No query results for model [App\\Models\\Send] 9d"}).encode()),
            unknown,
        ),
    ),
    Variant(
        "get-404",
        "says 404 to other methods",
        spoilt(coded(404), both(status(405), method("GET", "PUT", "PATCH", "DELETE", "HEAD"))),
        drifts("other-methods"),
    ),
    Variant(
        "long-token",
        "says 431 to long headers",
        spoilt(answer(431), asked(lambda request: len(header(request, b"authorization")) > 4096)),
    ),
    Variant(
        "bad-token",
        "says 400 to bytes that are no text",
        spoilt(answer(400), asked(lambda request: b"\xff" in header(request, b"authorization"))),
    ),
    Variant(
        "no-body",
        "says 415 to a body",
        spoilt(answer(415), asked(lambda request: bool(request.body) and b"access_token" not in request.body)),
    ),
    Variant(
        "needs-length",
        "wants a length",
        spoilt(answer(411), both(success, asked(lambda request: not header(request, b"content-length")))),
    ),
    Variant(
        "not-acceptable",
        "says 406 to those who do not accept JSON",
        spoilt(
            answer(406),
            both(
                success,
                asked(lambda request: header(request, b"accept") in {b"text/html", b"application/xml", b";;;/"}),
            ),
        ),
    ),
    Variant(
        "overridden",
        "lets a header override the method",
        spoilt(
            answer(405, headers=(JSON, (b"allow", b"POST"))),
            both(
                success,
                asked(
                    lambda request: (
                        header(request, b"x-http-method-override") == b"GET" or b"_method=DELETE" in request.target
                    )
                ),
            ),
        ),
    ),
    Variant(
        "one-scheme",
        "knows the scheme only as Bearer",
        spoilt(
            answer(401, headers=(JSON, (b"www-authenticate", b"Bearer"))),
            both(success, asked(lambda request: not header(request, b"authorization").startswith(b"Bearer"))),
        ),
        drifts("any-phrasing"),
    ),
    Variant(
        "lower-ids",
        "knows ids in lower case only",
        spoilt(answer(404), both(success, asked(is_upper))),
        drifts("any-phrasing"),
    ),
    Variant(
        "unescapes",
        "undoes percent escapes as URIs allow",
        read_as(lambda text: unquote(text) if "%39" in text else text),
    ),
    Variant("throttles", "throttles", throttled),
    Variant(
        "maintenance",
        "is away for a moment",
        spoilt(
            answer(503, b'{"message":"Service Unavailable"}', (JSON, (b"retry-after", b"5"))),
            lambda moment: moment.number == 40,
        ),
        drifts("server-error"),
    ),
)
