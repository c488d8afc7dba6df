"""What a server could take for an id although it stands outside the path: in query, headers and body."""

import json
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias, cast
from unicodedata import normalize
from urllib.parse import parse_qsl, unquote

from contract_tests.verifier.exchange import Request
from contract_tests.verifier.ids import UUID
from contract_tests.verifier.requests import json_media
from scripts.contract.operations import Operation
from scripts.contract.values import Json, Object, members, resolve

_NUMBER = re.compile(r"(?<![0-9a-z_])[0-9]+(?:\.0+)?(?![0-9a-z_])", re.ASCII)
_LONG = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{32}|[0-9a-f]{24}|[0-9a-hjkmnp-tv-z]{26})(?![0-9a-z])", re.ASCII)
"""A UUID without hyphens, an ObjectId, a ULID."""
_NO_IDS = frozenset({"authorization", "content-length", "max-forwards", "proxy-authorization"})
"""Headers whose values mean something else to every server."""


Part: TypeAlias = Literal["query", "header", "body"]
Named: TypeAlias = tuple[str, str]  # a name and the text that it stands for


def mentioned(request: Request) -> Iterator[tuple[Part, str, str]]:
    """What a server could take for an id: where it stands, its name, and a UUID in lower case or a whole number."""
    query = parse_qsl(request.target.partition(b"?")[2].decode("latin-1"), keep_blank_values=True)
    parts: dict[Part, Iterable[Named]] = {
        "query": query,
        "header": _headers(request.headers),
        "body": _body(request.body),
    }
    for part, texts in parts.items():
        for name, text in texts:
            for found in (*_ids(text, whole=part == "header"), *_ids(name, whole=True)):
                yield part, name, found


def _ids(text: str, *, whole: bool) -> Iterator[str]:
    """The ids in a text, in lower case; with `whole`, numbers only if the text is nothing else."""
    plain = normalize("NFKC", unquote(unquote(text))).strip().lower()
    for found in _NUMBER.findall(plain) if not whole or _NUMBER.fullmatch(plain) else ():
        yield found.partition(".")[0]
    hyphened = plain.replace("_", "-")
    yield from UUID.findall(hyphened)
    for found in _LONG.findall(plain):
        yield str(uuid.UUID(found)) if len(found) == 32 else found


def _headers(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[Named]:
    for key, value in headers:
        name, text = key.lower().decode("latin-1"), value.decode("latin-1")
        if name == "cookie":
            yield from (
                (each.lower(), below) for each, _, below in (pair.strip().partition("=") for pair in text.split(";"))
            )
        elif name not in _NO_IDS:
            yield name, text


def _body(body: bytes) -> Iterable[Named]:
    text = body.decode("latin-1")
    try:
        # Readers disagree about a key that stands twice, so every value counts.
        return list(_scalars("", json.loads(body, object_pairs_hook=_Pairs)))
    except (ValueError, RecursionError):
        return parse_qsl(text) or [("", text)]


class _Pairs(list[tuple[str, object]]):
    """The members of a JSON object, repeated ones too."""


def _scalars(name: str, value: object) -> Iterator[Named]:
    if isinstance(value, _Pairs):
        for key, below in value:
            yield from _scalars(key, below) if below else ((key, str(below)),)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _scalars(name, item)
    else:
        yield name, str(value)


def documented_names(operation: Operation, part: Part) -> set[str]:
    """The names under which the contract describes a value in a part of the request, but for ids."""
    if part == "body":
        schema = json_media(operation.body).get("schema")
        return {name for name in _properties(operation.document, schema, 0) if not _ID_NAME.search(name)}
    locations = {"query": {"query"}, "header": {"header", "cookie"}}[part]
    return {
        one.name.lower() if part == "header" else one.name for one in operation.parameters if one.location in locations
    }


_ID_NAME = re.compile(r"(^|_)ids?$", re.IGNORECASE)
_DEEPEST = 8  # levels of a body


def _properties(document: Object, schema: Json, depth: int) -> Iterator[str]:
    """The names of the properties of a schema and of the schemas below."""
    own = resolve(document, members(schema)) if depth < _DEEPEST else {}
    for name, below in members(own.get("properties")).items():
        yield name
        yield from _properties(document, below, depth + 1)
    yield from _properties(document, own["items"], depth + 1) if "items" in own else ()
