"""What a value on a page says about its schema, by the renderer's rules (R1 to R9 of scripts.page.example).

A level says how sure a reading is: `documented` if the rules leave no other, `inferred` if it is the best of several.
No value says anything about null beside a type, or about `required`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scripts.contract.document import Json, Object
from scripts.page.mintlify import STRINGS, render

Level: TypeAlias = Literal["documented", "inferred"]

_NOUNS = {"boolean": "a boolean", "null": "null", "number": "a number", "string": "a string", "array": "an array"}
FORMATS = {sample: name for name, sample in STRINGS.items()}


@dataclass(frozen=True)
class Change:
    """A schema, the value it renders to, another value that a page shows there, and the value without its own ones."""

    schema: Object
    rendered: Json
    shown: Json
    bare: Json


@dataclass(frozen=True)
class Row:
    """One reading: where it applies, its sentence, how sure it is."""

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
    """Whether the renderer makes up this value from a type alone."""
    if isinstance(value, str):
        return value in {"<string>", "<any>"} or value in FORMATS
    if isinstance(value, list):
        return len(value) == 1 and is_sample(value[0])
    if isinstance(value, dict):
        return all(map(is_sample, value.values()))
    return value is True or (value == 123 and value is not False)


def describe(value: Json) -> str:
    """A noun phrase for the schema that a value by itself leads to."""
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
    """The value on one line, cut to a readable length."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= limit else f"{text[: limit - 2]} …"


def _own(change: Change) -> str:
    """The keyword that gives the schema's value now."""
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


ROWS = (
    Row(lambda c: c.shown is None, lambda _: "null is its first type now, or its default", "documented"),
    Row(lambda c: c.shown == "<any>", lambda _: "has no type any more", "documented"),
    Row(lambda c: c.rendered == "<any>", lambda c: f"is {describe(c.shown)} now", "documented"),
    Row(lambda c: kind(c.shown) != kind(c.rendered) and is_sample(c.shown), _retyped, "documented"),
    Row(
        lambda c: kind(c.shown) != kind(c.rendered),
        lambda c: f"{_retyped(c)}, or has a default of the wrong type",
        "inferred",
    ),
    Row(lambda c: c.shown == c.bare or (c.rendered == [] and is_sample(c.shown)), _back, "documented"),
    Row(lambda c: c.shown == {}, lambda _: "shows no properties any more", "documented"),
    Row(
        lambda c: isinstance(c.shown, str) and c.shown in FORMATS,
        lambda c: f"has format {FORMATS[str(c.shown)]} now",
        "documented",
    ),
    Row(
        lambda c: c.shown == "<string>" and "enum" in c.schema,
        lambda _: "has no enum any more",
        "documented",
    ),
    Row(lambda c: c.shown == "<string>", lambda _: "has no format any more", "documented"),
    Row(lambda c: isinstance(c.shown, bool) or c.shown == [], _specific, "documented"),
    Row(
        lambda c: isinstance(c.shown, str) and "default" not in c.schema and c.rendered == c.bare,
        lambda c: f"has a default, an example or an enum now: {show(c.shown)}",
        "inferred",
    ),
    Row(lambda c: c.shown == 123, lambda _: "has no minimum, maximum or default any more", "inferred"),
    Row(
        lambda c: c.shown in (1, 2) and "default" not in c.schema,
        lambda c: f"has minimum {int(str(c.shown)) - 1} now, or a default: {show(c.shown)}",
        "inferred",
    ),
    Row(lambda _: True, _specific, "inferred"),
)


def read(document: Object, schema: Object, shown: Json, *, defaults: bool) -> tuple[str, Level]:
    """What it means that a page shows another value than its schema (references resolved) renders to."""
    own = ("example", "examples", "default", "const")
    bare = render(document, {keyword: value for keyword, value in schema.items() if keyword not in own})
    change = Change(schema, render(document, schema, defaults=defaults), shown, bare)
    row = next(row for row in ROWS if row.applies(change))
    return row.sentence(change), row.level
