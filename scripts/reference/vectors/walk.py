"""Test vectors generated from the contract: valid bodies, and bodies with exactly one fault.

The walk visits every schema of a body once. For each keyword of the schema, it puts the values of the probes into the
smallest body that contains the place. Where a component is used a second time, three vectors are enough to tell it from
other components.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scripts.contract.document import Contract, Json, join, members, resolve
from scripts.contract.keywords import COMPONENT, target
from scripts.reference.calls import bodies
from scripts.reference.vectors.probes import PROBES, Probe, Site, Tier
from scripts.reference.vectors.samples import filled, sample


@dataclass(frozen=True)
class Vector:
    """A body, and whether it is valid.

    Attributes:
        id: the place in the contract, the keyword and the case; it never changes.
        tier: core is plain structure; format needs `format` asserted; on edge, validators are known to differ.
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
    found: list[Vector] = []
    visited: set[str] = set()
    for body in bodies(contract):
        root = Site(contract.document, body.schema, {"$ref": COMPONENT + body.schema}, "", "", lambda value: value)
        for example in body.examples:
            name = f"{body.home}/{example.name}"
            found.append(_vector(root, body.schema, f"example/{name}", Probe("", example.value, IS_EXAMPLE)))
            full = filled(contract.document, root.schema, example.value)
            if full != example.value:
                found.append(_vector(root, body.schema, f"full/{name}", Probe("", full, IS_FULL)))
        if body.schema not in visited:
            found += _walk(root, body.schema, visited)
    return found


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
    for below in _below(site):
        yield from _walk(below, body, visited)


def _again(site: Site, body: str) -> Iterator[Vector]:
    """A known component at another place: a valid value, an invalid one, and one that only this component refuses."""
    there = _target(site, body)
    own = next(_target(below, body) for below in _below(there) if below.schema)
    for place, faulty in ((there, False), (there, True), (own, True)):
        probe = next(probe for probe in PROBES["type"](place) if bool(probe.fault) is faulty)
        case = f"$ref{place.name.removeprefix(site.name).replace('.', '/')}/{probe.case}"
        yield _vector(replace(place, name=site.name), body, case, probe, join(place.pointer, "type"))


def _target(site: Site, body: str) -> Site:
    """The same place, with the schema that it refers to."""
    if "$ref" not in site.schema:
        return site
    name = target(site.schema)
    pointer = "" if name == body else join("", "$defs", name)
    return replace(site, schema=resolve(site.document, site.schema), pointer=pointer)


def _below(site: Site) -> Iterator[Site]:
    """The places directly below, each in the smallest body that contains it.

    In a list that is the second item, because some readers look only at the first.
    """

    def place(name: str, token: str, schema: Json, *keywords: str) -> Site:
        def put(value: Json) -> Json:
            least = sample(site.document, site.schema)
            first = sample(site.document, members(schema))
            return site.put([first, value] if isinstance(least, list) else {**members(least), token: value})

        pointer, instance = join(site.pointer, *keywords), join(site.instance, token)
        return Site(site.document, site.name + name, members(schema), pointer, instance, put)

    for name, schema in members(site.schema.get("properties")).items():
        yield place(f".{name}", name, schema, "properties", name)
    if "additionalProperties" in site.schema:
        yield place(".*", "field", site.schema["additionalProperties"], "additionalProperties")
    if "items" in site.schema:
        yield place("[]", "1", site.schema["items"], "items")


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
