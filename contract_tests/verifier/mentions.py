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
from scripts.contract.values import Json

_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_COMPACT = re.compile(r"(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])", re.ASCII)
_NO_IDS = frozenset({"authorization", "content-length", "max-forwards", "proxy-authorization"})
"""Headers whose values mean something else to every server."""


Part: TypeAlias = Literal["query", "header", "body"]
Named: TypeAlias = tuple[str, str]  # a name and the text that it stands for


def mentioned(request: Request) -> Iterator[tuple[Part, str, str]]:
    """What a server could take for an id: where it stands, its name, and a UUID in lower case or a whole number."""
    parts: dict[Part, Iterable[Named]] = {
        "query": parse_qsl(request.target.partition(b"?")[2].decode("latin-1")),
        "header": _headers(request.headers),
        "body": _body(request.body),
    }
    for part, texts in parts.items():
        for name, text in texts:
            plain = normalize("NFKC", unquote(text)).strip().lower()
            if _NUMBER.fullmatch(plain):
                yield part, name, plain
            for found in (*UUID.findall(plain), *_COMPACT.findall(plain)):
                yield part, name, str(uuid.UUID(found))


def _headers(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[Named]:
    for key, value in headers:
        name, text = key.lower().decode("latin-1"), value.decode("latin-1")
        if name == "cookie":
            yield from ((each, below) for each, _, below in (pair.strip().partition("=") for pair in text.split(";")))
        elif name not in _NO_IDS:
            yield name, text


def _body(body: bytes) -> Iterable[Named]:
    try:
        return list(_scalars("", json.loads(body)))
    except (ValueError, RecursionError):
        text = body.decode("latin-1")
        return parse_qsl(text) or [("", text)]


def _scalars(name: str, value: Json) -> Iterator[Named]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _scalars(key, below)
    elif isinstance(value, list):
        for item in value:
            yield from _scalars(name, item)
    else:
        yield name, str(value)
