"""Recorded traffic: HAR 1.2, or JSON lines of which each is an entry of a HAR, read entry by entry.

A record holds bodies after decoding, so the headers about transfer and content coding are left out.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import SplitResult, urlsplit

import ijson  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

from contract_tests.verifier.exchange import Exchange, Request, Response

BLOCK = 2**16
CODING = {b"content-length", b"content-encoding", b"transfer-encoding"}
LINES = re.compile(rb'\s*\{\s*"(?:startedDateTime|time|request|response|_\w+)"')


class UnreadableError(Exception):
    """Where a record cannot be read on, and why."""


@dataclass(frozen=True)
class Recorded:
    """One entry of a record.

    Attributes:
        method: the request's method.
        url: the request's URL.
        when: when it was sent, as recorded.
        exchange: the exchange; None if a part that the laws need was not recorded.
        lack: the missing part; empty if nothing is missing.
    """

    method: str
    url: SplitResult
    when: str
    exchange: Exchange | None
    lack: str = ""


def recorded(file: BinaryIO) -> Iterator[Recorded]:
    """The entries of a record, one at a time, so that its size does not matter.

    Raises:
        UnreadableError: the record ends or breaks before its end.
    """
    for number, entry in enumerate(_entries(file), 1):
        try:
            yield _recorded(entry)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            reason = f"{type(error).__name__} {error}"
            raise UnreadableError(f"entry {number} is no entry of a HAR ({reason})") from error


def _entries(file: BinaryIO) -> Iterator[Any]:
    start = file.read(BLOCK)
    file.seek(0)
    return _lines(file) if LINES.match(start.removeprefix(b"\xef\xbb\xbf")) else _har(file)


def _har(file: BinaryIO) -> Iterator[Any]:
    read = 0
    try:
        entries: Iterator[Any] = ijson.items(file, "log.entries.item", use_float=True, buf_size=BLOCK)
        for entry in entries:
            read += 1
            yield entry
    except ijson.JSONError as error:
        reason = " ".join(str(error).partition("\n")[0].split())
        raise UnreadableError(f"not JSON after entry {read} and before byte {file.tell()} ({reason})") from error


def _lines(file: BinaryIO) -> Iterator[Any]:
    for number, line in enumerate(file, 1):
        try:
            if line.strip():
                yield json.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"line {number} is not JSON ({error})") from error


def _recorded(entry: Any) -> Recorded:  # noqa: ANN401 (any JSON value)
    request: dict[str, Any] = entry["request"]
    response: dict[str, Any] = entry["response"]
    content: dict[str, Any] = response.get("content") or {}
    method, url, when = str(request["method"]), urlsplit(str(request["url"])), str(entry.get("startedDateTime", ""))
    status, text = int(response["status"]), content.get("text")
    if status <= 0:
        return Recorded(method, url, when, None, "no answer was recorded")
    if text is None and (content.get("size") or 0) > 0:
        return Recorded(method, url, when, None, "the body of the answer was not recorded")
    body = str(text or "").encode()
    if content.get("encoding") == "base64":
        body = base64.b64decode(body, validate=True)
    target = (url.path + (f"?{url.query}" if url.query else "")).encode("utf-8", "replace")
    headers = tuple(header for header in _headers(response["headers"]) if header[0] not in CODING)
    seconds = float(entry.get("time") or 0) / 1000
    exchange = Exchange(Request(method, target, _headers(request["headers"])), Response(status, headers, body), seconds)
    return Recorded(method, url, when, exchange)


def _headers(headers: list[dict[str, Any]]) -> tuple[tuple[bytes, bytes], ...]:
    """Names in lower case, without HTTP/2's pseudo headers."""
    pairs = ((str(header["name"]).lower(), str(header["value"])) for header in headers)
    return tuple(
        (name.encode(), value.encode("latin-1", "backslashreplace")) for name, value in pairs if name[:1] != ":"
    )
