"""Mutants of a contract: every keyword of the schemas of its bodies, left out, tightened and relaxed one by one.

A mutant is detected when some test vector gets another verdict from it than from the contract. There are two judges:
the schema reference says valid or invalid; the verifier also says how sure a broken keyword is, and notes missing, null
and unknown members. A list names the mutants of the frozen contract that neither detects, each with the reason.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import jsonschema_rs

from contract_tests.verifier.laws.response_schema import ResponseSchemas
from scripts.contract.document import Contract
from scripts.contract.keywords import COMPONENT, KEYWORDS, Role
from scripts.contract.operations import operations
from scripts.contract.places import Place, reachable
from scripts.contract.values import Json, Object, at, items, join, members, types
from scripts.reference.emitters import json_schema
from scripts.reference.vectors.walk import Vector, vectors

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
EXTENSIONS = ("x-null", "x-evidence", "x-spelling")
Changes: TypeAlias = Iterator[tuple[str, Json]]  # (how, the keyword's new value)
Judge: TypeAlias = Callable[[Vector], object]
JudgeName = Literal["reference", "verifier"]


@dataclass(frozen=True)
class Mutant:
    """A contract that differs from the contract in one keyword of one schema; the id says where, in which and how."""

    id: str
    place: str
    contract: Contract


@dataclass(frozen=True)
class Equivalent:
    """Mutants, by a regular expression of their ids, that get every verdict of the contract from a judge, and why."""

    pattern: str
    reason: str
    judges: tuple[JudgeName, ...] = ("reference", "verifier")


# fmt: off
EQUIVALENTS = (
    Equivalent(r".*/format dropped: int64", "to JSON Schema int64 is a note; readers with types obey it"),
    Equivalent(r".*/items dropped: {}", "items of every kind are allowed either way", ("reference",)),
    Equivalent(r".*/(min_ctr|(last_sent|start)_timestamp)/type takes integer too", "an integer is one", ("reference",)),
    Equivalent(r".*/multistep_data/\$ref leads to (Planner)?MultistepData", "the two differ in their defaults only"),
    Equivalent(r".*/planner_data/\$ref leads to (Status)?PlannerData", "the two differ in their defaults only"),
    Equivalent(r"SmsCampaignSendResource/minProperties added: 1", "its required properties are there anyway"),
    Equivalent(r"SmsCampaignSendResponse/minProperties added: 1", "as before, but two errors are told", ("reference",)),
    Equivalent(r"SendMeta/properties/\w+_id/minLength added: 1", "a UUID is not empty anyway", ("reference",)),
    Equivalent(r"(.*/errors|Init.*)/unevaluatedProperties added: False", "additionalProperties evaluates them all"),
    Equivalent(r".*/steps_performance/items/\$ref leads .*(Data|us|Meta|ow|ule)", "all are met by {}", ("reference",)),
    Equivalent(r".*/steps_performance/x-evidence .*", "StepPerformance says how sure it is", ("verifier",)),
    Equivalent(r".*/x-evidence (sure of |dropped: {')default(': 'inferred'})?", "no body shows it", ("verifier",)),
    Equivalent(r".*/x-(null|evidence) .*", "an annotation, which only the verifier reads", ("reference",)),
)
# fmt: on


def equivalents(contract: Contract, judge: JudgeName) -> list[str]:
    """The ids of the mutants that a judge cannot see, by the rows.

    Raises:
        ValueError: a row is about no mutant.
    """
    ids = [mutant.id for mutant in mutants(contract)]
    found = {row: [id_ for id_ in ids if re.fullmatch(row.pattern, id_)] for row in EQUIVALENTS if judge in row.judges}
    if unused := [row.pattern for row, listed in found.items() if not listed]:
        raise ValueError(f"no mutant is {', '.join(unused)}")
    listed = {id_ for some in found.values() for id_ in some}
    return [id_ for id_ in ids if id_ in listed]


# Judges


def reference(contract: Contract) -> Judge:
    """Say whether the schema reference takes a body."""
    validators = {
        name: jsonschema_rs.Draft202012Validator(json_schema.schema(contract, name), validate_formats=True)
        for name in BODIES
    }
    return lambda vector: validators[vector.schema].is_valid(vector.data)


def verifier(contract: Contract) -> Judge:
    """Say all that the verifier says to a body: errors with their level, and remarks."""
    schemas = ResponseSchemas(contract.document)

    def verdict(vector: Vector) -> object:
        (operation,) = schemas.operations
        schema = schemas.of(operation.responses[BODIES[vector.schema]])
        if schema is None:
            raise AssertionError("every vector has a schema")
        value = schema.meant(vector.data)
        errors = {(error.pointer, error.sentence, error.level) for error in schema.errors(value)}
        return frozenset(errors | set(schema.remarks(value)))

    return verdict


BODIES = {"SmsCampaignSendResponse": "200", "ApiError": "404"}
"""The schemas that have vectors, each with a status of an answer that has such a body."""
JUDGES: dict[JudgeName, Callable[[Contract], Judge]] = {"reference": reference, "verifier": verifier}


def survivors(contract: Contract, judge: JudgeName) -> list[str]:
    """The ids of the mutants from which every vector gets the verdict that it gets from the contract."""
    right = JUDGES[judge](contract)
    corpus = [(vector, right(vector)) for vector in vectors(contract)]
    return [mutant.id for mutant in mutants(bare(contract)) if not _is_detected(mutant, judge, corpus)]


def bare(contract: Contract) -> Contract:
    """The contract with one response for each schema, so that a mutant is read quickly."""
    document = deepcopy(contract.document)
    for operation in operations(document):
        responses = members(operation.place.value["responses"])
        for status in responses.keys() - {*BODIES.values(), "default"}:
            del responses[status]
    return replace(contract, document=document)


def _is_detected(mutant: Mutant, judge: JudgeName, corpus: list[tuple[Vector, object]]) -> bool:
    # The vectors of the changed schema come first: mostly one of them detects the mutant.
    component, _, below = mutant.place.partition("/properties/")
    site = f"{component}.{below.partition('/')[0]}" if below else component
    tried = sorted(corpus, key=lambda judged: (site not in judged[0].id, component not in judged[0].id))
    try:
        said = JUDGES[judge](mutant.contract)
        return any(said(vector) != verdict for vector, verdict in tried)
    except RecursionError:  # the verifier reads a schema as a tree, so that it refuses one that contains itself
        return True


# Mutants


def mutants(contract: Contract) -> Iterator[Mutant]:
    """Every mutant of the schemas that the bodies of the contract have."""
    for place in _places(contract):
        for keyword, value in place.value.items():
            is_read = keyword in EXTENSIONS
            if is_read or (keyword in KEYWORDS and KEYWORDS[keyword].role is not Role.ANNOTATION):
                rest = {other: below for other, below in place.value.items() if other != keyword}
                yield _mutant(contract, place, f"{keyword} dropped: {value}", rest)
        for keyword, change in CHANGES.items():
            for how, value in change(contract.document, place.value):
                yield _mutant(contract, place, f"{keyword} {how}", {**place.value, keyword: value})


def _places(contract: Contract) -> list[Place]:
    found: dict[str, Place] = {}
    for name in BODIES:
        pointer = join("/components/schemas", name)
        start = Place(pointer, "schemas", members(at(contract.document, pointer)))
        found |= {place.pointer: place for place in reachable(contract.document, start) if place.is_schema}
    return list(found.values())


def _mutant(contract: Contract, place: Place, change: str, schema: Object) -> Mutant:
    where = place.pointer.removeprefix("/components/schemas/")
    document = members(_replaced(contract.document, place.pointer.split("/")[1:], schema))
    return Mutant(f"{where}/{change}", where, replace(contract, document=document))


def _replaced(value: Json, path: list[str], schema: Object) -> Json:
    """The value with a schema in the place of another; what is beside the path is shared."""
    if not path:
        return schema
    first, *rest = path
    return members(value) | {first: _replaced(members(value)[first], rest, schema)}


def _type(_: Object, schema: Object) -> Changes:
    own = types(schema)
    for kind in TYPES if own else ():
        if kind not in own:
            yield f"takes {kind} too", [*own, kind]
        elif len(own) > 1:
            yield f"takes {kind} no longer", [other for other in own if other != kind]
    if "number" in own:
        yield "takes integer for number", ["integer" if kind == "number" else kind for kind in own]


def _minimum(_: Object, schema: Object) -> Changes:
    low = schema.get("minimum")
    if isinstance(low, int | float):
        yield from (("raised", low + 1), ("lowered", low - 1))
    elif {"integer", "number"} & set(types(schema)):
        yield "added", 0


def _maximum(_: Object, schema: Object) -> Changes:
    if {"integer", "number"} & set(types(schema)):
        yield "added", 1


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


def _reference(document: Object, schema: Object) -> Changes:
    for name in members(members(document["components"])["schemas"]):
        if schema.get("$ref", COMPONENT + name) != COMPONENT + name:
            yield f"leads to {name}", COMPONENT + name


def _format(_: Object, schema: Object) -> Changes:
    if "string" in types(schema) and "format" not in schema:
        yield "added: uuid", "uuid"


def _items(_: Object, schema: Object) -> Changes:
    if schema.get("items") == {}:
        yield "of text", {"type": "string"}


def _evidence(_: Object, schema: Object) -> Changes:
    evidence = schema.get("x-evidence")
    for keyword in evidence if isinstance(evidence, dict) else ():
        yield f"sure of {keyword}", {other: level for other, level in members(evidence).items() if other != keyword}


def _added(kind: str, value: Json) -> Callable[[Object, Object], Changes]:
    """Add a keyword to the schemas of a type."""

    def change(_: Object, schema: Object) -> Changes:
        if kind in types(schema):
            yield f"added: {value}", value

    return change


def _closed(_: Object, schema: Object) -> Changes:
    if "properties" in schema:
        yield "added: False", False


CHANGES: dict[str, Callable[[Object, Object], Changes]] = {
    "type": _type,
    "format": _format,
    "enum": _added("string", ["x", None]),
    "minimum": _minimum,
    "maximum": _maximum,
    "exclusiveMinimum": _exclusive_minimum,
    "required": _required,
    "properties": _properties,
    "items": _items,
    "$ref": _reference,
    "additionalProperties": _closed,
    "unevaluatedProperties": _added("object", value=False),
    "minProperties": _added("object", value=1),
    "minItems": _added("array", value=1),
    "maxItems": _added("array", value=1),
    "minLength": _added("string", value=1),
    "x-evidence": _evidence,
}
