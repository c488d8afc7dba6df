"""What a server could take for an id although it stands outside the path: in query, headers and body."""

import json
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias
from unicodedata import normalize
from urllib.parse import parse_qsl, unquote

from contract_tests.verifier.exchange import Request
from contract_tests.verifier.ids import UUID

_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_COMPACT = re.compile(r"(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])", re.ASCII)
_NO_IDS = frozenset({"authorization", "content-length", "max-forwards", "proxy-authorization"})
"""Headers whose values mean something else to every server."""


Part: TypeAlias = Literal["query", "header", "body"]
Text: TypeAlias = tuple[Part, str, str]  # where it stands, its name, the text


def mentioned(request: Request) -> Iterator[tuple[Part, str, str]]:
    """What a server could take for an id: where it stands, its name, and a UUID in lower case or a whole number."""
    for part, name, text in (*_query(request.target), *_headers(request.headers), *_body(request.body)):
        plain = normalize("NFKC", unquote(text)).strip().lower()
        if _NUMBER.fullmatch(plain):
            yield part, name, plain
        for found in (*UUID.findall(plain), *_COMPACT.findall(plain)):
            yield part, name, str(uuid.UUID(found))


def _query(target: bytes) -> Iterator[Text]:
    for name, value in parse_qsl(target.partition(b"?")[2].decode("latin-1")):
        yield "query", name, value


def _headers(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[Text]:
    for key, value in headers:
        name, text = key.lower().decode("latin-1"), value.decode("latin-1")
        pairs = [pair.strip().partition("=")[::2] for pair in text.split(";")] if name == "cookie" else [(name, text)]
        if name not in _NO_IDS:
            yield from (("header", each, value) for each, value in pairs)


def _body(body: bytes) -> Iterator[Text]:
    try:
        found = list(_scalars("", json.loads(body)))
    except (ValueError, RecursionError):
        text = body.decode("latin-1")
        found = parse_qsl(text) or [("", text)]
    yield from (("body", name, text) for name, text in found)


def _scalars(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _scalars(str(key), below)
    elif isinstance(value, list):
        for item in value:
            yield from _scalars(name, item)
    else:
        yield name, str(value)
