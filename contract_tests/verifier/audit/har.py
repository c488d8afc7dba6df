"""Recorded traffic: the entries of a HAR 1.2, as far as browsers, proxies and gateways write them.

A record holds bodies after decoding, so the headers about transfer and content coding are left out. What was not
recorded is not guessed: such an entry lacks an exchange, and says why.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import cast
from urllib.parse import SplitResult, urlsplit

from contract_tests.verifier.audit.framing import NO_OBJECT, NOT_JSON, Entry
from contract_tests.verifier.exchange import Exchange, Headers, Request, Response
from contract_tests.verifier.laws.strict_json import NotJsonError, parsed
from scripts.contract.values import Json, Object, items, members

URL_SAFE = str.maketrans("-_", "+/")
GZIP = b"\x1f\x8b"
BODILESS = {204, *range(300, 400)}
"""Statuses whose bodies recorders leave out, and no law looks at."""
CODING = {b"content-length", b"content-encoding", b"transfer-encoding"}
LONGEST_URL = 4_000
"""Longer ones, such as those that hold a picture, are read up to here."""
LONGEST_INTEGER = 18  # digits


class LackError(Exception):
    """Why an entry cannot be judged."""


@dataclass(frozen=True)
class Recorded:
    """One entry of a record.

    Attributes:
        number: its place in what was read, from 1.
        method: the request's method; empty if the request cannot be read.
        url: the request's URL.
        when: when it was sent, in UTC; empty if that cannot be read.
        exchange: the exchange; None if a part that the laws need was not recorded.
        lack: the missing part; empty if nothing is missing.
    """

    number: int
    method: str
    url: SplitResult
    when: str
    exchange: Exchange | None
    lack: str = ""


def recorded(entries: Iterable[Entry]) -> Iterator[Recorded]:
    """What the entries of a record hold."""
    for number, entry in enumerate(entries, 1):
        yield _recorded(number, entry)


def _recorded(number: int, entry: Entry) -> Recorded:
    method, url, when = "", urlsplit(""), ""
    try:
        value = _value(entry)
        request = members(value.get("request"))
        url = _url(request.get("url"))
        method, when = _method(request.get("method")), _time(value.get("startedDateTime"))
        return Recorded(number, method, url, when, _exchange(method, url, request, members(value.get("response"))))
    except LackError as error:
        return Recorded(number, method, url, when, None, str(error))


def _value(entry: Entry) -> Object:
    if entry.flaw:
        raise LackError(entry.flaw)
    try:
        value = json.loads(entry.text, strict=False, parse_int=_integer)
    except (ValueError, RecursionError):
        raise LackError(NOT_JSON) from None
    if not isinstance(value, dict):
        raise LackError(NO_OBJECT)
    return cast("Object", value)


def _integer(digits: str) -> float:
    """A whole number; a longer one than any that a HAR holds only as near as a float comes."""
    return int(digits) if len(digits) <= LONGEST_INTEGER else float(digits)


def _url(value: Json) -> SplitResult:
    try:
        if isinstance(value, str):
            return urlsplit(value[:LONGEST_URL])
    except ValueError:
        pass
    raise LackError("the request has no URL that can be read")


def _method(value: Json) -> str:
    if not isinstance(value, str) or not value:
        raise LackError("the request has no method that can be read")
    return value


def _time(value: Json) -> str:
    """A time in UTC, so that the order of the texts is that of the times; empty for what is no time."""
    try:
        time = datetime.fromisoformat(value if isinstance(value, str) else "")
        zoned = time if time.tzinfo else time.replace(tzinfo=UTC)
        return zoned.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return ""


def _exchange(method: str, url: SplitResult, request: Object, response: Object) -> Exchange:
    status = _number(response.get("status"))
    if not 100 <= status <= 999:
        raise LackError("no answer was recorded")
    headers = _headers(response.get("headers"))
    is_due = method != "HEAD" and status not in BODILESS
    if is_due and not headers:
        raise LackError("the headers of the answer were not recorded")
    body = _body(members(response.get("content")), headers, is_due=is_due)
    target = (url.path + (f"?{url.query}" if url.query else "")).encode("utf-8", "replace")
    kept = tuple(header for header in headers if header[0] not in CODING)
    return Exchange(Request(method, target, _headers(request.get("headers"))), Response(status, kept, body), 0.0)


def _body(content: Object, headers: Headers, *, is_due: bool) -> bytes:
    """The body, if it was recorded whole, or if none is due."""
    text, encoding = content.get("text"), content.get("encoding") or ""
    if not is_due and not text:
        return b""
    if not isinstance(text, str):
        raise LackError("the body of the answer was not recorded")
    body = _decoded(text, str(encoding).lower())
    codings = [value for name, value in headers if name == b"content-encoding"]
    lengths = [] if codings else [value.decode("latin-1") for name, value in headers if name == b"content-length"]
    size = max(map(_number, [content.get("size"), *lengths]))
    if not body and size > 0:
        raise LackError("the body of the answer was not recorded")
    # A recorder may count bytes before it decoded them, so that JSON that is whole may be longer than its text.
    if len(body) < size and isinstance(parsed(body), NotJsonError):
        raise LackError("the body of the answer was recorded only in part")
    if codings and body.startswith(GZIP):
        raise LackError("the body of the answer was recorded as it was compressed")
    return body


def _decoded(text: str, encoding: str) -> bytes:
    """The bytes of a recorded text."""
    try:
        if encoding == "base64":
            plain = "".join(text.split()).rstrip("=").translate(URL_SAFE)
            return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
        if not encoding:
            return text.encode()
    except ValueError:
        pass
    raise LackError("the body of the answer was recorded in a form that cannot be read")


def _headers(value: Json) -> Headers:
    """Names in lower case, without HTTP/2's pseudo headers; none if one has no name that can be read."""
    pairs = [(members(header).get("name"), members(header).get("value")) for header in items(value)]
    if not all(isinstance(name, str) and name for name, _ in pairs):
        return ()
    texts = [(str(name).lower(), "" if text is None else str(text)) for name, text in pairs]
    return tuple(
        (name.encode("utf-8", "replace"), text.encode("latin-1", "backslashreplace"))
        for name, text in texts
        if not name.startswith(":")
    )


def _number(value: Json) -> int:
    """A whole number, which some recorders write as a text or with a fraction; -1 for what is none."""
    if isinstance(value, str):
        return int(value) if re.fullmatch(f"[0-9]{{1,{LONGEST_INTEGER}}}", value, re.ASCII) else -1
    return int(value) if isinstance(value, int | float) and isfinite(value) else -1
