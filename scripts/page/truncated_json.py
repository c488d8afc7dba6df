"""Read JSON that is complete or truncated anywhere."""

import json
import re
from dataclasses import dataclass
from math import isfinite

from scripts.contract.values import Json, join

_TOKEN = re.compile(
    r"""\s* (?:
        (?P<string> "(?:[^"\\\n]|\\.)*" )
      | (?P<scalar> (?: -?\d+(?:\.\d+)?(?:[eE][-+]?\d+)? | true | false | null ) (?![\w.]) )
      | [\[\]{},:]
    )""",
    re.VERBOSE,
)
_NOT_JSON = "is not JSON; copy it anew"
_SCALAR = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?|true|false|null")
_CLOSING = {"{": "}", "[": "]"}
MOST_LEVELS = 100


class NotJsonError(Exception):
    """The text is not read; the message is what to say of it, without its subject."""


@dataclass(frozen=True)
class Shown:
    """A value as far as the text goes, the index of its end, and the pointers of its truncated containers."""

    value: Json
    end: int
    open: frozenset[str] = frozenset()


def read(text: str, start: int) -> Shown:
    """The object or array that begins at `start`.

    A member whose value is incomplete is dropped; so is a number at the end of the text, which may lack digits.

    Raises:
        NotJsonError: The text there is not JSON, or more than is read here.
    """
    tokens: list[str] = []
    closing: list[str] = []
    safe: tuple[int, list[str]] = (0, [])
    end = start
    while (match := _TOKEN.match(text, end)) and not (match["scalar"] and match.end() == len(text)):
        token = match[0].strip()
        key = match["string"] and closing[-1:] == ["}"] and tokens[-1] in {"{", ","}
        if token in _CLOSING:
            closing.append(_CLOSING[token])
        elif token in {"}", "]"} and (not closing or closing.pop() != token):
            raise NotJsonError(_NOT_JSON)
        if len(closing) > MOST_LEVELS:
            raise NotJsonError(f"has more than {MOST_LEVELS} levels; copy it anew")
        tokens.append(token)
        end = match.end()
        if not key and token not in {",", ":"}:
            safe = (len(tokens), [*closing])
        if not closing:
            break
    kept, unclosed = safe
    value = _value("".join([*tokens[:kept], *reversed(unclosed)]))
    return Shown(value, end, frozenset(_last_containers(value, len(unclosed))))


def _value(text: str) -> Json:
    try:
        value: Json = json.loads(text, parse_int=_integer, parse_float=_float)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotJsonError(r"has half a character behind a \u; copy it anew") from None
    except json.JSONDecodeError:
        raise NotJsonError(_NOT_JSON) from None
    return value


def _float(digits: str) -> float:
    if isfinite(value := float(digits)):
        return value
    raise NotJsonError(f"has a number that is too large to be read, {digits[:20]}…; copy it anew")


def _integer(digits: str) -> int:
    _float(digits)
    return int(digits)


def scalar(text: str) -> Json:
    """The number, truth value or null that a text is; else the text."""
    value: Json = json.loads(text) if _SCALAR.fullmatch(text) else text
    return value


def _last_containers(value: Json, depth: int) -> list[str]:
    """The pointers of the last container of each of the first `depth` levels."""
    pointers: list[str] = []
    last: list[tuple[str | int, Json]] = []
    for _ in range(depth):
        pointers.append(join(pointers[-1], last[-1][0]) if last else "")
        if isinstance(value, dict):
            last = list(value.items())
        elif isinstance(value, list):
            last = list(enumerate(value))
        value = last[-1][1] if last else None
    return pointers
