# Copied from scripts/client/templates/runtime/parameters.py into the client.
"""Encodes arguments for HTTP; TypeError or ValueError names an invalid one."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import cast
from urllib.parse import quote, urlencode

from .types import Model, to_json

# UUID() is too lenient: it accepts braces, urn:uuid:, missing hyphens and non-ASCII digits.
_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


def uuid(name: str, value: object) -> str:
    """Check a UUID and return its text."""
    text: object = to_json(value)
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a UUID or its text, not {type(value).__name__}")
    if not re.fullmatch(_UUID, text):
        raise ValueError(f"{name} must be a UUID such as 123e4567-e89b-12d3-a456-426614174000, not {value!r}")
    return text


def segment(name: str, value: object) -> str:
    """One segment of a path, percent-encoded."""
    text = _text(value)
    if text in {"", ".", ".."}:
        raise ValueError(f"{name} is part of the path and must not be {value!r}")
    return quote(text, safe="")


def query(parameters: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The query as pairs. None is omitted, a list repeats the name, an object becomes its members."""
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        if isinstance(value, Model):
            pairs += query(value.to_dict())
        elif isinstance(value, list | tuple):
            pairs += [(name, _text(item)) for item in cast("Iterable[object]", value)]
        elif value is not None:
            pairs.append((name, _text(value)))
    return tuple(pairs)


def headers(
    parameters: Mapping[str, object], cookies: Mapping[str, object], content_type: str | None
) -> dict[str, str]:
    """The headers for parameters, cookies and the body. None is omitted."""
    pairs = [f"{name}={quote(_text(value))}" for name, value in cookies.items() if value is not None]
    given = {**parameters, "cookie": "; ".join(pairs) or None, "content-type": content_type}
    return {name.lower(): _text(value) for name, value in given.items() if value is not None}


def json_content(body: object) -> bytes:
    """Encode a JSON body."""
    return json.dumps(to_json(body), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def data_content(body: Model) -> bytes:
    """Encode a form body (application/x-www-form-urlencoded)."""
    return urlencode(query(body.to_dict())).encode()


def _text(value: object) -> str:
    plain: object = to_json(value)
    return str(plain).lower() if isinstance(plain, bool) else str(plain)
