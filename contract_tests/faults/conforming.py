"""Servers that keep the contract in their own way: whatever the page, HTTP and JSON leave open."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from contract_tests.faults.fault import Moment, Wrapper, spoils
from contract_tests.faults.ids import KNOWN, PATH, read_as, unknown
from contract_tests.faults.state import logged_again, moved, varies
from contract_tests.faults.what import (
    AUTH,
    CONTACTS,
    HTML,
    JSON,
    NEXT,
    PAGE,
    PLANNER,
    SENT,
    START,
    STEP,
    STEPS,
    Body,
    adds,
    answer,
    answers,
    codes,
    edits,
    heads,
    is_array,
    is_object,
    lacks,
    put,
    says,
    shows,
    turn,
    turns,
    typed,
    with_body,
    writes,
)
from contract_tests.faults.when import (
    always,
    asked,
    both,
    from_nth,
    is_upper,
    method,
    names,
    nth,
    sent,
    status,
    stops,
)
from contract_tests.mock import SENDS, Handle, Request, Response

TIMESTAMP = re.compile(rb'"(2024-\d\d-\d\dT\d\d:\d\d:\d\d)\.000000Z"')
ALLOW = (b"allow", b"POST")
CHALLENGE = (b"www-authenticate", b'Bearer realm="api", error="invalid_token"')
LIMITS = ((b"x-ratelimit-limit", b"60"), (b"x-ratelimit-remaining", b"59"))
MORE_HEADERS = (
    (b"x-request-id", b"7f"),
    (b"set-cookie", b"a=1; HttpOnly"),
    (b"set-cookie", b"b=2"),
    (b"server", b"nginx"),
    (b"vary", b"Accept"),
    (b"cache-control", b"no-store"),
    (b"access-control-allow-origin", b"*"),
)
NOT_GET = (JSON, ALLOW)
BEARER = (JSON, (b"www-authenticate", b"Bearer"))
LATER = (JSON, (b"retry-after", b"5"))
METHODS = ("GET", "PUT", "PATCH", "DELETE", "HEAD")
AWAY = b'{"message":"Service Unavailable"}'
NEXT_STEP = "2024-05-01T12:30:00Z"
NO_UUID = b'{"message":"The id must be a UUID.","errors":{"campaign":["No."]}}'
MODEL = "No query results for model [App\\Models\\Send] 9d"


@dataclass(frozen=True)
class Variant:
    """One way to keep the contract.

    Attributes:
        id: short and unique.
        sentence: what the server does otherwise than the mock.
        wrap: makes the server of the mock.
        deviations: ids of the laws that remark on it; none calls it a violation.
    """

    id: str
    sentence: str
    wrap: Wrapper
    deviations: tuple[str, ...] = ()


def replaces(old: str, new: str) -> Wrapper:
    return writes(lambda body: body.replace(old.encode(), new.encode()))


def timed(form: Callable[[datetime], str]) -> Wrapper:
    """Write times in another form."""

    def written(found: re.Match[bytes]) -> bytes:
        return b'"%s"' % form(datetime.fromisoformat(found[1].decode()).replace(tzinfo=UTC)).encode()

    return writes(lambda body: TIMESTAMP.sub(written, body))


def formatted(form: str) -> Wrapper:
    """Write times in a form of `strftime`."""
    return timed(lambda moment: moment.strftime(form))


def elsewhere(moment: datetime) -> str:
    return (moment + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02:00")


def worded(word: str) -> Wrapper:
    """Have another word for stopped."""
    return replaces('"status":"stopped"', f'"status":"{word}"')


def again(code: int) -> Wrapper:
    """Refuse to stop a send that is stopped."""
    return answers(code, b'{"message":"The send is not running."}', when=from_nth(2))


def shouted(moment: Moment) -> Response:
    headers = tuple((name.title(), value) for name, value in moment.response.headers)
    return replace(moment.response, headers=headers)


def indented(body: bytes) -> bytes:
    return json.dumps(json.loads(body), indent=4).encode()


def reversed_keys(value: Body) -> Body:
    if is_object(value):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if is_array(value) else value


def without_nulls(value: Body) -> Body:
    if is_object(value):
        return {key: without_nulls(below) for key, below in value.items() if below is not None}
    return value


def escaped(body: bytes) -> bytes:
    return body.replace(b"S", b"\\u0053").replace(b"/", b"\\/")


def empty_lists(body: Body) -> None:
    for path in ("logs", "meta.segment_ids", f"{STEPS}.initial_brands", f"{STEPS}.steps_performance"):
        turn(body, path, lambda _: [])


def other_blocks(body: Body) -> None:
    meta = body["data"]["meta"]
    meta |= {block: [] for block in ("manual_data", "multistep_data") if meta[block] is None}


def nothing(_: Body) -> Body:
    """An empty object as PHP writes it."""
    return []


def without_schedule(body: Body) -> None:
    for planner in (PLANNER, f"{STEPS}.planner_data"):
        turn(body, f"{planner}.weekly_schedule", lambda _: [])


def without_results(body: Body) -> None:
    turn(body, f"{STEPS}.initial_brands", nothing)
    turn(body, f"{STEPS}.steps_performance", lambda steps: [nothing(step) for step in steps])


def zeros(body: Body) -> None:
    for count in (STEP, SENT, CONTACTS):
        turn(body, count, lambda _: 0)
    turn(body, f"{STEPS}.steps_performance", lambda _: [])


def gapped(items: Body) -> Body:
    """A list as PHP writes it after something was taken out of it."""
    return {str(2 * index): item for index, item in enumerate(items)}


def as_php(value: Body, key: str = "") -> Body:
    """Below `meta`: lists with gaps, counts as a database hands them over, nothing in what may be empty."""
    if is_object(value):
        return {name: as_php(below, name) for name, below in value.items()}
    if is_array(value):
        return gapped(map(as_php, value)) if value else []
    is_count = isinstance(value, int) and not isinstance(value, bool) and not key.endswith(("_timestamp", "_ctr"))
    return str(value) if is_count else value


def by_a_user(body: Body) -> None:
    body["data"]["logs"][-1].update(caller_type="User", caller_id="17")


def all_nulls(body: Body) -> None:
    data = body["data"]
    body["data"] = dict.fromkeys(data) | {"id": data["id"], "status": data["status"]}


def minimal(body: Body) -> None:
    body["data"] = {key: body["data"][key] for key in ("id", "status")}


def leaving(body: Body) -> None:
    put(body, "status", "stopping")
    turn(body, f"{STEPS}.status", lambda _: "in_progress")


def stopped_before(body: bytes) -> bytes:
    return re.sub(rb"(2024-05-01T12:00:)\d\d", rb"\g<1>00", body)


def fixed_times(moment: Moment) -> Response:
    """Say of each send what a table says, whatever happens to it."""
    path = moment.request.target.partition(b"?")[0].lower()
    minute = next(minute for minute, send in enumerate(SENDS) if send.send.encode() in path)
    time = b"2024-05-01T12:%d0:00.000000Z" % minute
    return with_body(moment.response, re.sub(rb"2024-05-01T12:[0-9:.]+Z", time, moment.response.body))


def throttled(handle: Handle) -> Handle:
    """Let sixty requests through, and say when to come back."""
    later = (JSON, (b"retry-after", b"60"))
    wrap = answers(
        429, b'{"message":"Too Many Attempts."}', later, when=lambda m: m.number > 60 and m.request.method != "HEAD"
    )
    return wrap(handle)


def bodies(body: bytes, *headers: tuple[bytes, bytes]) -> Wrapper:
    """Give unknown sends another body."""
    return spoils(lambda moment: answer(moment.response.status, body, headers), both(status(404), method("POST")))


def overriding(request: Request) -> bool:
    return sent(b"x-http-method-override", b"GET")(request) or names(b"_method=DELETE")(request)


of_other_types = sent(b"accept", b"text/html|application/xml|;;;/")
unusual = sent(AUTH, b"(?!Bearer).*")


def unescaped(text: str) -> str:
    return unquote(text) if "%39" in text else text


def with_content(request: Request) -> bool:
    return bool(request.body) and b"access_token" not in request.body


def foreign(moment: Moment) -> bool:
    parts = PATH.fullmatch(moment.request.target)
    return moment.response.status == 404 and parts is not None and parts[4].decode("latin-1") in KNOWN


def is_malformed(moment: Moment) -> bool:
    return moment.response.status == 404 and not unknown(moment)


def fortieth(moment: Moment) -> bool:
    return moment.number == 40


# fmt: off
VARIANTS = (
    Variant("charset", "names the charset", typed(b"application/json; charset=utf-8")),
    Variant("quoted-charset", "names it in quotes and capitals", typed(b'application/json;charset="UTF-8"')),
    Variant("loud-type", "writes the media type in capitals", typed(b"Application/JSON")),
    Variant("loud-headers", "writes names of headers in capitals", spoils(shouted, always)),
    Variant("closes", "closes the connection", heads((b"connection", b"close"), when=always)),
    Variant("no-length", "does not announce the length", heads(without=b"content-length", when=always)),
    Variant("more-headers", "sends headers and cookies of its own", heads(*MORE_HEADERS, when=always)),
    Variant("limits", "tells its limits", heads(*LIMITS, when=always)),
    Variant("options", "answers OPTIONS", answers(200, b"", ((b"allow", b"POST, OPTIONS"),), when=method("OPTIONS"))),
    Variant("options-nothing", "answers OPTIONS with 204", answers(204, b"", (ALLOW,), when=method("OPTIONS"))),
    Variant("allow-options", "allows OPTIONS too", heads((b"allow", b"POST, OPTIONS"), when=status(405))),
    Variant("no-such-method", "does not implement what it does not know", answers(501, when=method("PURGE", "TRACE"))),
    Variant("plain-challenge", "asks for a token of a realm", heads(CHALLENGE, when=status(401))),
    Variant("pretty", "indents", writes(indented)),
    Variant("newline", "ends with a newline", writes(lambda body: b"\n " + body + b"\r\n")),
    Variant("escapes", "escapes what it need not escape", writes(escaped)),
    Variant("key-order", "orders keys otherwise", edits(reversed_keys)),
    Variant("exponent", "writes a rate with an exponent", replaces('"min_ctr":1.5', '"min_ctr":15e-1')),
    Variant("unicode", "writes texts beyond ASCII", replaces("Acme", "Ünïcode 💬")),
    Variant("seconds", "writes times to the second", formatted("%Y-%m-%dT%H:%M:%SZ")),
    Variant("offset", "writes times with an offset", timed(datetime.isoformat)),
    Variant("elsewhere", "writes times of another zone", timed(elsewhere)),
    Variant("sql-times", "writes times as a database does", formatted("%Y-%m-%d %H:%M:%S")),
    Variant("milliseconds", "writes times to the millisecond", formatted("%Y-%m-%dT%H:%M:%S.000Z")),
    Variant("mail-times", "writes times as in mail", formatted("%a, %d %b %Y %H:%M:%S GMT"), ("readable-values",)),
    Variant("fractions", "has fractions in Unix seconds", turns(START, lambda s: s + 0.25)),
    Variant("database-times", "writes one time as a database does", shows("created_at", "2024-04-30 15:20:41")),
    Variant("php", "writes counts as text and lists with gaps", turns("meta", as_php)),
    Variant("php-lists", "writes lists with gaps", turns("meta.segment_ids", gapped)),
    Variant("php-counts", "writes counts as text", turns(SENT, str)),
    Variant("php-settings", "writes no settings as []", turns("meta", lambda _: []), ("declared-fields", "own-block")),
    Variant("php-schedule", "writes no schedule as []", edits(without_schedule), ("declared-fields",)),
    Variant("php-other-block", "writes [] for settings of other types", edits(other_blocks), ("declared-fields",)),
    Variant("php-brands", "has no brands, and results without content", edits(without_results)),
    Variant("brand-names", "names brands without counts", turns(f"{STEPS}.initial_brands", list)),
    Variant("short-hours", "writes times of day with seconds", replaces('"15:00"', '"15:00:00"')),
    Variant("fixed-times", "has times that no stop changes", spoils(fixed_times)),
    Variant("cancelled", "calls it cancelled", worded("cancelled")),
    Variant("canceled", "calls it Canceled", worded("Canceled")),
    Variant("STOPPED", "calls it STOPPED", worded("STOPPED")),
    Variant("completed", "calls it completed", worded("completed")),
    Variant("sent", "says that it was sent before", worded("sent")),
    Variant("failed", "says that it had failed", worded("failed")),
    Variant("stopping", "calls it stopping", worded("stopping")),
    Variant("leaving", "is stopping first", edits(leaving, nth(1)), ("steps-stopped", "repeat-changes-nothing")),
    Variant("own-word", "has a word of its own", worded("gestoppt"), ("stopped", "steps-stopped")),
    Variant("before", "has stopped everything before", writes(stopped_before)),
    Variant("empty-lists", "has nothing in its lists", edits(empty_lists)),
    Variant("zeros", "has sent nothing yet", edits(zeros)),
    Variant("newest-first", "has its history the other way round", turns("logs", lambda logs: logs[::-1])),
    Variant("by-a-user", "says who stopped the send", edits(by_a_user)),
    Variant("loud-ids", "writes ids in capitals", turns("id", str.upper)),
    Variant("next-step", "shows a next step", shows(NEXT, NEXT_STEP), ("nothing-planned",)),
    Variant("bulk", "has a type of its own", shows("meta.send_type", "bulk"), ("own-block",)),
    Variant("more-fields", "sends more fields", adds("links", {"self": "/"}), ("undeclared-fields",)),
    Variant("more-around", "sends more around the send", edits(lambda b: b | {"meta": {}}), ("undeclared-fields",)),
    Variant("no-nulls", "leaves out what is null", edits(without_nulls), ("declared-fields",)),
    Variant("no-logs", "leaves out the history", lacks("logs"), ("declared-fields",)),
    Variant("minimal", "sends little", edits(minimal), ("declared-fields",)),
    Variant("nulls", "knows little", edits(all_nulls), ("nulls",)),
    Variant("null-settings", "does not know settings", shows("meta.segment_ids", None), ("nulls",)),
    Variant("conflict", "says 409 to a second stop", again(409)),
    Variant("unprocessable", "says 422 to a second stop", again(422)),
    Variant("forbidden-again", "says 403 to a second stop", again(403)),
    Variant("bad-again", "says 400 to a second stop", again(400)),
    Variant("moves", "calls a repeated stop a change", varies("updated_at", moved), ("repeat-changes-nothing",)),
    Variant("logs", "logs a repeated stop", varies("logs", logged_again), ("repeat-changes-nothing",)),
    Variant("forbidden-foreign", "says 403 for what is of another team", codes(403, foreign)),
    Variant("forbidden-unknown", "says 403 for what it does not show", codes(403, unknown)),
    Variant("unprocessable-id", "says 422 for ids that are no UUID", answers(422, NO_UUID, when=is_malformed)),
    Variant("bad-id", "says 400 for ids that are no UUID", codes(400, is_malformed)),
    Variant("long-id", "says 414 for very long ids", codes(414, asked(lambda r: len(r.target) > 2000))),
    Variant("no-challenge", "asks for no token", heads(without=b"www-authenticate", when=status(401)), ("challenge",)),
    Variant("problem", "describes problems", typed(b"application/problem+json", status(401, 404, 405))),
    Variant("pages", "answers errors with pages", bodies(PAGE, HTML, ALLOW), ("media-type", "error-body")),
    Variant("bare-errors", "has nothing to say about errors", bodies(b""), ("media-type", "error-body")),
    Variant("model", "names the model that it did not find", says(MODEL, unknown)),
    Variant("get-404", "says 404 to methods", codes(404, both(status(405), method(*METHODS))), ("other-methods",)),
    Variant("long-token", "says 431 to long headers", answers(431, when=asked(sent(AUTH, b".{4097,}")))),
    Variant("bad-token", "says 400 to bytes that are no text", answers(400, when=asked(sent(AUTH, b".*\xff.*")))),
    Variant("no-body", "says 415 to a body", answers(415, when=asked(with_content))),
    Variant("needs-length", "wants a length", answers(411, when=stops(sent(b"content-length", b"")))),
    Variant("not-acceptable", "says 406 where JSON is not accepted", answers(406, when=stops(of_other_types))),
    Variant("overridden", "lets a header override the method", answers(405, headers=NOT_GET, when=stops(overriding))),
    Variant("one-scheme", "knows only Bearer", answers(401, headers=BEARER, when=stops(unusual)), ("ignored-parts",)),
    Variant("lower-ids", "knows ids in lower case only", answers(404, when=stops(is_upper)), ("ignored-parts",)),
    Variant("unescapes", "undoes percent escapes as URIs allow", read_as(unescaped)),
    Variant("throttles", "throttles", throttled),
    Variant("maintenance", "is away for a moment", answers(503, AWAY, LATER, when=fortieth), ("server-error",)),
)
# fmt: on
