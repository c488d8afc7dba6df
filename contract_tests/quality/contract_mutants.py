"""Mutants of the contract: every keyword of the 200 and of the error schema, tightened and relaxed one by one.

A mutant is noticed when some body gets another verdict from it than from the contract. The bodies are made from the
contract: rich valid ones, in which every property has every kind of value that it may have, and for each of its rules
one that breaks this rule and nothing else.
"""

import copy
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, cast

from contract_tests.verifier.laws.response_schema import Path, ResponseSchema, ResponseSchemas
from scripts.contract.document import Json, Object, Place, at, join, reachable, resolve, types

Verdict: TypeAlias = frozenset[tuple[str, ...]]

SCHEMAS = {200: "/components/schemas/SmsCampaignSendResponse", 404: "/components/schemas/ApiError"}
KEYWORDS = {"type", "format", "minimum", "required", "items", "additionalProperties", "$ref", "x-null", "x-evidence"}
"""The keywords that a verdict depends on; members of `properties` are left out one by one."""
VALUES: dict[str, Json] = {
    "null": None,
    "boolean": True,
    "integer": 7,
    "number": 1.5,
    "string": str(uuid.UUID(int=7)),
    "array": [],
    "object": {},
}
"""A value of each type; the text is a UUID, so that it may stand wherever text may."""


@dataclass(frozen=True)
class Mutant:
    """A contract that differs from the contract in one keyword of one schema."""

    pointer: str
    change: str
    document: Object

    @property
    def id(self) -> str:
        """Where, and what."""
        return f"{self.pointer.removeprefix('/components/schemas/')} {self.change}"


# Why the verdict on every body stays the same.
EQUIVALENT = {
    "without format int64": "an annotation for those who generate code; the law `integers` judges the range",
}


def verdict(shape: ResponseSchema, body: Json) -> Verdict:
    """What the contract says to a body: errors with their level, and what every reader may meet but should hear of."""
    errors = {(error.pointer, error.sentence, error.level) for error in shape.errors(body)}
    return frozenset(errors | set(shape.remarks(body)))


# Bodies


@dataclass(frozen=True)
class Body:
    """A body for a status, and the schema that it tries out."""

    status: int
    pointer: str
    value: Json


def bodies(document: Object) -> Iterator[Body]:
    """The valid and the broken bodies."""
    for status, root in SCHEMAS.items():
        full = _full(document, cast("Object", at(document, root)))
        for path, pointer in _places(document, root, ()):
            schema = cast("Object", at(document, pointer))
            for value in _values(schema):
                yield Body(status, pointer, _with(full, path, value))
            for name in cast("Object", schema.get("properties", {})):
                yield Body(status, pointer, _without(full, (*path, name)))
            if "properties" in schema:
                yield Body(status, pointer, _with(full, (*path, "x_unknown"), 1))


def _full(document: Object, schema: Object) -> Json:
    schema = resolve(document, schema)
    kind = next(kind for kind in types(schema) if kind != "null")
    if kind == "object":
        properties = cast("dict[str, Object]", schema.get("properties", {}))
        more = schema.get("additionalProperties")
        others = {"field": _full(document, more)} if isinstance(more, dict) else {}
        return {name: _full(document, below) for name, below in properties.items()} | others
    items = cast("Object", schema.get("items", {}))
    if kind == "array":
        return [_full(document, items)] if items else ["anything"]
    return VALUES[str(kind)]


def _places(document: Object, pointer: str, path: Path) -> Iterator[tuple[Path, str]]:
    """Places in the full body, each with every schema on the way of references to its own."""
    schema = cast("Object", at(document, pointer))
    yield path, pointer
    if isinstance(reference := schema.get("$ref"), str):
        yield from _places(document, reference[1:], path)
    for name in cast("Object", schema.get("properties", {})):
        yield from _places(document, join(pointer, "properties", name), (*path, name))
    for keyword, step in (("items", 0), ("additionalProperties", "field")):
        if isinstance(schema.get(keyword), dict):
            yield from _places(document, join(pointer, keyword), (*path, step))


def _values(schema: Object) -> Iterator[Json]:
    yield from (*VALUES.values(), "not a UUID", 2.0, 10**20)
    if isinstance(minimum := schema.get("minimum"), int):
        yield from (minimum - 1, minimum)


def _with(body: Json, path: Path, value: Json) -> Json:
    if not path:
        return value
    changed = copy.deepcopy(body)
    container = at(cast("Object", changed), join("", *path[:-1]))
    cast("dict[str | int, Json]", container)[path[-1]] = value
    return changed


