"""Candidates for a witness: values that one schema may accept, near what another schema says of the same place.

They are guesses: whoever asks for them must validate them. Of the ways to keep a composition, the first 24 are tried.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeVar, cast

import jsonschema_rs

from scripts.contract import samples
from scripts.contract.patterns import matches
from scripts.contract.values import Json, Object, items, join, members, types
from scripts.diff.schema_side import Side
from scripts.diff.translation import PLAIN

# fmt: off
_COMMON: tuple[Json, ...] = (
    None, True,
    0, 1, -1, 2**31, 2**63, 0.5, -0.5,
    "", "text", " text ",
    "2025-11-03", "2025-11-03T15:00:00Z", "15:00:00Z",
    "3c90c3cc-0d44-4b50-8888-8dd25736052a", "jsmith@example.com", "https://example.com/", "192.0.2.1", "2001:db8::1",
    *cast("list[Json]", [[], [None], [0, 0], {}, {"new": 0}]),
)
# fmt: on
_Key = TypeVar("_Key")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_DEEPEST = 6  # levels of a value
_WAYS = 24  # to keep a composition
_OF_ONE = 60  # values of one property or item
_LONGEST = 100_000  # characters of a text
_MOST_ITEMS = 1000


def candidates(inner: Side, *near: Side) -> Iterator[Json]:
    """Values that the inner schema may accept, near what others say, and some that most schemas distinguish."""
    yield from _together([inner], near, 0)
    yield from _COMMON


def _together(sides: Iterable[Side], near: Iterable[Side], depth: int) -> Iterator[Json]:
    """Values that all sides may accept."""
    around = [one for side in near for one in _all(side.resolved())]
    ways: list[list[Side]] = [[]]
    for side in sides:
        ways = [[*way, *more] for way in ways for more in _ways(side.resolved())][:_WAYS]
    values = {index: _Place(way, around, depth).values() for index, way in enumerate(ways)}
    yield from (value for _, value in _in_turn(values))


def _ways(side: Side, seen: frozenset[str] = frozenset()) -> list[list[Side]]:
    """The ways to keep a schema: the schema, the members of its `allOf`, and one of each of its alternatives."""
    if side.pointer in seen:
        return [[]]
    ways, seen = [[side]], seen | {side.pointer}
    for member in side.branches("allOf"):
        ways = [[*way, *more] for way in ways for more in _ways(member, seen)][:_WAYS]
    for keyword in ("anyOf", "oneOf"):
        choices = [one for branch in side.branches(keyword) for one in _ways(branch, seen)]
        ways = [[*way, *more] for way in ways for more in choices or [[]]][:_WAYS]
    return ways


def _all(side: Side, seen: frozenset[str] = frozenset()) -> Iterator[Side]:
    """A schema, and those that it is composed of."""
    if side.pointer not in seen:
        yield side
        for below in side.branches("allOf", "anyOf", "oneOf"):
            yield from _all(below, seen | {side.pointer})


@dataclass(frozen=True)
class _Place:
    """A place of a value: the schemas that it must keep, and other schemas that say something about it."""

    sides: Sequence[Side]
    near: Sequence[Side]
    depth: int

    @property
    def schemas(self) -> list[Object]:
        """The schemas to keep."""
        return [members(side.schema) for side in self.sides]

    @property
    def around(self) -> list[Object]:
        """All schemas, those to keep first."""
        return [*self.schemas, *(members(side.schema) for side in self.near)]

    def values(self) -> Iterator[Json]:
        """Values whose own keywords keep all schemas, the plainest first; those below are candidates too."""
        if not any(self.around):  # any value will do
            yield 0
            return
        plain: list[Json] = [{key: one[key] for key in one.keys() & PLAIN} for one in self.schemas]
        validator = jsonschema_rs.Draft202012Validator({"allOf": plain} if plain else {}, validate_formats=True)
        kinds = {str(kind) for one in self.schemas for kind in types(one)}
        makers = (
            _said(self.around),
            _scalars(self.around),
            self._objects() if not kinds or "object" in kinds else (),
            self._arrays() if not kinds or "array" in kinds else (),
        )
        yield from (value for value in chain(*makers) if validator.is_valid(value))

    def _objects(self) -> Iterator[Object]:
        parts, near = _properties(self.sides), _properties(self.near)
        if self.depth > _DEEPEST or not (parts or near or any("required" in one for one in self.around)):
            return
        names = dict.fromkeys(str(name) for one in self.schemas for name in items(one.get("required")))
        least: Object = {name: next(self._below(parts.get(name, []), []), None) for name in names}
        yield least
        yield least | {"new": 0}
        misfits: Object = {name: _misfit(sides) for name, sides in near.items() if name not in parts}
        yield from [misfits | least] if misfits else []  # keeps no other schema of a `oneOf`
        values = {name: islice(self._below(parts.get(name, []), near.get(name, [])), _OF_ONE) for name in parts | near}
        all_of_them = dict(least)
        singles: list[Object] = []
        for name, value in _in_turn(values):
            all_of_them.setdefault(name, value)
            singles.append({name: value})
            yield least | singles[-1]
        yield all_of_them
        if misfits:
            yield from (misfits | least | more for more in singles)

    def _arrays(self) -> Iterator[list[Json]]:
        if self.depth > _DEEPEST:
            return
        below = [list(_under(sides, "items")) for sides in (self.sides, self.near)]
        found = list(islice(self._below(*below), _OF_ONE))
        least = max((int(samples.number(one, "minItems", 0)) for one in self.schemas), default=0)
        yield []
        yield from ([value] * max(least, 1) for value in found if least < _MOST_ITEMS)
        yield found[:least]
        sizes = (one[keyword] for one in self.around for keyword in ("minItems", "maxItems") if keyword in one)
        for size in sizes:
            if found and isinstance(size, int) and size < _MOST_ITEMS:
                yield from ([found[0]] * length for length in (size - 1, size, size + 1) if length > 0)

    def _below(self, sides: Sequence[Side], near: Sequence[Side]) -> Iterator[Json]:
        return _together(sides, near, self.depth + 1)


def _in_turn(values: Mapping[_Key, Iterator[Json]]) -> Iterator[tuple[_Key, Json]]:
    """The first value of each key, then the second ones: whoever takes only some learns of every key."""
    left = [*values]
    while left:
        for key in left.copy():
            try:
                yield key, next(values[key])
            except StopIteration:
                left.remove(key)


def _misfit(sides: Iterable[Side]) -> Json:
    """A value of a type that none of the schemas names."""
    kinds = {str(kind) for side in sides for kind in types(members(side.resolved().schema))}
    return next((value for kind, value in _OF_EACH_TYPE.items() if kind not in kinds), 0)


def _properties(sides: Iterable[Side]) -> dict[str, list[Side]]:
    """The schemas of properties by name; `new` stands for what only additional properties allow."""
    found: dict[str, list[Side]] = {}
    for side in sides:
        for name, schema in members(members(side.schema).get("properties")).items():
            found.setdefault(name, []).append(Side(schema, side.components, join(side.pointer, "properties", name)))
        for pattern, schema in members(members(side.schema).get("patternProperties")).items():
            below = Side(schema, side.components, join(side.pointer, "patternProperties", pattern))
            found.setdefault(next(matches(pattern), ""), []).append(below)
    if others := list(_under(sides, "additionalProperties")):
        found.setdefault("new", []).extend(others)
    return found


def _under(sides: Iterable[Side], keyword: str) -> Iterator[Side]:
    for side in sides:
        if isinstance(below := members(side.schema).get(keyword), dict):
            yield Side(below, side.components, join(side.pointer, keyword))


def _said(schemas: Iterable[Object]) -> Iterator[Json]:
    """The values that schemas name."""
    for one in schemas:
        yield from (one[keyword] for keyword in ("const", "default") if keyword in one)
        yield from (*items(one.get("enum")), *items(one.get("examples")))


def _scalars(schemas: Sequence[Object]) -> Iterator[Json]:
    """Numbers around bounds, texts around lengths, texts of formats and patterns with all their signs, common ones."""
    yield from (value for one in schemas for kind in types(one) for value in _SIMPLEST.get(str(kind), ()))
    for bound in (one[keyword] for one in schemas for keyword in _BOUNDS if keyword in one):
        if isinstance(bound, int | float):
            yield from (bound, bound - 1, bound + 1, bound + 0.5)
    for one in schemas:
        if one.keys() & {"pattern", "format"}:
            yield from samples.texts(one)
    signs = dict.fromkeys(sign for one in schemas for sign in str(one.get("pattern", "")))
    for one in schemas:
        if "pattern" in one:
            start = next(matches(str(one["pattern"])), "")[:-1]
            yield from (start + sign for sign in signs)
    for size in (one[keyword] for one in schemas for keyword in ("minLength", "maxLength") if keyword in one):
        if isinstance(size, int) and size < _LONGEST:
            for length in (size - 1, size, size + 1):
                yield "x" * length
                yield from (text for one in schemas if "pattern" in one for text in samples.stretched(one, length))
    yield from _COMMON


_OF_EACH_TYPE: dict[str, Json] = {"boolean": True, "object": {}, "array": [], "string": "text", "null": None}
_SIMPLEST: dict[str, tuple[Json, ...]] = {
    "string": ("text",),
    "integer": (1,),
    "number": (0.5,),
    "boolean": (True, False),
}
