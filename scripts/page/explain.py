"""Explain a value on a page: which change of the schema makes the renderer (R1 to R10 of mintlify.py) show it.

A reading is `documented` if the rules allow no other, and `inferred` if it is the best of several. A value never says
whether null is allowed beside a type, or whether a property is required.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from scripts.contract.values import Json, Object
from scripts.page.difference import Level
from scripts.page.mintlify import STRINGS, render

_NOUNS = {"boolean": "a boolean", "null": "null", "number": "a number", "string": "a string", "array": "an array"}
FORMATS = {sample: name for name, sample in STRINGS.items()}


@dataclass(frozen=True)
class Change:
    """A schema, the value it renders to, the other value on the page, and the value rendered from its type alone."""

    schema: Object
    rendered: Json
    shown: Json
    bare: Json


@dataclass(frozen=True)
class Reading:
    """A reading of a changed value: whether it applies, its sentence, how sure it is."""

    applies: Callable[[Change], bool]
    sentence: Callable[[Change], str]
    level: Level


def kind(value: Json) -> str:
    """The JSON type of a value; `any` for the sample of a schema of no type."""
    if value == "<any>":
        return "any"
    for name, type_ in (("null", type(None)), ("boolean", bool), ("number", int | float), ("string", str)):
        if isinstance(value, type_):
            return name
    return "array" if isinstance(value, list) else "object"


def is_sample(value: Json) -> bool:
    """Whether the renderer makes this value from a type alone."""
    if isinstance(value, str):
        return value in {"<string>", "<any>"} or value in FORMATS
    if isinstance(value, list):
        return len(value) == 1 and is_sample(value[0])
    if isinstance(value, dict):
        return all(map(is_sample, value.values()))
    return value is True or (value == 123 and value is not False)


def describe(value: Json) -> str:
    """A noun phrase for the schema that renders to a value."""
    match value:
        case [item, *_]:
            return f"an array of {kind(item)}s" if kind(item) != "any" else "an array of anything"
        case str() if value in FORMATS:
            return f"a string of format {FORMATS[value]}"
        case "<any>":
            return "of no type"
        case {}:
            return "an object"
        case _:
            pass
    return _NOUNS[kind(value)] + ("" if is_sample(value) or value is None else f" with the value {show(value)}")


def show(value: Json, limit: int = 48) -> str:
    """The value on one line, shortened."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= limit else f"{text[: limit - 2]} …"


def _other_kind(change: Change) -> bool:
    return kind(change.shown) != kind(change.rendered)


def _format(change: Change) -> str:
    return FORMATS.get(change.shown, "") if isinstance(change.shown, str) else ""


def _own_text(change: Change) -> bool:
    return isinstance(change.shown, str) and "default" not in change.schema and change.rendered == change.bare


def _minimum(change: Change) -> bool:
    return change.shown in (1, 2) and "default" not in change.schema


def _own(change: Change) -> str:
    """The keyword from which the schema has its value now."""
    names = {"example": "example", "examples": "example", "default": "default", "const": "const", "enum": "enum"}
    return next((name for keyword, name in names.items() if keyword in change.schema), "value of its own")


def _back(change: Change) -> str:
    again = f": is {describe(change.shown)} again" if isinstance(change.shown, list) else ""
    return f"has no {_own(change)} any more{again}"


def _retyped(change: Change) -> str:
    was = describe(change.bare) if isinstance(change.bare, dict | list) else _NOUNS[kind(change.bare)]
    return f"type changed: is {describe(change.shown)}, was {was}"


def _specific(change: Change) -> str:
    if "default" in change.schema:
        return f"has another default now: {show(change.shown)}"
    if change.rendered == change.bare or isinstance(change.shown, bool):
        return f"has a default now: {show(change.shown)}"
    return f"has another value of its own now: {show(change.shown)}"


# fmt: off
READINGS = (
    Reading(lambda c: c.shown is None, lambda _: "null is its first type now, or its default", "documented"),
    Reading(lambda c: c.shown == "<any>", lambda _: "has no type any more", "documented"),
    Reading(lambda c: c.rendered == "<any>", lambda c: f"is {describe(c.shown)} now", "documented"),
    Reading(lambda c: _other_kind(c) and is_sample(c.shown), _retyped, "documented"),
    Reading(_other_kind, lambda c: f"{_retyped(c)}, or has a default of the wrong type", "inferred"),
    Reading(lambda c: c.shown == c.bare or (c.rendered == [] and is_sample(c.shown)), _back, "documented"),
    Reading(lambda c: c.shown == {}, lambda _: "shows no properties any more", "documented"),
    Reading(lambda c: _format(c) != "", lambda c: f"has format {_format(c)} now", "documented"),
    Reading(lambda c: c.shown == "<string>" and "enum" in c.schema, lambda _: "has no enum any more", "documented"),
    Reading(lambda c: c.shown == "<string>", lambda _: "has no format any more", "documented"),
    Reading(lambda c: isinstance(c.shown, bool) or c.shown == [], _specific, "inferred"),
    Reading(_own_text, lambda c: f"has a default, an example or an enum now: {show(c.shown)}", "inferred"),
    Reading(lambda c: c.shown == 123, lambda _: "has no minimum, maximum or default any more", "inferred"),
    Reading(_minimum, lambda c: f"has minimum {int(c.shown == 2)} now, or a default: {show(c.shown)}", "inferred"),
    Reading(lambda _: True, _specific, "inferred"),
)
# fmt: on


def read(document: Object, schema: Object, shown: Json, *, defaults: bool) -> tuple[str, Level]:
    """Explain why a page shows another value than its schema (references resolved) renders to."""
    own = ("example", "examples", "default", "const")
    bare = render(document, {keyword: value for keyword, value in schema.items() if keyword not in own})
    change = Change(schema, render(document, schema, defaults=defaults), shown, bare)
    reading = next(reading for reading in READINGS if reading.applies(change))
    return reading.sentence(change), reading.level
