"""Containment: whether one schema accepts every value that another accepts, and if not, where, with an example.

`jsonschema_rs` decides containment of canonical schemas: yes, no or unknown. Objects and arrays are compared part by
part, so that a difference is reported at the smallest place. There a witness is searched: a value that only one of the
schemas accepts. Only yes proves containment; for unknown without a witness, the difference is reported as not proven.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Literal, cast

import jsonschema_rs
from jsonschema_rs.canonical import Containment

from scripts.contract.document import Json, items, join, members
from scripts.diff.schema_side import Side

_APPLICATORS = ("properties", "items", "additionalProperties")  # compared one by one
_OPAQUE = {
    *("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"),
    *("propertyNames", "patternProperties", "prefixItems", "contains", "unevaluatedItems", "unevaluatedProperties"),
}
_VALUES: tuple[Json, ...] = (
    *(None, True, 0, 1, -1, 2**31, 2**63, 0.5, -0.5, "", "text", "2025-11-03", "2025-11-03T15:00:00Z"),
    *("3c90c3cc-0d44-4b50-8888-8dd25736052a", "jsmith@example.com"),
    *cast("list[Json]", [[], [None], [0, 0], {}, {"new": 0}]),
)


@dataclass(frozen=True)
class Escape:
    """A difference of two schemas: a property that only one of them names, or a place where the inner one is wider.

    `witness` is the JSON text of a value that only the inner schema accepts. `proven` is false if there is none, and
    the library does not know either.
    """

    kind: Literal["outer-only", "inner-only", "wider"]
    pointer: str
    proven: bool = True
    witness: str | None = None


def escapes(outer: Side, inner: Side) -> Iterator[Escape]:
    """The differences of two schemas; if none is `wider`, the outer schema accepts every value of the inner one."""
    yield from _compared(outer, inner, set())


def _compared(outer: Side, inner: Side, seen: set[tuple[str, str]]) -> Iterator[Escape]:
    outer, inner = outer.resolved(), inner.resolved()
    pair = (outer.pointer, inner.pointer)
    if pair in seen or (outer.schema == inner.schema and outer.components == inner.components):
        return
    seen.add(pair)
    ours, theirs = members(outer.schema), members(inner.schema)
    if not ours or not theirs or (ours.keys() | theirs.keys()) & _OPAQUE:
        yield from _judged(outer, inner)
        return
    yield from _judged(_shallow(outer), _shallow(inner))
    named, named_inside = members(ours.get("properties")), members(theirs.get("properties"))
    for name in named | named_inside:
        if name not in named_inside:
            yield Escape("outer-only", join(outer.pointer, "properties", name))
            continue
        if name not in named:
            yield Escape("inner-only", join(inner.pointer, "properties", name))
        yield from _compared(_property(outer, name), _property(inner, name), seen)
    for keyword in ("items", "additionalProperties"):
        yield from _compared(_below(outer, keyword), _below(inner, keyword), seen)


def _property(whole: Side, name: str) -> Side:
    """The schema of a property, given by name or by `additionalProperties`."""
    properties = members(members(whole.schema).get("properties"))
    if name in properties:
        return replace(whole, schema=properties[name], pointer=join(whole.pointer, "properties", name))
    return _below(whole, "additionalProperties")


def _below(whole: Side, keyword: str) -> Side:
    below = members(whole.schema).get(keyword, True)
    return replace(whole, schema=below, pointer=join(whole.pointer, keyword))


def _judged(outer: Side, inner: Side) -> Iterator[Escape]:
    """A difference, unless the library proves containment."""
    answer = _canonical(outer).covers(_canonical(inner))
    if answer == Containment.YES:
        return
    ours, theirs = _validator(outer), _validator(inner)
    for value in (*_edges(inner), *_edges(outer), *_VALUES):
        if theirs.is_valid(value) and not ours.is_valid(value):
            yield Escape("wider", inner.pointer, witness=json.dumps(value, ensure_ascii=False))
            return
    yield Escape("wider", inner.pointer, proven=answer == Containment.NO)


def _canonical(whole: Side) -> jsonschema_rs.CanonicalSchema:
    return jsonschema_rs.canonicalize(whole.root, validate_formats=True)


def _validator(whole: Side) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator(whole.root, validate_formats=True)


def _edges(whole: Side) -> Iterator[Json]:
    """Candidates for a witness: values in the schema, values around its bounds, objects without a required property."""
    schema = members(whole.schema)
    yield from (schema[keyword] for keyword in ("const", "default") if keyword in schema)
    yield from (*items(schema.get("enum")), *items(schema.get("examples")))
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
        bound = schema.get(keyword)
        if isinstance(bound, int | float):
            yield from (bound, bound - 1, bound + 1, bound + 0.5)
    for keyword in ("minLength", "maxLength", "minItems", "maxItems"):
        size = schema.get(keyword)
        if isinstance(size, int) and size < 1000:
            for length in (size - 1, size, size + 1):
                yield "x" * length
                yield [*repeat(None, length)]
    names = [str(name) for name in items(schema.get("required"))]
    for left_out in names:
        yield {name: None for name in names if name != left_out}


def _shallow(whole: Side) -> Side:
    """The schema without its subschemas, except those that forbid items or additional properties."""
    schema = members(whole.schema)
    kept = {keyword: value for keyword, value in schema.items() if keyword not in _APPLICATORS}
    if schema.get("items") is False:
        kept["items"] = False
    if schema.get("additionalProperties") is False:
        kept["additionalProperties"] = False
        kept["properties"] = dict.fromkeys(members(schema.get("properties")), True)
    return Side(kept, {}, whole.pointer)
