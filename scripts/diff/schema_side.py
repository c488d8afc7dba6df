"""A schema of the contract as JSON Schema, for requests or for responses, with the components that it refers to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from scripts.contract.values import Json, Object, items, join, members, types
from scripts.diff.translation import ANNOTATIONS, CLOSED, DEFINITIONS, OPEN, Translation

Direction: TypeAlias = Literal["request", "response"]
_Reading: TypeAlias = Callable[[Json], Json]


@dataclass(frozen=True)
class Components:
    """The components of a contract, each translated when it is first asked for; their names are those of `$defs`."""

    translation: Translation
    translated: Object = field(default_factory=dict[str, Json])
    read: dict[tuple[_Reading, str], Json] = field(default_factory=dict[tuple[_Reading, str], Json])
    used: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def __contains__(self, name: str) -> bool:
        """Whether there is such a component."""
        return name.removeprefix(OPEN) in self.translation.schemas

    def __getitem__(self, name: str) -> Json:
        """The component in its translation."""
        if name not in self.translated:
            component = name.removeprefix(OPEN)
            translate = self.translation.whole if name == component else self.translation.part
            self.translated[name] = translate(self.translation.schemas[component])
        return self.translated[name]

    def below(self, schema: Json, reading: _Reading) -> Object:
        """The components that a schema refers to, at any depth, by name; read in one of the ways."""
        found: dict[str, None] = {}
        pending = [name for name in references(schema, DEFINITIONS) if name in self]
        while pending:
            name = pending.pop()
            if name in found:
                continue
            found[name] = None
            if name not in self.used:
                self.used[name] = frozenset(one for one in references(self[name], DEFINITIONS) if one in self)
            if (reading, name) not in self.read:
                self.read[reading, name] = reading(self[name])
            pending += self.used[name] - found.keys()
        return {name: self.read[reading, name] for name in sorted(found)}


@dataclass(frozen=True)
class Side:
    """A schema, the components that it may refer to, and its pointer in the contract."""

    schema: Json
    components: Components
    pointer: str

    @property
    def root(self) -> Object:
        """The schema as a self-contained document, with `anyOf` for `oneOf`."""
        return self._document(_one_of_any)

    @property
    def exact(self) -> Object:
        """The schema as a self-contained document, with `oneOf`, and with only what the contract itself closes."""
        return self._document(_opened)

    def _document(self, reading: _Reading) -> Object:
        nothing: Object = {"not": {}}
        schema = nothing if self.schema is False else members(reading(self.schema))
        return {**schema, "$defs": self.components.below(self.schema, reading)}

    @property
    def component(self) -> str | None:
        """The name of the component that the schema only refers to; None of another schema."""
        schema = members(self.schema)
        reference = schema.get("$ref")
        if not isinstance(reference, str) or schema.keys() - {"$ref", *ANNOTATIONS}:
            return None
        return reference.removeprefix(DEFINITIONS).removeprefix(OPEN)

    def resolved(self) -> "Side":
        """The side after following references; one with other keywords beside it is a member of `allOf` with them.

        `anyOf` or `oneOf` of a schema without null and null is that schema, with null among its types.
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
        return _without_null_branch(_with_reference_inside(whole))

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


def _with_reference_inside(whole: Side) -> Side:
    schema = dict(members(whole.schema))
    name = str(schema.get("$ref")).removeprefix(DEFINITIONS)
    if not schema.keys() - {"$ref", *ANNOTATIONS} or name not in whole.components:
        return whole
    reference: Object = {"$ref": schema.pop("$ref")}
    return replace(whole, schema=schema | {"allOf": [*items(schema.get("allOf")), reference]})


def _without_null_branch(whole: Side) -> Side:
    schema = members(whole.schema)
    for keyword in ("anyOf", "oneOf"):
        both = items(schema.get(keyword))
        others = [index for index, below in enumerate(both) if below != {"type": "null"}]
        if len(others) != 1 or len(both) != 2 or schema.keys() - {keyword, *ANNOTATIONS}:
            continue
        branch = [*whole.branches(keyword)][others[0]]
        below = members(branch.schema)
        if "type" in below and "null" not in types(below) and not below.keys() & {"const", "enum"}:
            kinds = list(dict.fromkeys([*types(below), "null"]))
            return replace(branch, schema={**below, "type": kinds})
    return whole


def components(document: Object, direction: Direction, *, closed: bool = False) -> Components:
    """The components of a document for one direction.

    Integer formats become bounds. Requests have no `readOnly` properties, and responses no `writeOnly` ones. A `closed`
    schema accepts only the properties that it or its composition names: a client sends no others.
    """
    schemas = members(members(document.get("components")).get("schemas"))
    return Components(Translation(schemas, "readOnly" if direction == "request" else "writeOnly", closing=closed))


def side(known: Components, pointer: str, schema: Json) -> Side:
    """A schema of the document that has these components."""
    return Side(known.translation.whole(schema), known, pointer)


def references(value: Json, prefix: str) -> Iterator[str]:
    """What the references of a schema name behind a prefix, at any depth."""
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str) and reference.startswith(prefix):
            yield reference.removeprefix(prefix)
        for below in value.values():
            yield from references(below, prefix)
    elif isinstance(value, list):
        for below in value:
            yield from references(below, prefix)


def _one_of_any(schema: Json) -> Json:
    """The schema with `anyOf` for `oneOf`: open schemas overlap where nobody means them to."""
    if isinstance(schema, list):
        return [_one_of_any(below) for below in schema]
    if not isinstance(schema, dict):
        return schema
    read: Object = {key: _one_of_any(below) for key, below in schema.items()}
    if isinstance(branches := read.get("oneOf"), list):
        del read["oneOf"]
        if "anyOf" in read:
            read["allOf"] = [*items(read.get("allOf")), {"anyOf": branches}]
        else:
            read["anyOf"] = branches
    return read


def _opened(schema: Json) -> Json:
    """The schema without what the translation closed."""
    if isinstance(schema, list):
        return [_opened(below) for below in schema]
    if not isinstance(schema, dict):
        return schema
    undone = {CLOSED, "additionalProperties"} if CLOSED in schema else set[str]()
    return {key: _opened(below) for key, below in schema.items() if key not in undone}
