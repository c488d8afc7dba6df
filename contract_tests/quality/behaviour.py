"""A table of server answers and the result that a client must give for each. Every client is tried over real sockets."""

import gzip
import json
from typing import Any, NamedTuple

from contract_tests.mock import SENDS, Mock, stop_request
from contract_tests.quality import kinds
from contract_tests.quality.sockets import Talk, dripping, resetting, saying, stalling
from scripts.contract.values import Json, join, members

CAMPAIGN, SEND = SENDS[0].campaign, SENDS[0].send
RESULT, LOST, LATE = "result", "lost", "late"
"""The send; a connection that ends too early; no end in time. A number is an error with that status, a JSON pointer
is a success with an invalid value there, and an empty one a success that cannot be read at all."""
MEGABYTE = 2**20


class Row(NamedTuple):
    """One answer of a server, and the result that the client must give for it."""

    subject: str
    name: str
    talk: Talk
    expected: str | int


def send(**members: object) -> bytes:
    """The body of a success with other or more members than `id` and `status`."""
    return json.dumps({"data": {"id": SEND, "status": "stopped", **members}}).encode()


def without(name: str) -> bytes:
    """The body of a success without one member."""
    data: dict[str, Any] = json.loads(FULL)["data"]
    return json.dumps({"data": {key: value for key, value in data.items() if key != name}}).encode()


