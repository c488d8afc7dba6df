"""A body walked along its schema: what stands, or is missing, at each place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from scripts.contract.values import Json, Object, at, items, join, members, target, types

Path: TypeAlias = tuple[str | int, ...]
ITEM, NAME = "*", "{}"
"""Stand in a place for every position in an array, and for every name that the contract does not give."""


class Absent(Enum):
    """What stands where a property is missing."""

    ABSENT = "absent"


@dataclass(frozen=True, eq=False)
class Node:
    """A schema at a place of a body, references followed; what is below is made when it is asked for.

    Attributes:
        document: the document that holds the schema.
        site: pointer to the schema as it stands at the place, which may be a reference.
        place: pointer into the body, with `ITEM` and `NAME`.
        is_required: whether the object around it must have it.
        is_described: whether the contract says anything of it, be it `{}`.
    """

    document: Object = field(repr=False)
    site: str
    place: str = ""
    is_required: bool = True
    is_described: bool = True

    @cached_property
    def _target(self) -> tuple[str, Object]:
        return target(self.document, self.site) if self.is_described else (self.site, {})

    @property
    def pointer(self) -> str:
        """Pointer to the schema itself."""
        return self._target[0]

    @property
    def schema(self) -> Object:
        """The schema itself."""
        return self._target[1]

    @cached_property
    def properties(self) -> "Mapping[str, Node]":
        """The properties that the contract names."""
        required = items(self.schema.get("required"))
        names = members(self.schema.get("properties"))
        return {name: self._below(name, "properties", name, is_required=name in required) for name in names}

    @cached_property
    def items(self) -> "Node":
        """The items of an array."""
        return self._below(ITEM, "items", is_described=isinstance(self.schema.get("items"), dict))

    @cached_property
    def others(self) -> "Node | None":
        """The properties that the contract does not name; None where it names those that it knows."""
        if isinstance(self.schema.get("additionalProperties"), dict):
            return self._below(NAME, "additionalProperties")
        return None if self.properties else self._below(NAME, is_described=False)

    def _below(self, name: str, *keys: str, is_required: bool = True, is_described: bool = True) -> "Node":
        site = join(self.pointer, *keys) if is_described else self.pointer
        return Node(self.document, site, join(self.place, name), is_required, is_described)

    @cached_property
    def is_integer(self) -> bool:
        """Whether a number here is a whole one."""
        return "integer" in types(self.schema)

    @cached_property
    def null_is_ordinary(self) -> bool:
        """Whether null is no news here."""
        site = at(self.document, self.site) if self.is_described else {}
        return not self.is_described or "expected" in (members(site).get("x-null"), self.schema.get("x-null"))

    @property
    def below(self) -> "Iterator[Node]":
        """What the contract has directly below, as far as the types are such that something can be there."""
        yield from self.properties.values()
        if "array" in types(self.schema) or "items" in self.schema:
            yield self.items
        if self.others and ("object" in types(self.schema) or "additionalProperties" in self.schema):
            yield self.others

    def along(self, path: Path) -> "tuple[Node, Path]":
        """The last node that the contract has on a path into a body, and the rest of the path."""
        node = self
        for depth, step in enumerate(path):
            below = node.items if isinstance(step, int) else node.properties.get(step, node.others)
            if below is None:
                return node, path[depth:]
            node = below
        return node, ()


class Sight(NamedTuple):
    """One place of one body.

    Attributes:
        path: where in the body.
        node: the schema there; of a property that the contract does not know, the one of the object around it.
        value: what stands there.
        is_known: whether the contract knows the place.
    """

    path: Path
    node: Node
    value: "Json | Absent"
    is_known: bool = True


def sights(node: Node, value: Json, path: Path = ()) -> Iterator[Sight]:
    """Walk a value: what stands at each place of its schema, outer places first."""
    yield Sight(path, node, value)
    if not node.is_described:
        return
    if isinstance(value, dict):
        for name, below in node.properties.items():
            if name in value:
                yield from sights(below, value[name], (*path, name))
            else:
                yield Sight((*path, name), below, Absent.ABSENT)
        for name, other in value.items():
            if name in node.properties:
                continue
            if node.others:
                yield from sights(node.others, other, (*path, name))
            else:
                yield Sight((*path, name), node, other, is_known=False)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from sights(node.items, item, (*path, index))
