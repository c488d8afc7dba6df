"""A schema of the contract as JSON Schema, for requests or for responses, with the components that it refers to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scripts.contract.values import Json, Object, items, join, members, types
from scripts.diff.translation import ANNOTATIONS, DEFINITIONS, OPEN, Translation

Direction: TypeAlias = Literal["request", "response"]


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
        """The side after following references; one with other keywords than annotations beside it is kept.

        `anyOf` of a schema and null is that schema, with null among its types.
        """
        followed: set[str] = set()
        whole = self
        while isinstance(reference := members(whole.schema).get("$ref"), str) and reference not in followed:
            name = reference.removeprefix(DEFINITIONS)
            if members(whole.schema).keys() - {"$ref", *ANNOTATIONS} or name not in whole.components:
                break
            followed.add(reference)
            pointer = join("/components/schemas", name.removeprefix(OPEN))
            whole = Side(whole.components[name], whole.components, pointer)
        return whole._without_null_branch()

    def members(self, seen: frozenset[str] = frozenset()) -> Iterator["Side"]:
        """The schema and the members of its `allOf`, resolved, at any depth."""
        yield self
        for member in self.branches("allOf"):
            if member.pointer not in seen:
                yield from member.members(seen | {member.pointer})

    def branches(self, *keywords: str) -> Iterator["Side"]:
        """The schemas under `allOf`, `anyOf` or `oneOf`, resolved."""
        for keyword in keywords:
            for index, below in enumerate(items(members(self.schema).get(keyword))):
                yield Side(below, self.components, join(self.pointer, keyword, index)).resolved()

    def _without_null_branch(self) -> "Side":
        schema = members(self.schema)
        for keyword in ("anyOf", "oneOf"):
            branches = [below for below in items(schema.get(keyword)) if below != {"type": "null"}]
            if len(branches) != 1 or len(items(schema[keyword])) != 2 or schema.keys() - {keyword, *ANNOTATIONS}:
                continue
            (whole,) = (one for one in self.branches(keyword) if one.schema != {"type": "null"})
            below = members(whole.schema)
            if "type" in below and not below.keys() & {"const", "enum"}:
                kinds = list(dict.fromkeys([*types(below), "null"]))
                return Side({**below, "type": kinds}, self.components, whole.pointer)
        return self


def side(document: Object, pointer: str, schema: Json, direction: Direction, *, closed: bool = False) -> Side:
    """A schema of the document for one direction.

    Integer formats become bounds. Requests have no `readOnly` properties, and responses no `writeOnly` ones. A `closed`
    schema accepts only the properties that it or its composition names: a client sends no others.
    """
    schemas = members(members(document.get("components")).get("schemas"))
    translation = Translation(schemas, "readOnly" if direction == "request" else "writeOnly", closing=closed)
    translated = translation.whole(schema)
    reached: Object = {}
    pending = [translated]
    while pending:
        for name in _references(pending.pop()):
            component = name.removeprefix(OPEN)
            if name not in reached and component in schemas:
                translate = translation.whole if name == component else translation.part
                reached[name] = translate(schemas[component])
                pending.append(reached[name])
    return Side(translated, reached, pointer)


def _references(value: Json) -> Iterator[str]:
    """Names of the definitions that a schema refers to, at any depth."""
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str) and reference.startswith(DEFINITIONS):
            yield reference.removeprefix(DEFINITIONS)
        for below in value.values():
            yield from _references(below)
    elif isinstance(value, list):
        for below in value:
            yield from _references(below)
