# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/parameters.py into the client.
"""Encodes arguments for HTTP; TypeError or ValueError names an invalid one."""

from typing import Any
from urllib.parse import quote

from .invalid import InvalidBody
from .writers import Writer


def argument(name: str, value: object, write: Writer) -> Any:
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


def segment(name: str, value: object, write: Writer) -> str:
    """One segment of a path, percent-encoded."""
    plain = text(name, value, write)
    if plain in {"", ".", ".."}:
        raise ValueError(f"{name} is part of the path and must not be {value!r}")
    return quote(plain, safe="")


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
