# Copied from scripts/client/templates/runtime/parameters.py into the client.
"""Encodes arguments for HTTP; TypeError or ValueError names an invalid one."""

import json
from collections.abc import Mapping
from re import fullmatch
from typing import Any, cast
from urllib.parse import quote, urlencode

from .invalid import InvalidBody
from .settings import HEADER_VALUE
from .writers import Writer


def argument(name: str, value: object, write: Writer) -> Any:  # noqa: ANN401 - JSON
    """Convert an argument to JSON."""
    try:
        return write(value)
    except InvalidBody as problem:
        kind = TypeError if isinstance(problem, TypeError) else ValueError
        raise kind(f"{name}{problem.pointer} {problem.problem}") from None
    except RecursionError:
        raise ValueError(f"{name} is nested too deeply") from None


def text(name: str, value: object, write: Writer) -> str:
    """Convert an argument to its text."""
    return _text(name, argument(name, value, write))


def header(name: str, value: object, write: Writer) -> str:
    """Convert an argument to the value of a header."""
    plain = text(name, value, write)
    if not fullmatch(HEADER_VALUE, plain):
        raise ValueError(f"{name} contains an invalid character")
    return plain


def texts(name: str, value: object, write: Writer) -> list[str] | dict[str, list[str]]:
    """Convert an argument to its text, a list to those of its items, an object to those of its members without None."""
    written = argument(name, value, write)
    if not isinstance(written, dict):
        return _texts(name, written)
    members = cast("dict[str, object]", written)
    return {key: _texts(f"{name}/{key}", member) for key, member in members.items() if member is not None}


def segment(name: str, value: object, write: Writer) -> str:
    """One segment of a path, percent-encoded."""
    plain = text(name, value, write)
    if plain in {"", ".", ".."}:
        raise ValueError(f"{name} is part of the path and must not be {value!r}")
    return quote(plain, safe="")


def query(parameters: Mapping[str, list[str] | dict[str, list[str]] | None]) -> tuple[tuple[str, str], ...]:
    """The query as pairs. None is omitted, a list repeats the name, an object becomes its members."""
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        named = value if isinstance(value, dict) else {name: value or []}
        pairs += [(key, item) for key, items in named.items() for item in items]
    return tuple(pairs)


def headers(
    given: Mapping[str, str | None] | None = None,
    *,
    cookies: Mapping[str, str | None] | None = None,
    accept: str | None = None,
    content_type: str | None = None,
) -> dict[str, str]:
    """The headers of a request. None is omitted."""
    pairs = [f"{name}={quote(value)}" for name, value in (cookies or {}).items() if value is not None]
    ours = {"accept": accept, "content-type": content_type, "cookie": "; ".join(pairs) or None}
    return {name.lower(): value for name, value in {**(given or {}), **ours}.items() if value is not None}


def json_content(body: object, write: Writer) -> bytes:
    """Encode a JSON body."""
    written = argument("body", body, write)
    return _utf8("body", json.dumps(written, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def data_content(body: object, write: Writer) -> bytes:
    """Encode a form body (application/x-www-form-urlencoded)."""
    return urlencode(query({"body": texts("body", body, write)})).encode()


def _texts(name: str, written: object) -> list[str]:
    items = cast("list[object]", written) if isinstance(written, list) else [written]
    if not items:
        raise ValueError(f"{name} must not be empty: a query or header cannot express an empty list")
    return [_text(name, item) for item in items]


def _text(name: str, written: object) -> str:
    if written is None or isinstance(written, list | dict):
        raise ValueError(f"{name} must be a text, a number, a boolean or a list of these")
    plain = str(written).lower() if isinstance(written, bool) else str(written)
    _utf8(name, plain)
    return plain


def _utf8(name: str, plain: str) -> bytes:
    try:
        return plain.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} contains half of a surrogate pair") from None
