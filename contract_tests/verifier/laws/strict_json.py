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


DEEPEST = 128
"""How many levels of a body may be nested: more than readers refuse by default."""
_LONGEST_INTEGER = 308  # digits, as for a number with a fraction
_LONGEST_SHOWN = 80  # characters; what is longer is not cut, because half of a token could not be masked
_SMALL = 2**16  # bytes of a body; the values of many small ones are remembered, and of few others


def written(value: Json) -> str:
    """A value as a sentence about JSON writes it."""
    return json.dumps(value, ensure_ascii=False)


class NotJsonError(ValueError):
    """The bytes are not JSON to every reader; the text says why."""


class TooDeepError(NotJsonError):
    """The value is nested deeper than many readers take."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(f"the body is nested more than {DEEPEST} levels deep, which many readers refuse")


def parsed(body: bytes) -> "Json | NotJsonError":
    """The value that the bytes mean, or why they mean none; nobody may change the value."""
    return _small(body) if len(body) <= _SMALL else _big(body)


def _parsed(body: bytes) -> "Json | NotJsonError":
    try:
        return _value(body)
    except NotJsonError as error:
        return error


_small, _big = lru_cache(maxsize=512)(_parsed), lru_cache(maxsize=2)(_parsed)


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
    except RecursionError:
        raise TooDeepError from None
    except ValueError as error:
        raise NotJsonError(f"the body is not JSON: {error}") from None
    if _depth(value) > DEEPEST:
        raise TooDeepError
    if _SURROGATE_ESCAPE.search(body) and _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise NotJsonError("a string holds half a surrogate pair, which is not a character")
    return value


def _depth(value: Json) -> int:
    """How many levels a value has, counted up to one more than `DEEPEST`."""
    depth, level = 0, [value]
    while depth <= DEEPEST and (level := [one for one in level if isinstance(one, dict | list)]):
        depth += 1
        level = [below for one in level for below in (one.values() if isinstance(one, dict) else one)]
    return depth


def _object(members: list[tuple[str, Json]]) -> Object:
    made = dict(members)
    if len(made) != len(members):
        twice = next(name for name, count in Counter(name for name, _ in members).items() if count > 1)
        shown = f"the key {written(twice)}" if len(twice) <= _LONGEST_SHOWN else f"a key of {len(twice)} characters"
        raise NotJsonError(f"{shown} stands twice in one object, so readers disagree about its value")
    return made


def _constant(name: str) -> NoReturn:
    raise NotJsonError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        shown = f"the number {text}" if len(text) <= _LONGEST_SHOWN else f"a number of {len(text)} characters"
        raise NotJsonError(f"{shown} is beyond what readers can hold")
    return value


def _integer(text: str) -> int:
    if len(text) > _LONGEST_INTEGER:
        raise NotJsonError(f"a number of {len(text)} digits is beyond what readers can hold")
    return int(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_float=_finite, parse_int=_integer
)
