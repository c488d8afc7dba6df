"""Read JSON that is complete or truncated anywhere."""

import json
import re
from dataclasses import dataclass

from scripts.contract.document import Json, join

_TOKEN = re.compile(
    r"""\s* (?:
        (?P<string> "(?:[^"\\\n]|\\.)*" )
      | (?P<scalar> (?: -?\d+(?:\.\d+)?(?:[eE][-+]?\d+)? | true | false | null ) (?![\w.]) )
      | [\[\]{},:]
    )""",
    re.VERBOSE,
)
_CLOSING = {"{": "}", "[": "]"}


@dataclass(frozen=True)
class Shown:
    """A value as far as the text goes, the index of its end, and the pointers of its truncated containers."""

    value: Json
    end: int
    open: frozenset[str] = frozenset()


def read(text: str, start: int) -> Shown | None:
    """The object or array that begins at `start`, or None if the text there is not JSON.

    A member whose value is incomplete is dropped; so is a number at the end of the text, which may lack digits.
    """
    tokens: list[str] = []
    closing: list[str] = []
    safe: tuple[int, list[str]] = (0, [])
    end = start
    while match := _TOKEN.match(text, end):
        token = match[0].strip()
        if match["scalar"] and match.end() == len(text):
            break
        key = match["string"] and closing[-1:] == ["}"] and tokens[-1] in {"{", ","}
        if token in _CLOSING:
            closing.append(_CLOSING[token])
        elif token in {"}", "]"} and (not closing or closing.pop() != token):
            return None
        tokens.append(token)
        end = match.end()
        if not key and token not in {",", ":"}:
            safe = (len(tokens), [*closing])
        if not closing:
            break
    kept, unclosed = safe
    try:
        value: Json = json.loads("".join([*tokens[:kept], *reversed(unclosed)]))
    except json.JSONDecodeError:
        return None
    return Shown(value, end, frozenset(_last_containers(value, len(unclosed))))


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
