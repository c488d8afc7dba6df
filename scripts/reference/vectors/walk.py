"""Test vectors generated from the contract: valid bodies, and bodies with exactly one fault.

The walk visits every schema of a body once. For each keyword of the schema, it puts the values of the probes into the
smallest body that contains the place. A probe of which the contract says otherwise becomes no vector: a keyword beside
the tested one may refuse it too. Where a component is used a second time, three vectors are enough to tell it from
other components.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import jsonschema_rs

from scripts.contract.document import Contract, validator
from scripts.contract.keywords import COMPONENT, target
from scripts.contract.samples import different, number, properties, sample
from scripts.contract.spelling import spelled_schemas
from scripts.contract.values import Json, Object, items, join, members, resolve
from scripts.reference.calls import Body, bodies
from scripts.reference.vectors.probes import PROBES
from scripts.reference.vectors.samples import filled
from scripts.reference.vectors.site import Probe, Site, Tier
from scripts.reference.vectors.spellings import of_spelling


@dataclass(frozen=True)
class Vector:
    """A body, and whether it is valid.

    Attributes:
        id: the place in the contract, the keyword and the case; it never changes.
        tier: core is plain structure; format needs `format` asserted; on edge, validators are known to differ; spelling
            is what PHP may write otherwise than types describe it.
        schema: the component that describes the body.
        fault: the class of the fault, the same at all places; empty if the body is valid.
        instance: JSON pointer to the tested value, in the body.
        keyword: JSON pointer to the tested keyword, in the file of the schema; empty for a whole body.
        why: the reason, as a sentence.
        data: the body.
    """

    id: str
    tier: Tier
    schema: str
    fault: str
    instance: str
    keyword: str
    why: str
    data: Json


def vectors(contract: Contract) -> list[Vector]:
    """All vectors in the order of the contract: for each body its examples, then place by place."""
    found: dict[str, Vector] = {}
    visited: set[str] = set()
    judges: dict[str, jsonschema_rs.Validator] = {}
    spelled = frozenset(map(id, spelled_schemas(contract.document)))
    for body in bodies(contract):
        schema: Object = {"$ref": COMPONENT + body.schema}
        root = Site(contract.document, body.schema, schema, "", "", lambda value: value, spelled)
        if body.schema not in judges:
            judges[body.schema] = validator(contract.spelled, root.schema)
        for vector in (*_examples(root, body), *(() if body.schema in visited else _walk(root, body.schema, visited))):
            if vector.id not in found and _agrees(judges[body.schema], vector):
                found[vector.id] = vector
    return list(found.values())


def _agrees(judge: jsonschema_rs.Validator, vector: Vector) -> bool:
    """Whether the contract says of the body what the vector says: nothing, or a fault by this keyword at this place."""
    errors = list(judge.iter_errors(vector.data))
    if not vector.fault:
        return not errors
    keyword = vector.keyword.rpartition("/")[2]
    here = all(join("", *error.instance_path) == vector.instance for error in errors)
    return here and any(keyword in error.schema_path for error in errors)


def _examples(root: Site, body: Body) -> Iterator[Vector]:
    for example in body.examples:
        name = f"{body.home}/{example.name}"
        yield _vector(root, body.schema, f"example/{name}", Probe("", example.value, IS_EXAMPLE))
        full = filled(root.document, root.schema, example.value)
        if full != example.value:
            yield _vector(root, body.schema, f"full/{name}", Probe("", full, IS_FULL))


IS_EXAMPLE = "is an example of the contract"
IS_FULL = "is an example of the contract, with a value for every null and an item in every empty list"


def _walk(site: Site, body: str, visited: set[str]) -> Iterator[Vector]:
    if "$ref" in site.schema:
        name = target(site.schema)
        if name in visited:
            yield from _again(site, body)
            return
        visited.add(name)
        site = replace(_target(site, body), name=name)
    for keyword in site.schema:
        for probe in PROBES[keyword](site) if keyword in PROBES else ():
            yield _vector(site, body, f"{keyword}/{probe.case}", probe, join(site.pointer, keyword))
    for keyword, probe in of_spelling(site) if site.is_spelled else ():
        yield _vector(site, body, f"{keyword}/{probe.case}", probe, join(site.pointer, keyword))
    for below in _below(site):
        yield from _walk(below, body, visited)


def _again(site: Site, body: str) -> Iterator[Vector]:
    """A known component at another place: a valid value, an invalid one, and one that only this component refuses."""
    there = _target(site, body)
    own = [below for below in map(partial(_target, body=body), _below(there)) if below.schema][:1]
    for place, faulty in ((there, False), (there, True), *((below, True) for below in own)):
        probes = ((word, probe) for word in place.schema if word in PROBES for probe in PROBES[word](place))
        for keyword, probe in [found for found in probes if bool(found[1].fault) is faulty][:1]:
            case = f"$ref{place.name.removeprefix(site.name).replace('.', '/')}/{probe.case}"
            yield _vector(replace(place, name=site.name), body, case, probe, join(place.pointer, keyword))


def _target(site: Site, body: str) -> Site:
    """The same place, with the schema that it refers to."""
    if "$ref" not in site.schema:
        return site
    name = target(site.schema)
    pointer = "" if name == body else join("", "$defs", name)
    return replace(site, schema=resolve(site.document, site.schema), pointer=pointer)


def _below(site: Site) -> Iterator[Site]:
    """The places directly below, each in the smallest body that contains it, and the parts of the place itself."""
    schema = site.schema
    for name, below in members(schema.get("properties")).items():
        yield _member(site, f".{name}", name, members(below), "properties", name)
    if isinstance(others := schema.get("additionalProperties"), dict):
        yield _member(site, ".*", "field", others, "additionalProperties")
    if "items" in schema:
        yield from _item(site, members(schema["items"]))
    for index, part in enumerate(items(schema.get("allOf"))):
        yield _part(site, members(part), "allOf", index)


def _member(site: Site, name: str, key: str, schema: Object, *keywords: str) -> Site:
    def put(value: Json) -> Json:
        return site.put({**members(sample(site.document, site.schema)), key: value})

    pointer, instance = join(site.pointer, *keywords), join(site.instance, key)
    return replace(site, name=site.name + name, schema=schema, pointer=pointer, instance=instance, put=put)


def _item(site: Site, schema: Object) -> Iterator[Site]:
    """The last item of the shortest list, or the second one, because some readers look only at the first."""
    first = "uniqueItems" not in site.schema
    length = int(min(max(number(site.schema, "minItems", 0), 1 + first), number(site.schema, "maxItems", 2)))
    before = different(site.document, schema) if not first else [sample(site.document, schema)] * length

    def put(value: Json) -> Json:
        return site.put([*before[: length - 1], value])

    if length:
        pointer, instance = join(site.pointer, "items"), join(site.instance, length - 1)
        name = f"{site.name}[]"
        yield replace(site, name=name, schema=schema, pointer=pointer, instance=instance, put=put)


def _part(site: Site, schema: Object, keyword: str, index: int) -> Site:
    """A part of the schema of a place: what it does not describe is there as the whole needs it."""

    def put(value: Json) -> Json:
        if not isinstance(value, dict):
            return site.put(value)
        own = properties(site.document, schema)
        others = members(sample(site.document, site.schema))
        return site.put({name: other for name, other in others.items() if name not in own} | value)

    return replace(
        site, name=f"{site.name}+{index}", schema=schema, pointer=join(site.pointer, keyword, index), put=put
    )


def _vector(site: Site, body: str, case: str, probe: Probe, keyword: str = "") -> Vector:
    subject = site.instance.replace("/", ".").removeprefix(".") or "the body"
    return Vector(
        f"{site.name}/{case}",
        probe.tier,
        body,
        probe.fault,
        site.instance,
        keyword,
        f"{subject} {probe.why}",
        site.put(probe.value),
    )
