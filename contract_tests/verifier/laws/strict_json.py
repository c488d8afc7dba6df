"""JSON as RFC 8259 has it: what is sent as JSON must mean one thing to every reader, not only to a forgiving one."""

import json
import re
from collections import Counter
from functools import lru_cache
from math import isfinite
from typing import NoReturn, cast

from scripts.contract.values import Json, Object

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")


class NotJsonError(ValueError):
    """The bytes are not JSON to every reader; the text says why."""


@lru_cache(maxsize=512)
def parsed(body: bytes) -> "Json | NotJsonError":
    """The value that the bytes mean, or why they mean none; nobody may change the value."""
    try:
        return _value(body)
    except NotJsonError as error:
        return error


def _value(body: bytes) -> Json:
    if body.startswith(b"\xef\xbb\xbf"):
        raise NotJsonError("the body begins with a byte order mark")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise NotJsonError(f"byte {error.start} of the body is not UTF-8") from None
    try:
        value = cast("Json", _DECODER.decode(text))
    except NotJsonError:
        raise
    except (ValueError, RecursionError) as error:
        raise NotJsonError(f"the body is not JSON: {error}") from None
    if _SURROGATE_ESCAPE.search(body) and _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise NotJsonError("a string holds half a surrogate pair, which is not a character")
    return value


def _object(members: list[tuple[str, Json]]) -> Object:
    made = dict(members)
    if len(made) != len(members):
        twice = next(name for name, count in Counter(name for name, _ in members).items() if count > 1)
        raise NotJsonError(f"the key {twice!r} stands twice in one object, so readers disagree about its value")
    return made


def _constant(name: str) -> NoReturn:
    raise NotJsonError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise NotJsonError(f"the number {text} is beyond what readers can hold")
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_finite)