def http(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """An answer with its length."""
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {size}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def says(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> Talk:
    """Answer and close."""
    return saying(http(body, *headers, status=status, length=length))


def error(status: str) -> Talk:
    """An error as a server of this kind writes it."""
    return says(b'{"message": "No."}', status=status)


def chunks(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """An answer in chunks."""
    return CHUNKED + b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + end


def zipped(body: bytes, coding: str = "gzip") -> Talk:
    """Answer with a body that is compressed already."""
    return says(body, f"Content-Encoding: {coding}")


def typed(media_type: str) -> Talk:
    """Answer with a success of a media type, without its length."""
    return saying(b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n\r\n" % media_type.encode() + STOPPED)


def holding(place: kinds.Path, value: Json) -> bytes:
    """The body of a success with a value at one place."""
    return send(**members(kinds.holding(place, value)))


def wrong(place: kinds.Path, value: Json, *below: int | str) -> tuple[Talk, str]:
    """A success with a value that does not fit, there or below; and the pointer to what does not fit."""
    return says(holding(place, value)), join("/data", *place, *below)


STOPPED = send()
FULL = Mock().handle(stop_request(SENDS[0])).body
MEMBERS = [name for name in json.loads(FULL)["data"] if name not in {"id", "status"}]
TEXT, INTEGER, NUMBER, BOOLEAN = map(kinds.member, ("string", "integer", "number", "boolean"))
OBJECT, BLOCK, INNER = (kinds.member("object", depth) for depth in (1, 2, 3))
LIST, DEEP_LIST, DEEP_TEXT = kinds.member("array"), kinds.member("array", 2), kinds.member("string", 2)
ITEM = kinds.member("string", below=LIST)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
GZIP = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"
AWAY = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %b\r\n\r\n"
PACKED = gzip.compress(STOPPED)
WARNING = b"<br />\n<b>Warning</b>: Undefined variable $send in <b>/app/Send.php</b><br />\n"

# fmt: off
ROWS = (
    Row("plain successes", "all members", says(FULL), RESULT),
    Row("plain successes", "required members", says(STOPPED), RESULT),
    Row("plain successes", "an unknown status", says(send(status="burst")), RESULT),
    Row("plain successes", "an empty status", says(send(status="")), RESULT),
    Row("plain successes", "an unknown member", says(send(later={"x": [1, None]})), RESULT),
    Row("plain successes", "a member beside data", says(STOPPED[:-1] + b', "meta": {"took": 3}}'), RESULT),
    *(Row("plain successes", f"no {name}", says(without(name)), RESULT) for name in MEMBERS[:6]),
    Row("plain successes", "null for an object", says(holding(OBJECT, None)), RESULT),
    Row("plain successes", "null for a text", says(holding(TEXT, None)), RESULT),
    Row("plain successes", "null for a list", says(holding(LIST, None)), RESULT),
    Row("plain successes", "null for the campaign", says(send(sms_campaign_id=None)), RESULT),
    Row("plain successes", "null as an item", says(holding(LIST, [None, {}])), RESULT),
    Row("plain successes", "null for a block", says(holding(BLOCK, None)), RESULT),
    Row("plain successes", "PHP's empty object for an object", says(holding(OBJECT, [])), RESULT),
    Row("plain successes", "PHP's empty object for a block", says(holding(INNER, [])), RESULT),
    Row("plain successes", "an unknown text", says(holding(DEEP_TEXT, "burst")), RESULT),
    Row("plain successes", "a date without zone", says(holding(TEXT, "2025-11-03 15:00:00")), RESULT),
    Row("plain successes", "a date that cannot be read", says(holding(TEXT, "yesterday")), RESULT),
    Row("plain successes", "5000.0 for an integer", says(holding(INTEGER, 5000.0)), RESULT),
    Row("plain successes", "a negative number", says(holding(INTEGER, -1)), RESULT),
    Row("plain successes", "an integer beyond 64 bits", says(holding(INTEGER, 2**70)), RESULT),
    Row("plain successes", "the id in upper case", says(send(id=SEND.upper())), RESULT),
    Row("plain successes", "a thousand items", says(holding(LIST, [{} for _ in range(1000)])), RESULT),
    Row("plain successes", "letters of all kinds", says(send(status="stopped", later="żółć 🙂 \u2028")), RESULT),
    Row("plain successes", "UTF-8 without escapes", says(send(later="ż").replace(b"\\u017c", "ż".encode())), RESULT),
    Row("plain successes", "half of a surrogate pair", says(send(later="\ud800")), RESULT),
    Row("plain successes", "one name twice", says(STOPPED.replace(b'"status"', b'"status": "x", "status"')), RESULT),

    Row("forms of a success", "a byte order mark", says(b"\xef\xbb\xbf" + STOPPED), RESULT),
    Row("forms of a success", "blanks around", says(b"\n\t " + STOPPED + b"\r\n\r\n"), RESULT),
    Row("forms of a success", "text/plain", typed("text/plain"), RESULT),
    Row("forms of a success", "text/html", typed("text/html"), RESULT),
    Row("forms of a success", "no media type", saying(b"HTTP/1.1 200 OK\r\n\r\n" + STOPPED), RESULT),
    Row("forms of a success", "an invalid media type", typed(";"), RESULT),
    Row("forms of a success", "a vendor's media type", typed("application/hal+json"), RESULT),
    Row("forms of a success", "no length", typed("application/json"), RESULT),
    Row("forms of a success", "HTTP/1.0", saying(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + STOPPED), RESULT),
    Row("forms of a success", "no reason phrase", says(STOPPED, status="200 "), RESULT),
    Row("forms of a success", "another reason phrase", says(STOPPED, status="200 Gestoppt"), RESULT),
    Row("forms of a success", "one chunk", saying(chunks(STOPPED)), RESULT),
    Row("forms of a success", "a chunk for each byte", saying(chunks(*(b"%c" % byte for byte in STOPPED))), RESULT),
    Row("forms of a success", "chunks with trailers", saying(chunks(STOPPED, end=b"0\r\nX-Sum: 1\r\n\r\n")), RESULT),
    Row("forms of a success", "early hints before", saying(EARLY + http(STOPPED)), RESULT),
    Row("forms of a success", "two early hints before", saying(EARLY + EARLY + http(STOPPED)), RESULT),
    Row("forms of a success", "in two pieces", saying(http(STOPPED)[:30], http(STOPPED)[30:]), RESULT),
    Row("forms of a success", "connection: close", says(STOPPED, "Connection: close"), RESULT),
    Row("forms of a success", "a hundred headers", says(STOPPED, *(f"X-{number}: y" for number in range(80))), RESULT),
    Row("forms of a success", "a header twice", says(STOPPED, "X-Request-Id: a", "X-Request-Id: b"), RESULT),
    Row("forms of a success", "a header in latin-1", saying(http(STOPPED, "X-Name: N").replace(b": N", b": \xe9")), RESULT),
    Row("forms of a success", "cookies", says(STOPPED, "Set-Cookie: a=b", "Set-Cookie: a=c; Path=/x"), RESULT),
    Row("forms of a success", "gzip", zipped(PACKED), RESULT),
    Row("forms of a success", "gzip in upper case", zipped(PACKED, "GZIP"), RESULT),
    Row("forms of a success", "x-gzip", zipped(PACKED, "x-gzip"), RESULT),
    Row("forms of a success", "gzip in chunks", saying(chunks(PACKED).replace(b"chunked", b"chunked\r\nContent-Encoding: gzip")), RESULT),
    Row("forms of a success", "gzip of two members", zipped(gzip.compress(STOPPED[:9]) + gzip.compress(STOPPED[9:])), RESULT),
    Row("forms of a success", "an empty coding", zipped(STOPPED, ""), RESULT),
    Row("forms of a success", "the coding identity", zipped(STOPPED, "identity"), RESULT),
    Row("forms of a success", "a body of 15 MiB", says(STOPPED.ljust(15 * MEGABYTE)), RESULT),
    Row("forms of a success", "201", says(STOPPED, status="201 Created"), RESULT),
    Row("forms of a success", "202", says(STOPPED, status="202 Accepted"), RESULT),
    Row("forms of a success", "203", says(STOPPED, status="203 By a proxy"), RESULT),
    Row("forms of a success", "299", says(STOPPED, status="299 Odd"), RESULT),

    Row("another's answer", "another send's", says(send(id=SENDS[1].send)), "/data/id"),
    Row("another's answer", "the campaign's id", says(send(id=CAMPAIGN)), "/data/id"),
    Row("another's answer", "an empty id", says(send(id="")), "/data/id"),
    Row("another's answer", "the id cut", says(send(id=SEND[:-1])), "/data/id"),
    Row("another's answer", "the id with a blank", says(send(id=SEND + " ")), "/data/id"),
    Row("another's answer", "another campaign's", says(send(sms_campaign_id=SENDS[2].campaign)), "/data/sms_campaign_id"),

    Row("invalid members", "no id", says(b'{"data": {"status": "stopped"}}'), "/data/id"),
    Row("invalid members", "no status", says(b'{"data": {"id": "%b"}}' % SEND.encode()), "/data/status"),
    Row("invalid members", "no data", says(b'{"message": "Stopped."}'), "/data"),
    Row("invalid members", "null for data", says(b'{"data": null}'), "/data"),
    Row("invalid members", "a list of sends", says(b'{"data": [' + STOPPED[9:-1] + b"]}"), "/data"),
    Row("invalid members", "PHP's empty object for data", says(b'{"data": []}'), "/data/id"),
    Row("invalid members", "a text for data", says(b'{"data": "stopped"}'), "/data"),
    Row("invalid members", "the send without data", says(STOPPED[9:-1]), "/data"),
    Row("invalid members", "null for id", says(send(id=None)), "/data/id"),
    Row("invalid members", "a number for id", says(send(id=7)), "/data/id"),
    Row("invalid members", "null for status", says(send(status=None)), "/data/status"),
    Row("invalid members", "a boolean for status", says(send(status=True)), "/data/status"),
    Row("invalid members", "an object for status", says(send(status={"name": "stopped"})), "/data/status"),
    Row("invalid members", "a number for a text", *wrong(TEXT, 7)),
    Row("invalid members", "a text for an object", *wrong(OBJECT, "none")),
    Row("invalid members", "a full list for an object", *wrong(OBJECT, [1])),
    Row("invalid members", "a number for a text below", *wrong(DEEP_TEXT, 1)),
    Row("invalid members", "a text for a boolean", *wrong(BOOLEAN, "no")),
    Row("invalid members", "0 for a boolean", *wrong(BOOLEAN, 0)),
    Row("invalid members", "an object for a list below", *wrong(DEEP_LIST, {"a": 1})),
    Row("invalid members", "a text for a block", *wrong(BLOCK, "x")),
    Row("invalid members", "a text for an integer", *wrong(INTEGER, "many")),
    Row("invalid members", "a fraction for an integer", *wrong(INTEGER, 1.5)),
    Row("invalid members", "a boolean for an integer", *wrong(INTEGER, value=True)),
    Row("invalid members", "a text for a number", *wrong(NUMBER, "1.5")),
    Row("invalid members", "a text for a list", *wrong(LIST, "none")),
    Row("invalid members", "an object for a list", *wrong(LIST, {"first": None})),
    Row("invalid members", "a number as an item", *wrong(LIST, [None, 5], 1)),
    Row("invalid members", "a number in an item", *wrong(ITEM, 5)),

    Row("bodies that are no JSON", "empty", says(b""), ""),
    Row("bodies that are no JSON", "204", saying(b"HTTP/1.1 204 No Content\r\n\r\n"), ""),
    Row("bodies that are no JSON", "205", says(b"", status="205 Reset Content"), ""),
    Row("bodies that are no JSON", "a login page", says(b"<!DOCTYPE html><title>Login</title>"), ""),
    Row("bodies that are no JSON", "a warning of PHP before it", says(WARNING + STOPPED), ""),
    Row("bodies that are no JSON", "a warning of PHP behind it", says(STOPPED + WARNING), ""),
    Row("bodies that are no JSON", "cut", says(STOPPED[:-9]), ""),
    Row("bodies that are no JSON", "two documents", says(STOPPED + STOPPED), ""),
    Row("bodies that are no JSON", "a comma too much", says(STOPPED[:-2] + b",}}"), ""),
    Row("bodies that are no JSON", "single quotes", says(STOPPED.replace(b'"', b"'")), ""),
    Row("bodies that are no JSON", "a comment", says(b"// stopped\n" + STOPPED), ""),
    Row("bodies that are no JSON", "a prefix against hijacking", says(b")]}',\n" + STOPPED), ""),
    Row("bodies that are no JSON", "UTF-16", says(STOPPED.decode().encode("utf-16")), ""),
    Row("bodies that are no JSON", "latin-1", says(STOPPED.replace(b"stopped", b"arr\xeat\xe9")), ""),
    Row("bodies that are no JSON", "NaN", says(STOPPED[:-2] + b', "later": NaN}}'), ""),
    Row("bodies that are no JSON", "Infinity", says(STOPPED[:-2] + b', "later": Infinity}}'), ""),
    Row("bodies that are no JSON", "a number beyond floats", says(STOPPED[:-2] + b', "later": -1e999}}'), ""),
    Row("bodies that are no JSON", "an endless integer", says(STOPPED[:-2] + b', "later": ' + b"9" * 5000 + b"}}"), ""),
    Row("bodies that are no JSON", "10,000 deep", says(b'{"data": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"), ""),
    Row("bodies that are no JSON", "a control character", says(STOPPED.replace(b"stopped", b"stop\nped")), ""),
    Row("bodies that are no JSON", "null", says(b"null"), ""),
    Row("bodies that are no JSON", "a number", says(b"7"), ""),
    Row("bodies that are no JSON", "a text", says(b'"stopped"'), ""),
    Row("bodies that are no JSON", "a list", says(b"[1]"), ""),
    Row("bodies that are no JSON", "no gzip", zipped(STOPPED), ""),
    Row("bodies that are no JSON", "gzip cut", zipped(PACKED[:-20]), ""),
    Row("bodies that are no JSON", "gzip cut in its checksum", zipped(PACKED[:-5]), ""),
    Row("bodies that are no JSON", "gzip with a wrong checksum", zipped(PACKED[:-8] + b"checksum"), ""),
    Row("bodies that are no JSON", "gzip cut in blanks", zipped(gzip.compress(STOPPED + b" " * 9000)[:-9]), ""),
    Row("bodies that are no JSON", "a second member cut", zipped(PACKED + gzip.compress(b" ")[:-1]), ""),
    Row("bodies that are no JSON", "a second member that is none", zipped(PACKED + b"<br>"), ""),
    Row("bodies that are no JSON", "gzip in gzip", zipped(gzip.compress(PACKED), "gzip, gzip"), ""),
    Row("bodies that are no JSON", "an unsupported coding", zipped(STOPPED, "compress"), ""),
    Row("bodies that are no JSON", "1 GB announced", stalling(http(b"", length=10**9)), ""),
    Row("bodies that are no JSON", "17 MiB", says(STOPPED.ljust(17 * MEGABYTE)), ""),
    Row("bodies that are no JSON", "a gzip bomb", zipped(gzip.compress(STOPPED.ljust(99 * MEGABYTE))), ""),

    Row("error statuses", "400 Bad Request", error("400 Bad Request"), 400),
    Row("error statuses", "401 Unauthorized", error("401 Unauthorized"), 401),
    Row("error statuses", "402 Payment Required", error("402 Payment Required"), 402),
    Row("error statuses", "403 Forbidden", error("403 Forbidden"), 403),
    Row("error statuses", "404 Not Found", error("404 Not Found"), 404),
    Row("error statuses", "405 Method Not Allowed", error("405 Method Not Allowed"), 405),
    Row("error statuses", "406 Not Acceptable", error("406 Not Acceptable"), 406),
    Row("error statuses", "408 Request Timeout", error("408 Request Timeout"), 408),
    Row("error statuses", "409 Conflict", error("409 Conflict"), 409),
    Row("error statuses", "410 Gone", error("410 Gone"), 410),
    Row("error statuses", "411 Length Required", error("411 Length Required"), 411),
    Row("error statuses", "412 Precondition Failed", error("412 Precondition Failed"), 412),
    Row("error statuses", "413 Request Entity Too Large", error("413 Request Entity Too Large"), 413),
    Row("error statuses", "414 Request-URI Too Long", error("414 Request-URI Too Long"), 414),
    Row("error statuses", "415 Unsupported Media Type", error("415 Unsupported Media Type"), 415),
    Row("error statuses", "417 Expectation Failed", error("417 Expectation Failed"), 417),
    Row("error statuses", "418 I'm a Teapot", error("418 I'm a Teapot"), 418),
    Row("error statuses", "419 Page Expired", error("419 Page Expired"), 419),
    Row("error statuses", "421 Misdirected Request", error("421 Misdirected Request"), 421),
    Row("error statuses", "422 Unprocessable Entity", error("422 Unprocessable Entity"), 422),
    Row("error statuses", "423 Locked", error("423 Locked"), 423),
    Row("error statuses", "424 Failed Dependency", error("424 Failed Dependency"), 424),
    Row("error statuses", "425 Too Early", error("425 Too Early"), 425),
    Row("error statuses", "426 Upgrade Required", error("426 Upgrade Required"), 426),
    Row("error statuses", "428 Precondition Required", error("428 Precondition Required"), 428),
    Row("error statuses", "429 Too Many Requests", error("429 Too Many Requests"), 429),
    Row("error statuses", "431 Request Header Fields Too Large", error("431 Request Header Fields Too Large"), 431),
    Row("error statuses", "451 Unavailable For Legal Reasons", error("451 Unavailable For Legal Reasons"), 451),
    Row("error statuses", "499 Client Closed Request", error("499 Client Closed Request"), 499),
    Row("error statuses", "500 Internal Server Error", error("500 Internal Server Error"), 500),
    Row("error statuses", "501 Not Implemented", error("501 Not Implemented"), 501),
    Row("error statuses", "502 Bad Gateway", error("502 Bad Gateway"), 502),
    Row("error statuses", "503 Service Unavailable", error("503 Service Unavailable"), 503),
    Row("error statuses", "504 Gateway Timeout", error("504 Gateway Timeout"), 504),
    Row("error statuses", "505 HTTP Version Not Supported", error("505 HTTP Version Not Supported"), 505),
    Row("error statuses", "507 Insufficient Storage", error("507 Insufficient Storage"), 507),
    Row("error statuses", "508 Loop Detected", error("508 Loop Detected"), 508),
    Row("error statuses", "511 Network Authentication Required", error("511 Network Authentication Required"), 511),
    Row("error statuses", "520 Unknown Error", error("520 Unknown Error"), 520),
    Row("error statuses", "521 Web Server Down", error("521 Web Server Down"), 521),
    Row("error statuses", "522 Timed Out", error("522 Timed Out"), 522),
    Row("error statuses", "524 Timeout", error("524 Timeout"), 524),
    Row("error statuses", "525 Handshake Failed", error("525 Handshake Failed"), 525),
    Row("error statuses", "530 Frozen", error("530 Frozen"), 530),
    Row("error statuses", "599 Late", error("599 Late"), 599),

    Row("bodies of errors", "empty", says(b"", status="404 Not Found"), 404),
    Row("bodies of errors", "HTML", says(b"<html>No.</html>", status="404 Not Found"), 404),
    Row("bodies of errors", "HTML of a proxy", says(b"<html>Bad Gateway</html>", status="502 Bad Gateway"), 502),
    Row("bodies of errors", "an empty object", says(b"{}", status="404 Not Found"), 404),
    Row("bodies of errors", "PHP's empty object", says(b"[]", status="404 Not Found"), 404),
    Row("bodies of errors", "null", says(b"null", status="404 Not Found"), 404),
    Row("bodies of errors", "a text", says(b'"No."', status="404 Not Found"), 404),
    Row("bodies of errors", "a number for message", says(b'{"message": 7}', status="404 Not Found"), 404),
    Row("bodies of errors", "null for message", says(b'{"message": null}', status="404 Not Found"), 404),
    Row("bodies of errors", "another member", says(b'{"error": "No."}', status="403 Forbidden"), 403),
    Row("bodies of errors", "errors of fields", says(b'{"errors": {"send": ["No."]}}', status="422 Unprocessable"), 422),
    Row("bodies of errors", "a list of errors", says(b'{"errors": ["No."]}', status="422 Unprocessable"), 422),
    Row("bodies of errors", "a text for errors", says(b'{"message": "No.", "errors": "x"}', status="422 Unprocessable"), 422),
    Row("bodies of errors", "JSON cut", says(b'{"message": "No', status="500 Internal Server Error"), 500),
    Row("bodies of errors", "no UTF-8", says(b'{"message": "\xff"}', status="404 Not Found"), 404),
    Row("bodies of errors", "no gzip", says(b"No.", "Content-Encoding: gzip", status="404 Not Found"), 404),
    Row("bodies of errors", "an unsupported coding", says(b"No.", "Content-Encoding: compress", status="503 Down"), 503),
    Row("bodies of errors", "shorter than announced", says(b"{", status="404 Not Found", length=9), 404),
    Row("bodies of errors", "1 GB announced", stalling(http(b"", status="404 Not Found", length=10**9)), 404),
    Row("bodies of errors", "17 MiB", says(b" " * 17 * MEGABYTE, status="404 Not Found"), 404),
    Row("bodies of errors", "no end in time", stalling(http(b"{", status="404 Not Found", length=9)), 404),
    Row("bodies of errors", "Retry-After is a date", says(b"{}", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT", status="429 Slow"), 429),
    Row("bodies of errors", "Retry-After is a word", says(b"{}", "Retry-After: soon", status="429 Slow"), 429),
    Row("bodies of errors", "Retry-After is endless", says(b"{}", "Retry-After: " + "9" * 5000, status="429 Slow"), 429),

    Row("redirects", "to another host", saying(AWAY % b"https://elsewhere.test/"), 302),
    Row("redirects", "to a login page", saying(AWAY % b"/login"), 302),
    Row("redirects", "to itself", saying(AWAY % b""), 302),
    Row("redirects", "to an invalid port", saying(AWAY % b"http://a:b"), 302),
    Row("redirects", "to an invalid host", saying(AWAY % b"https://xn--zzzz.test/"), 302),
    Row("redirects", "to a control character", saying(AWAY % b"/\x7f"), 302),
    Row("redirects", "to a script", saying(AWAY % b"javascript:stop()"), 302),
    Row("redirects", "nowhere", says(b"", status="302 Found"), 302),
    Row("redirects", "301", says(b"", "Location: /login", status="301 Moved"), 301),
    Row("redirects", "303", says(b"", "Location: /login", status="303 See Other"), 303),
    Row("redirects", "304", saying(b"HTTP/1.1 304 Not Modified\r\n\r\n"), 304),
    Row("redirects", "307", says(b"", "Location: /login", status="307 Away"), 307),
    Row("redirects", "308", says(b"", "Location: /login", status="308 Away"), 308),

    Row("broken connections", "closed without an answer", saying(), LOST),
    Row("broken connections", "reset without an answer", resetting(), LOST),
    Row("broken connections", "closed in the head", saying(HEAD[:20]), LOST),
    Row("broken connections", "reset in the head", resetting(HEAD[:20]), LOST),
    Row("broken connections", "closed in the body", says(STOPPED, length=1000), LOST),
    Row("broken connections", "reset in the body", resetting(HEAD, b'{"data":'), LOST),
    Row("broken connections", "closed in a chunk", saying(CHUNKED + b"ff\r\n{"), LOST),
    Row("broken connections", "closed before the last chunk", saying(chunks(STOPPED, end=b"")), LOST),
    Row("broken connections", "no chunk size", saying(CHUNKED + b"zz\r\n"), LOST),
    Row("broken connections", "two lengths", says(STOPPED, "Content-Length: 3"), LOST),
    Row("broken connections", "a negative length", says(STOPPED, length=-1), LOST),
    Row("broken connections", "an unknown transfer coding", saying(CHUNKED.replace(b"chunked", b"words") + STOPPED), LOST),
    Row("broken connections", "SSH", saying(b"SSH-2.0-OpenSSH_9.6\r\n"), LOST),
    Row("broken connections", "a mail server", saying(b"220 mail.test ESMTP\r\n"), LOST),
    Row("broken connections", "TLS", saying(b"\x15\x03\x01\x00\x02\x02\x46"), LOST),
    Row("broken connections", "HTTP/2", saying(b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x04\x00\x00\xff\xff"), LOST),
    Row("broken connections", "HTTP/0.9", saying(STOPPED), LOST),
    Row("broken connections", "a status of two digits", says(STOPPED, status="20 OK"), LOST),
    Row("broken connections", "a status that is a word", says(STOPPED, status="OK OK"), LOST),
    Row("broken connections", "a header without colon", says(STOPPED, "X-Request-Id"), LOST),
    Row("broken connections", "a header with a zero byte", says(STOPPED, "X-Name: a\0b"), LOST),
    Row("broken connections", "a header of 200 kB", says(STOPPED, "X-Name: " + "x" * 200_000), LOST),
    Row("broken connections", "early hints and no more", saying(EARLY), LOST),

    Row("slow servers", "no answer", stalling(), LATE),
    Row("slow servers", "half a head", stalling(HEAD[:20]), LATE),
    Row("slow servers", "half a body", stalling(HEAD, b'{"data":'), LATE),
    Row("slow servers", "half a chunk", stalling(CHUNKED + b"ff\r\n{"), LATE),
    Row("slow servers", "early hints and no more", stalling(EARLY), LATE),
    Row("slow servers", "a head byte by byte", dripping(HEAD[:20]), LATE),
    Row("slow servers", "headers without end", dripping(HEAD[:-2], b"X-Name: y\r\n"), LATE),
    Row("slow servers", "early hints without end", dripping(b"", EARLY), LATE),
    Row("slow servers", "a body byte by byte", dripping(HEAD), LATE),
    Row("slow servers", "chunks without end", dripping(CHUNKED, b"1\r\n \r\n"), LATE),
    Row("slow servers", "gzip with a name without end", dripping(GZIP + b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"), LATE),
    Row("slow servers", "gzip members without end", dripping(GZIP, gzip.compress(b"")), LATE),
)
# fmt: on
