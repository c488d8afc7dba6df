"""Types for Go: a struct for each component, for encoding/json of the standard library.

Properties that may be absent or null are pointers; a list that is absent or null is a nil slice. What Go cannot say has
a more general type.
"""

from collections.abc import Iterator

from scripts.contract.document import Contract
from scripts.contract.keywords import target
from scripts.contract.values import Object, members
from scripts.reference.shapes import fields, records, scalar, single, text, wrapped

SCALARS = {
    "": "any",
    "string": "string",
    "integer": "int64",
    "integer int32": "int32",
    "number": "float64",
    "number float": "float32",
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
    structs = ("\n".join(_struct(contract.document, name, schema)) for name, schema in records(contract).items())
    return {"go/commsms.go": "\n".join((HEADER, *structs)).encode()}


def _struct(document: Object, name: str, schema: Object) -> Iterator[str]:
    yield from _comment(f"{name}: {schema['description']}")
    yield f"type {name} struct {{"
    for index, (key, own, is_required) in enumerate(fields(document, schema)):
        if index:
            yield ""
        yield from (f"\t{line}" for line in _comment(text(own)))
        if is_required:
            yield f'\t{_exported(key)} {_type(document, own)} `json:"{key}"`'
        else:
            yield f'\t{_exported(key)} {_optional(document, own)} `json:"{key},omitempty"`'
    yield "}\n"


def _comment(text: str) -> list[str]:
    return [f"// {line}" for line in wrapped(text)]


def _exported(key: str) -> str:
    return "".join(INITIALISMS.get(word, word[:1].upper() + word[1:]) for word in key.split("_"))


def _optional(document: Object, schema: Object) -> str:
    own = _type(document, schema)
    return own if own.startswith(("[]", "map[", "any")) else f"*{own}"


def _type(document: Object, schema: Object) -> str:
    schema = single(document, schema)
    if "$ref" in schema:
        return target(schema)
    if "items" in schema:
        below = single(document, members(schema["items"]))
        return f"[]{_optional(document, below) if '$ref' in below else _type(document, below)}"
    if isinstance(others := schema.get("additionalProperties"), dict) and "properties" not in schema:
        return f"map[string]{_type(document, others)}"
    return scalar(SCALARS, schema)
