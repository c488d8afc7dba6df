"""Types for Go: a struct for each component, for encoding/json of the standard library.

Properties that may be absent or null are pointers; a list that is absent or null is a nil slice.
"""

from collections.abc import Iterator
from textwrap import wrap

from scripts.contract.document import Contract
from scripts.contract.keywords import kinds, target
from scripts.contract.values import Object, items, members
from scripts.reference.emitters.json_schema import components

SCALARS = {
    "": "any",
    "string": "string",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool",
    "array": "[]any",
    "object": "map[string]any",
}
INITIALISMS = {"id": "ID", "ids": "IDs", "ctr": "CTR", "sms": "SMS"}
HEADER = """\
// Code generated from openapi.yaml by `nox -s generate`. DO NOT EDIT.

// Package commsms has the types of request and response bodies. They do not validate: see ../README.md.
package commsms
"""


def render(contract: Contract) -> dict[str, bytes]:
    """One file, formatted as gofmt does."""
    structs = ("\n".join(_struct(name, members(schema))) for name, schema in components(contract).items())
    return {"go/commsms.go": "\n".join((HEADER, *structs)).encode()}


def _struct(name: str, schema: Object) -> Iterator[str]:
    yield from _comment(f"{name}: {schema['description']}")
    yield f"type {name} struct {{"
    for index, (key, value) in enumerate(members(schema.get("properties")).items()):
        own = members(value)
        if index:
            yield ""
        yield from (f"\t{line}" for line in _comment(str(own["description"])))
        if key in items(schema.get("required")):
            yield f'\t{_exported(key)} {_type(own)} `json:"{key}"`'
        else:
            yield f'\t{_exported(key)} {_optional(own)} `json:"{key},omitempty"`'
    yield "}\n"


def _comment(text: str) -> list[str]:
    return [f"// {line}" for line in wrap(text, 100)]


def _exported(key: str) -> str:
    return "".join(INITIALISMS.get(word, word[:1].upper() + word[1:]) for word in key.split("_"))


def _optional(schema: Object) -> str:
    own = _type(schema)
    return own if own.startswith(("[]", "map[")) else f"*{own}"


def _type(schema: Object) -> str:
    if "$ref" in schema:
        return target(schema)
    if "items" in schema:
        below = members(schema["items"])
        return f"[]{_optional(below) if '$ref' in below else _type(below)}"
    if "additionalProperties" in schema:
        return f"map[string]{_type(members(schema['additionalProperties']))}"
    return SCALARS["".join(kinds(schema))]
