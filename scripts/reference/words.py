"""Schemas in words, for people who read the contract instead of a program."""

import json
from collections.abc import Callable

from scripts.contract.keywords import target
from scripts.contract.samples import COMPOSITIONS
from scripts.contract.values import Object, items, members, types

DEFAULTS = (
    "A property that is not required may be absent. Do not fill in its `default`: that is the value which the\n"
    "documentation shows, and presumably the one which the server sets when a send is created."
)
SHOWN = (
    *("format", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "default"),
)


def kind(schema: Object, named: Callable[[str], str] = str) -> str:
    """A schema in a few words: its type, its bounds, and whether null is expected.

    Args:
        schema: the schema.
        named: how to write the name of a component.
    """
    if "$ref" in schema:
        words = named(target(schema))
    else:
        words = " or ".join(map(str, types(schema))) or "anything"
        if "items" in schema:
            words = words.replace("array", f"array of {kind(members(schema['items']), named)}")
        if isinstance(others := schema.get("additionalProperties"), dict):
            words = f"{words} with values: {kind(others, named)}"
        elif others is False:
            words = f"{words} without other properties"
    for word in COMPOSITIONS:
        if word in schema:
            words = f"{words}, {word}: {'; '.join(kind(members(below), named) for below in items(schema[word]))}"
    words += "".join(f", {key} {json.dumps(schema[key])}" for key in SHOWN if key in schema)
    words += "".join(f", {key}" for key in ("readOnly", "writeOnly", "deprecated") if schema.get(key))
    return words + (", null is expected" if schema.get("x-null") == "expected" else "")


def evidence(holder: Object) -> str:
    """How sure the contract is of a part that the documentation does not prove, after a comma; empty if it does."""
    level = holder.get("x-evidence")
    if isinstance(level, dict):
        return "".join(f", {keyword} is {own}" for keyword, own in level.items())
    return f", {level}" if level else ""
