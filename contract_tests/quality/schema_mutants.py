"""Schemas with one keyword changed: some test vector must tell each of them from the original.

One table says how each keyword is changed, another which changes no body can show.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from scripts.contract.document import Json, Object, at, items, join, members, types, walk
from scripts.reference.keywords import KEYWORDS, Role

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
Changes = Iterator[tuple[str, Json]]  # (how, the keyword's new value)


@dataclass(frozen=True)
class Mutant:
    """A schema that differs from the original in one keyword; the id says where, in which and how."""

    id: str
    schema: Object


@dataclass(frozen=True)
class Equivalent:
    """Mutants, by a regular expression of their ids, that accept exactly what the original accepts, and why."""

    pattern: str
    reason: str


EQUIVALENTS = (
    Equivalent(r".*/format dropped: int64", "to JSON Schema int64 is a note; readers with types obey it"),
    Equivalent(r".*/items dropped: {}", "items of every kind are allowed either way"),
    Equivalent(r".*/(min_ctr|last_sent_timestamp|start_timestamp)/type takes integer too", "an integer is a number"),
    Equivalent(r".*/multistep_data/\$ref leads to (Planner)?MultistepData", "the two differ in their defaults only"),
    Equivalent(r".*/planner_data/\$ref leads to (Status)?PlannerData", "the two differ in their defaults only"),
    Equivalent(r".*(/SmsCampaignSendResource|^)/minProperties added: 1", "its required properties are there anyway"),
    Equivalent(r".*/SendMeta/properties/\w+_id/minLength added: 1", "a UUID is not empty anyway"),
    Equivalent(r".*/errors/unevaluatedProperties added: False", "additionalProperties evaluates them all"),
)


def mutants(schema: Object) -> Iterator[Mutant]:
    """Every mutant of a self-contained JSON Schema 2020-12."""
    for place in walk(schema, keyword="schema"):
        for keyword, value in place.value.items() if place.is_schema else ():
            if keyword in KEYWORDS and KEYWORDS[keyword].role is not Role.ANNOTATION:
                mutant = deepcopy(schema)
                del members(at(mutant, place.pointer))[keyword]
                yield Mutant(f"{join(place.pointer, keyword)} dropped: {value}", mutant)
        for keyword, change in CHANGES.items() if place.is_schema else ():
            for how, value in change(schema, place.value):
                mutant = deepcopy(schema)
                members(at(mutant, place.pointer))[keyword] = value
                yield Mutant(f"{join(place.pointer, keyword)} {how}", mutant)


def _type(_: Object, schema: Object) -> Changes:
    own = types(schema)
    for kind in TYPES if own else ():
        if kind not in own:
            yield f"takes {kind} too", [*own, kind]
        elif len(own) > 1:
            yield f"takes {kind} no longer", [other for other in own if other != kind]


def _minimum(_: Object, schema: Object) -> Changes:
    low = schema.get("minimum")
    if isinstance(low, int | float):
        yield from (("raised", low + 1), ("lowered", low - 1))
    elif {"integer", "number"} & set(types(schema)):
        yield "added", 0


def _exclusive_minimum(_: Object, schema: Object) -> Changes:
    if "minimum" in schema:
        yield "added", schema["minimum"]


def _required(_: Object, schema: Object) -> Changes:
    own = items(schema.get("required"))
    for name in members(schema.get("properties")):
        if name in own:
            yield f"without {name}", [other for other in own if other != name]
        else:
            yield f"with {name}", [*own, name]


def _properties(_: Object, schema: Object) -> Changes:
    own = members(schema.get("properties"))
    for name in own:
        yield f"without {name}", {other: below for other, below in own.items() if other != name}


def _reference(root: Object, schema: Object) -> Changes:
    for name in members(root.get("$defs")):
        if schema.get("$ref", f"#/$defs/{name}") != f"#/$defs/{name}":
            yield f"leads to {name}", f"#/$defs/{name}"


def _added(kind: str, value: Json) -> Callable[[Object, Object], Changes]:
    """Add a keyword to the schemas of a type."""

    def change(_: Object, schema: Object) -> Changes:
        if kind in types(schema):
            yield f"added: {value}", value

    return change


CHANGES: dict[str, Callable[[Object, Object], Changes]] = {
    "type": _type,
    "minimum": _minimum,
    "exclusiveMinimum": _exclusive_minimum,
    "required": _required,
    "properties": _properties,
    "$ref": _reference,
    "unevaluatedProperties": _added("object", value=False),
    "minProperties": _added("object", value=1),
    "minItems": _added("array", value=1),
    "maxItems": _added("array", value=1),
    "minLength": _added("string", value=1),
}