def _without(body: Json, path: Path) -> Json:
    changed = copy.deepcopy(body)
    del cast("dict[str | int, Json]", at(cast("Object", changed), join("", *path[:-1])))[path[-1]]
    return changed


# Mutants


def mutants(document: Object) -> Iterator[Mutant]:
    """Every mutant of the schemas that the 200 and the errors have."""
    places: dict[str, Place] = {}
    for pointer in SCHEMAS.values():
        start = Place(pointer, "schemas", cast("Object", at(document, pointer)))
        places |= {place.pointer: place for place in reachable(document, start) if place.is_schema}
    for place in places.values():
        for change, schema in _changed(place.value):
            mutated = copy.deepcopy(document)
            schema_place = cast("Object", at(mutated, place.pointer))
            schema_place.clear()
            schema_place.update(copy.deepcopy(schema))
            yield Mutant(place.pointer, change, mutated)


def _but(schema: Object, keyword: str, value: Json) -> Object:
    return {**schema, keyword: value}


def _changed(schema: Object) -> Iterator[tuple[str, Object]]:
    for change in (_without_keyword, _of_other_types, _of_other_values, _of_other_members, _surer):
        yield from change(schema)


def _without_keyword(schema: Object) -> Iterator[tuple[str, Object]]:
    for keyword, value in schema.items():
        if keyword in KEYWORDS:
            shown = value if isinstance(value, str | int) else ""
            yield f"without {keyword} {shown}".rstrip(), {name: schema[name] for name in schema if name != keyword}


def _of_other_types(schema: Object) -> Iterator[tuple[str, Object]]:
    kinds = types(schema)
    if "number" in kinds:
        yield "integer", _but(schema, "type", ["integer" if kind == "number" else kind for kind in kinds])
    for kind in VALUES if kinds else ():
        if kind not in kinds:
            yield f"also {kind}", _but(schema, "type", [*kinds, kind])
        elif len(kinds) > 1:
            yield f"never {kind}", _but(schema, "type", [other for other in kinds if other != kind])


def _of_other_values(schema: Object) -> Iterator[tuple[str, Object]]:
    kinds = types(schema)
    if isinstance(minimum := schema.get("minimum"), int):
        yield "minimum + 1", _but(schema, "minimum", minimum + 1)
        yield "minimum - 1", _but(schema, "minimum", minimum - 1)
    elif "integer" in kinds or "number" in kinds:
        yield "minimum 8", _but(schema, "minimum", 8)
        yield "maximum 6", _but(schema, "maximum", 6)
    if "string" in kinds:
        yield "enum", _but(schema, "enum", ["x", None])
    if "string" in kinds and "format" not in schema:
        yield "format uuid", _but(schema, "format", "uuid")
    if schema.get("items") == {}:
        yield "items of text", _but(schema, "items", {"type": "string"})


def _of_other_members(schema: Object) -> Iterator[tuple[str, Object]]:
    required = cast("list[Json]", schema.get("required", []))
    properties = cast("Object", schema.get("properties", {}))
    for name in properties:
        if name in required:
            yield f"{name} optional", _but(schema, "required", [other for other in required if other != name])
        else:
            yield f"{name} required", _but(schema, "required", [*required, name])
        yield f"without {name}", _but(schema, "properties", {key: properties[key] for key in properties if key != name})
    if properties:
        yield "closed", _but(schema, "additionalProperties", value=False)


def _surer(schema: Object) -> Iterator[tuple[str, Object]]:
    evidence = schema.get("x-evidence")
    if isinstance(evidence, dict):
        for keyword in evidence:
            yield (
                f"sure of {keyword}",
                schema | {"x-evidence": {key: evidence[key] for key in evidence if key != keyword}},
            )


def unnoticed(document: Object) -> list[Mutant]:
    """The mutants from which every body gets the verdict that it gets from the contract."""
    schemas = ResponseSchemas(document)
    corpus = [(body, verdict(schemas.of(body.status), body.value)) for body in bodies(document)]
    return [mutant for mutant in mutants(document) if not _is_noticed(mutant, corpus)]


def _is_noticed(mutant: Mutant, corpus: list[tuple[Body, Verdict]]) -> bool:
    schemas = ResponseSchemas(mutant.document)
    # The bodies made for the changed schema come first: mostly one of them notices.
    tried = sorted(corpus, key=lambda judged: judged[0].pointer != mutant.pointer)
    return any(verdict(schemas.of(body.status), body.value) != said for body, said in tried)
