"""A schema of the contract as JSON Schema, for requests or for responses, with the components that it refers to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scripts.contract.document import Json, Object, items, join, members, types

Direction: TypeAlias = Literal["request", "response"]

ANNOTATIONS = (
    *("title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "externalDocs"),
    *("x-evidence", "x-null"),
)
_NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs")  # hold schemas by name
_DATA = ("default", "example", "examples", "const", "enum")
_COMPONENTS = "#/components/schemas/"
_DEFINITIONS = "#/$defs/"
_INTEGERS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


@dataclass(frozen=True)
class Side:
    """A schema, the components that it refers to (under `$defs`, by name), and its pointer in the contract."""

    schema: Json
    components: Object
    pointer: str

    @property
    def root(self) -> Object:
        """The schema as a self-contained document."""
        nothing: Object = {"not": {}}
        return {**(nothing if self.schema is False else members(self.schema)), "$defs": self.components}

    def resolved(self) -> "Side":
        """The side after following references; one with other keywords than annotations beside it is kept."""
        followed: set[str] = set()
        whole = self
        while isinstance(reference := members(whole.schema).get("$ref"), str) and reference not in followed:
            name = reference.removeprefix(_DEFINITIONS)
            if members(whole.schema).keys() - {"$ref", *ANNOTATIONS} or name not in whole.components:
                break
            followed.add(reference)
            whole = Side(whole.components[name], whole.components, join("/components/schemas", name))
        return whole


def side(document: Object, pointer: str, schema: Json, direction: Direction, *, closed: bool = False) -> Side:
    """A schema of the document for one direction.

    Integer formats become bounds. Requests have no `readOnly` properties, and responses no `writeOnly` ones. A `closed`
    schema accepts only the named properties: a client sends no others.
    """
    schemas = members(members(document.get("components")).get("schemas"))
    reached: Object = {}
    pending = [schema]
    while pending:
        for name in _references(pending.pop()):
            if name not in reached and name in schemas:
                reached[name] = _translated(schemas[name], direction, closed=closed)
                pending.append(schemas[name])
    return Side(_translated(schema, direction, closed=closed), reached, pointer)


def _references(value: Json) -> Iterator[str]:
    """Names of the component schemas that a schema refers to, at any depth."""
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str) and reference.startswith(_COMPONENTS):
            yield reference.removeprefix(_COMPONENTS)
        for below in value.values():
            yield from _references(below)
    elif isinstance(value, list):
        for below in value:
            yield from _references(below)


def _translated(schema: Json, direction: Direction, *, closed: bool) -> Json:
    if isinstance(schema, list):
        return [_translated(below, direction, closed=closed) for below in schema]
    if not isinstance(schema, dict):
        return schema
    hidden = {
        name
        for name, below in members(schema.get("properties")).items()
        if members(below).get("readOnly" if direction == "request" else "writeOnly") is True
    }
    result: Object = {}
    for keyword, value in schema.items():
        if keyword in _NAMED:
            shown = {name: below for name, below in members(value).items() if name not in hidden}
            result[keyword] = {name: _translated(below, direction, closed=closed) for name, below in shown.items()}
        elif keyword == "required":
            result[keyword] = [name for name in items(value) if name not in hidden]
        elif keyword == "$ref":
            result[keyword] = str(value).replace(_COMPONENTS, _DEFINITIONS)
        else:
            result[keyword] = value if keyword in _DATA else _translated(value, direction, closed=closed)
    if "integer" in types(schema) and (bounds := _INTEGERS.get(str(result.pop("format", "")))):
        result = {"minimum": bounds[0], "maximum": bounds[1]} | result
    if closed and ("object" in types(schema) or "properties" in schema):
        result.setdefault("additionalProperties", False)
    return result
