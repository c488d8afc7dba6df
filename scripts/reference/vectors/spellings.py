"""Probes of the spellings of PHP, by the keyword with which the files of JSON Schema allow them."""

from collections.abc import Iterator

from scripts.contract.keywords import kinds
from scripts.contract.samples import number, sample
from scripts.contract.values import Json, members
from scripts.reference.vectors.site import Probe, Site

_GAPS = "may be an object with whole numbers for names, which stands for an array"
_NAMES = "must have whole numbers for names, as an object that stands for an array has"
_DIGITS = "must be digits, as a string that stands for an integer is"


def of_spelling(site: Site) -> Iterator[tuple[str, Probe]]:
    """Keywords with which a validator allows spellings, each with a value that is one or nearly one."""
    match kinds(site.schema):
        case ["object"]:
            yield "maxItems", _probe("empty", [], "may be an empty array, which stands for an empty object")
            yield (
                "maxItems",
                _probe("item", [None], "must be empty, as an array that stands for an object is", "array for object"),
            )
        case ["array"]:
            item = sample(site.document, members(site.schema.get("items")))
            for keyword, named in {
                "minProperties": {"0": item, "2": item},
                "additionalProperties": {"7": item},
            }.items():
                yield keyword, _probe("gaps", named, _GAPS)
            yield "minProperties", _probe("empty", {}, "must not be an empty object", "empty object for array")
            yield "additionalProperties", _probe("name", {"first": item}, _NAMES, "object for array")
        case ["integer"]:
            least = int(number(site.schema, "minimum", -2))
            yield "pattern", _probe("digits", str(least), "may be digits in a string, which stand for an integer")
            for case, text in {"empty": "", "text": "text", "fraction": "1.5", "zeros": "01", "space": " 1"}.items():
                yield "pattern", _probe(case, text, _DIGITS, "string for integer")
            if least in (0, 1):
                yield "pattern", _probe("below", str(least - 1), f"must be at least {least}", "below the minimum")
        case _:
            pass


def _probe(case: str, value: Json, why: str, fault: str = "") -> Probe:
    return Probe(f"php-{case}", value, why, fault, "spelling")
