"""The shape of a schema as a language with types sees it: a component with fields, a list, a map, or a scalar."""

import json
import re
from collections.abc import Iterator
from textwrap import wrap

from scripts.contract.document import Contract
from scripts.contract.keywords import kinds, target
from scripts.contract.samples import parts, properties
from scripts.contract.values import Object, items, members

CHOICES = ("oneOf", "anyOf")


def components(contract: Contract) -> Object:
    """The named schemas of the contract."""
    return members(members(contract.document["components"])["schemas"])


def records(contract: Contract) -> dict[str, Object]:
    """The components that have fields."""
    named = {name: members(schema) for name, schema in components(contract).items()}
    return {name: schema for name, schema in named.items() if is_record(contract.document, schema)}


def is_record(document: Object, schema: Object) -> bool:
    """Whether a component has fields: it or its parts describe properties, and no alternatives."""
    own = list(parts(document, schema))
    return any(part.get("properties") for part in own) and not any(word in part for part in own for word in CHOICES)


def fields(document: Object, schema: Object) -> Iterator[tuple[str, Object, bool]]:
    """The name of each field, its schema, and whether it is required."""
    required = [name for part in parts(document, schema) for name in items(part.get("required"))]
    for name, below in properties(document, schema).items():
        yield name, members(below), name in required


def single(document: Object, schema: Object) -> Object:
    """The schema that stands for another in a language that has neither alternatives nor parts.

    A reference to a component without fields is what the component is; one alternative beside null, or one part, is
    that. Of several types, none is said.
    """
    while True:
        if "$ref" in schema:
            below = members(members(members(document["components"])["schemas"])[target(schema)])
            if is_record(document, below):
                return schema
        elif not kinds(schema) and len(found := _parts(schema)) == 1:
            (below,) = found
        else:
            return schema if len(kinds(schema)) < 2 else {}
        schema = below


def _parts(schema: Object) -> list[Object]:
    below = [members(part) for word in ("allOf", *CHOICES) for part in items(schema.get(word))]
    return [part for part in below if part.get("type") != "null"]


def scalar(table: dict[str, str], schema: Object) -> str:
    """The type of a schema by a language's table: of its type and format, or of its type."""
    kind = "".join(kinds(schema))
    return table.get(f"{kind} {schema.get('format')}", table[kind])


def text(schema: Object) -> str:
    """The description of a property, with what a general type does not say."""
    values = [*items(schema.get("enum")), *([schema["const"]] if "const" in schema else [])]
    said = [str(schema["description"]).strip()]
    if values:
        said.append(f"Values: {', '.join(json.dumps(value, ensure_ascii=False) for value in values)}.")
    said += [sentence for word, sentence in NOTES.items() if schema.get(word)]
    return " ".join(said)


def wrapped(text: str) -> list[str]:
    """A text as the lines of a comment, of which none ends inside a word, a format or `quoted code`."""
    whole = re.sub(r"`[^`\n]{,80}`", lambda code: code[0].replace(" ", _BLANK), text)
    return [line.replace(_BLANK, " ") for line in wrap(whole, 100, break_on_hyphens=False)]


_BLANK = "\0"  # holds the place of a blank at which no line may end
NOTES = {
    "readOnly": "Only in answers.",
    "writeOnly": "Only in requests.",
    "deprecated": "Deprecated.",
}
