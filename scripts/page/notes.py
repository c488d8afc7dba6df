"""Read what a section tells of one parameter or member beyond its type, as keywords of JSON Schema."""

import re
from collections.abc import Callable
from typing import NamedTuple

from scripts.contract.values import Json, Object
from scripts.page.truncated_json import scalar

_NUMBER = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
_RANGE = re.compile(rf"(?:({_NUMBER})\s*(<=?)\s*)?x(?:\s*([<>]=?)\s*({_NUMBER}))?")
_BOUNDS = {
    ("<", "low"): "exclusiveMinimum",
    ("<=", "low"): "minimum",
    (">", "high"): "exclusiveMinimum",
    (">=", "high"): "minimum",
    ("<", "high"): "exclusiveMaximum",
    ("<=", "high"): "maximum",
}


class _Note(NamedTuple):
    """A label, the pattern of its value (in lines, and in text that lost them), and the keywords that it tells."""

    label: str
    lines: str
    words: str
    keywords: Callable[[str, str], Object]


def _options(text: str, type_: str) -> Object:
    return {"enum": [value(option.strip(), type_) for option in text.split(",") if option.strip()]}


def _range(text: str, _: str) -> Object:
    found = _RANGE.fullmatch(text)
    ends = [(found[1], found[2], "low"), (found[4], found[3], "high")] if found else []
    return {_BOUNDS[sign, side]: scalar(number) for number, sign, side in ends if number}


def _lengths(low: str, high: str) -> Callable[[str, str], Object]:
    """Reads `LEAST - MOST`, or one number as whichever keyword is given."""

    def read(text: str, _: str) -> Object:
        numbers = [scalar(number) for number in re.findall(r"\d+", text)]
        return dict(zip(filter(None, (low, high)), numbers, strict=False))

    return read


def _pattern(text: str, _: str) -> Object:
    return {"pattern": text.strip()}


_LENGTH = r"\d+(?:\s*-\s*\d+)?"
# fmt: off
_NOTES = (
    _Note("Available options", r"(?:[^,\n]+,\s*)*[^,\n]+", r"(?:[^,\s]+,\s*)*[^,\s]+", _options),
    _Note("Required range", _RANGE.pattern, _RANGE.pattern, _range),
    _Note("Required string length", _LENGTH, _LENGTH, _lengths("minLength", "maxLength")),
    _Note("Minimum (?:string )?length", _LENGTH, _LENGTH, _lengths("minLength", "")),
    _Note("Maximum (?:string )?length", _LENGTH, _LENGTH, _lengths("", "maxLength")),
    _Note("Required array length", _LENGTH, _LENGTH, _lengths("minItems", "maxItems")),
    _Note("Minimum array length", _LENGTH, _LENGTH, _lengths("minItems", "")),
    _Note("Maximum array length", _LENGTH, _LENGTH, _lengths("", "maxItems")),
    _Note("Pattern", r"[^\n]+", r"\S+", _pattern),
)
# fmt: on


def read(text: str, type_: str, *, lines: bool) -> Object:
    """The keywords that the text below a parameter or member of a type tells."""
    keywords: Object = {}
    for note in _NOTES:
        if found := re.search(rf"\b{note.label}:\s*({note.lines if lines else note.words})", text):
            keywords |= note.keywords(found[1], type_)
    return keywords


def known(label: str) -> bool:
    """Whether what stands behind a label is read."""
    return any(re.fullmatch(note.label, label) for note in _NOTES)


def value(text: str, type_: str) -> Json:
    """A default or an option of a type as JSON."""
    return text if type_.startswith(("string", "enum<string")) else scalar(text)
