"""Containment: whether one schema accepts every value that another accepts, and if not, where, with an example.

`jsonschema_rs` decides containment of canonical schemas: yes, no or unknown. Objects and arrays are compared part by
part, so that a difference is reported at the smallest place. There a witness is searched: a value that only one of the
schemas accepts. Only yes proves containment; for unknown without a witness, the difference is reported as not proven.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, TypeAlias

import jsonschema_rs
from jsonschema_rs.canonical import CanonicalizationError, Containment

from scripts.contract.values import Json, items, join, members, types
from scripts.diff import overlaps, parts
from scripts.diff.schema_side import Side, references
from scripts.diff.translation import DEFINITIONS, OPEN
from scripts.diff.witness import witness

_Pair: TypeAlias = tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Escape:
    """A difference of two schemas: a property that one of them lacks or names otherwise, or a wider place of the inner.

    `witness` is the JSON text of a value that only the inner schema accepts. `proven` is false if there is none, and
    the library does not know either. `said` is the name of a property in both schemas, or their types, if these differ.
    `overlap` is true if the outer schema says `oneOf` where the inner one says `anyOf`, and nothing else is wider.
    """

    kind: Literal["outer-only", "inner-only", "renamed", "wider"]
    pointer: str
    proven: bool = True
    witness: str | None = None
    said: tuple[str, str] | None = None
    overlap: bool = False


def escapes(outer: Side, inner: Side) -> Iterator[Escape]:
    """The differences of two schemas; if none is `wider`, the outer schema accepts every value of the inner one."""
    yield from Comparison().differences(outer, inner)


@dataclass
class Comparison:
    """A walk through pairs of schemas, which visits no pair of places twice.

    `changed` names the components that may differ: all of them, if it is None. `apart` are pairs of which the first one
    is known not to contain the second.
    """

    changed: Collection[str] | None = None
    seen: set[_Pair] = field(default_factory=set[_Pair])
    apart: set[_Pair] = field(default_factory=set[_Pair])

    def differences(self, outer: Side, inner: Side) -> Iterator[Escape]:
        """The differences at and below two schemas."""
        if self._is_unchanged(outer, inner):
            return
        outer, inner = outer.resolved(), inner.resolved()
        pair = _pair(outer, inner)
        if pair in self.seen or self._is_equal(outer, inner):
            return
        self.seen.add(pair)
        opaque = parts.is_opaque(outer) or parts.is_opaque(inner)
        if retyped := _retyped(outer, inner):
            judged = _judged(outer, inner) if opaque else _judged(parts.shallow(outer), parts.shallow(inner), inner)
            yield from (replace(escape, said=retyped) for escape in judged)
        elif opaque:
            outers, inners = parts.alternatives(outer), parts.alternatives(inner)
            apart = outers and inners and (outers, inners) != ([outer], [inner])
            yield from self._of_alternatives(outer, inner, outers, inners) if apart else _judged(outer, inner)
            if found := overlaps.refused(outer, inner):
                yield Escape("wider", inner.pointer, proven=found[0], witness=found[1], overlap=True)
            yield from _names_of_one(parts.named(outer), parts.named(inner))
        else:
            yield from self._of_parts(outer, inner)

    def _is_equal(self, outer: Side, inner: Side) -> bool:
        """Whether both schemas are the same, and what they refer to."""
        if outer.schema != inner.schema:
            return False
        if self.changed is None:
            return (outer.root, outer.exact) == (inner.root, inner.exact)
        used = references(outer.schema, DEFINITIONS)
        return not any(name.removeprefix(OPEN) in self.changed for name in used)

    def _is_unchanged(self, outer: Side, inner: Side) -> bool:
        """Whether both are references to one component that is the same in both contracts."""
        name = outer.component
        return name is not None and name == inner.component and self.changed is not None and name not in self.changed

    def _of_parts(self, outer: Side, inner: Side) -> Iterator[Escape]:
        whole = inner
        if names := _renamed(outer, inner):
            yield Escape("renamed", join(inner.pointer, "properties", names[1]), said=names)
            inner = _with_name(inner, *names)
        yield from _judged(parts.shallow(outer), parts.shallow(inner), whole)
        named, named_inside = parts.properties(outer), parts.properties(inner)
        yield from _names_of_one(named, named_inside)
        for name in named_inside:
            yield from self.differences(
                named.get(name) or parts.under(outer, "additionalProperties"), named_inside[name]
            )
        for keyword in ("items", "additionalProperties"):
            yield from self.differences(parts.under(outer, keyword), parts.under(inner, keyword))

    def _of_alternatives(
        self, outer: Side, inner: Side, outers: Sequence[Side], inners: Sequence[Side]
    ) -> Iterator[Escape]:
        """The differences of the alternatives of the same name, and the other ones of the inner schema that escape."""
        named = {one.component: one for one in outers if one.component}
        for index, below in enumerate(inners):
            if below.component in named:
                yield from self.differences(named[below.component], below)
                continue
            tried = (self._inside(one, below) for one in (*outers[index : index + 1], *outers))
            found = next((inside for inside in tried if inside is not None), None)
            whole = below.resolved()
            yield from _judged(outer, whole, whole, inner) if found is None else found

    def _inside(self, outer: Side, inner: Side) -> list[Escape] | None:
        """The overlaps in a schema that another one contains; None if it does not.

        Those whose comparison has begun are assumed to contain each other.
        """
        if (pair := _pair(outer, inner)) in self.apart:
            return None
        closed = members(inner.resolved().schema).get("additionalProperties") is False
        found: list[Escape] = []
        for escape in Comparison(self.changed, set(self.seen), self.apart).differences(outer, inner):
            if escape.overlap:
                found.append(escape)
            elif escape.kind != "inner-only" and not (closed and escape.kind == "outer-only"):
                self.apart.add(pair)
                return None
        return found


def _pair(outer: Side, inner: Side) -> _Pair:
    """Both places, each with its types and whether it is closed: a reference may add null, and a composition closes."""
    both = ((members(side.schema), side.pointer) for side in (outer, inner))
    return tuple((pointer, str(types(own)), own.get("additionalProperties") is False) for own, pointer in both)


def _names_of_one(named: Mapping[str, Side], named_inside: Mapping[str, Side]) -> Iterator[Escape]:
    yield from (Escape("outer-only", side.pointer) for name, side in named.items() if name not in named_inside)
    yield from (Escape("inner-only", side.pointer) for name, side in named_inside.items() if name not in named)


def _retyped(outer: Side, inner: Side) -> tuple[str, str] | None:
    """The types of both schemas, if they have none in common but null: then no part of the values can be compared."""
    both = parts.kinds(outer), parts.kinds(inner)
    numbers = [{"number" if kind == "integer" else kind for kind in kinds} for kinds in both]
    if all(both) and not numbers[0] & numbers[1]:
        return " or ".join(both[0]), " or ".join(both[1])
    return None


def _renamed(outer: Side, inner: Side) -> tuple[str, str] | None:
    """The names of a property in both schemas, if it is certain that only its name differs.

    That is so if each schema has one property that the other one lacks, at the same position, and both mean the same.
    """
    olds, news = (members(members(side.schema).get("properties")) for side in (outer, inner))
    (old, new) = ([name for name in these if name not in those] for these, those in ((olds, news), (news, olds)))
    if len(old) != 1 or len(new) != 1 or [*olds].index(old[0]) != [*news].index(new[0]):
        return None
    one, other = parts.properties(outer).get(old[0]), parts.properties(inner).get(new[0])
    if one and other and not [*escapes(one, other), *escapes(other, one)]:
        return old[0], new[0]
    return None


def _with_name(whole: Side, name: str, instead: str) -> Side:
    """The schema with a name for a property instead of another one."""
    schema = members(whole.schema)
    properties = {name if key == instead else key: value for key, value in members(schema.get("properties")).items()}
    required: list[Json] = [name if key == instead else key for key in items(schema.get("required"))]
    return replace(whole, schema={**schema, "properties": properties} | ({"required": required} if required else {}))


def _judged(outer: Side, inner: Side, *shown: Side) -> Iterator[Escape]:
    """A difference, unless the library proves containment; a witness keeps the schemas that are to be shown."""
    try:
        answer = _canonical(outer).covers(_canonical(inner))
    except CanonicalizationError:  # a pattern or a reference that the library cannot read
        yield Escape("wider", inner.pointer, proven=False)
        return
    if answer == Containment.YES:
        return
    found = witness(outer, *(shown or (inner,)))
    yield Escape("wider", inner.pointer, proven=bool(found) or answer == Containment.NO, witness=found)


def _canonical(whole: Side) -> jsonschema_rs.CanonicalSchema:
    return _canonical_text(json.dumps(whole.root))


@lru_cache(maxsize=1024)  # each alternative is compared with the same schema, which may have dozens of them
def _canonical_text(schema: str) -> jsonschema_rs.CanonicalSchema:
    return jsonschema_rs.canonicalize(json.loads(schema), validate_formats=True)
