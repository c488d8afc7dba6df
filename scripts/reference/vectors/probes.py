"""Probes by keyword: values that satisfy the keyword at a place, and values that violate it and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from scripts.contract.keywords import kinds
from scripts.contract.values import Json, Object, members, types
from scripts.reference.vectors.samples import UUID, sample

Tier = Literal["core", "format", "edge"]

WORDS = {
    "null": "null",
    "boolean": "a boolean",
    "integer": "an integer",
    "number": "a number with a fraction",
    "string": "a string",
    "array": "an array",
    "object": "an object",
}


QUOTED = {"boolean": "true", "integer": "1", "number": "1.5"}  # text that a lenient reader converts


@dataclass(frozen=True)
class Site:
    """A place of a body, with its schema.

    Attributes:
        name: the place within its component, such as `ManualData.send_amount`.
        pointer: JSON pointer to the schema in its own file, such as `/$defs/ManualData/properties/send_amount`.
        instance: JSON pointer to the place in the body.
        put: makes the smallest body that has a given value at the place.
    """

    document: Object
    name: str
    schema: Object
    pointer: str
    instance: str
    put: Callable[[Json], Json]


@dataclass(frozen=True)
class Probe:
    """A value for a site; `fault` is the class of its fault, empty if the value is valid."""

    case: str
    value: Json
    why: str
    fault: str = ""
    tier: Tier = "core"


def _type(site: Site) -> Iterator[Probe]:
    """A value of every type, and values that strict readers refuse or lenient readers accept by mistake."""
    own = [str(kind) for kind in types(site.schema)]
    may = " or ".join(WORDS[kind] for kind in own).replace("number with a fraction", "number")
    for kind, word in WORDS.items():
        value = sample(site.document, site.schema, kind)
        if kind in own or (kind == "integer" and "number" in own):
            yield Probe(kind, value, f"may be {word}")
        else:
            fault = f"{kind} for {kinds(site.schema)[0]}"
            yield Probe(kind, value, f"must be {may}, and is {word}", fault)
    for kind in (kind for kind in own if kind in QUOTED):
        why = f"must be {may}, and is {WORDS[kind]} in quotes"
        yield Probe("quoted", QUOTED[kind], why, f"quoted {kind} for {kind}")
    if "string" not in own:
        yield Probe("empty", "", f"must be {may}, and is an empty string", f"empty string for {kinds(site.schema)[0]}")
    elif "format" not in site.schema:
        yield Probe("empty", "", "may be empty")
    if {"integer", "number"} & set(own) and "minimum" not in site.schema:
        yield Probe("negative", -1, "may be negative")
    if "integer" in own:
        low = sample(site.document, site.schema, "integer")
        yield Probe(
            "whole",
            float(str(low)),
            "may be an integer, and JSON Schema accepts a number without a fraction as one, however it is written; "
            "many typed readers do not",
            tier="edge",
        )


def _minimum(site: Site) -> Iterator[Probe]:
    low = site.schema["minimum"]
    if isinstance(low, int | float):
        yield Probe("at", low, f"may be {low}, its minimum")
        yield Probe("below", low - 1, f"must be {low} or more, and is {low - 1}", "below the minimum")


def _required(site: Site) -> Iterator[Probe]:
    least = members(sample(site.document, site.schema))
    yield Probe("least", dict(least), "may have only its required properties")
    for name in least:
        without = {other: value for other, value in least.items() if other != name}
        yield Probe(name, without, f"must have {name}, and lacks it", "missing")


def _properties(site: Site) -> Iterator[Probe]:
    least = members(sample(site.document, site.schema))
    yield Probe("unknown", least | {"added_later": True}, "may have unknown properties")


def _items(site: Site) -> Iterator[Probe]:
    if not site.schema["items"]:
        every = [sample(site.document, {}, kind) for kind in WORDS]
        yield Probe("anything", every, "may hold items of every type")


UUID_FAULTS = {
    "hyphenless": UUID.replace("-", ""),
    "braces": f"{{{UUID}}}",
    "short": UUID[:-1],
    "letter": f"{UUID[:-1]}g",
    "shifted": f"{UUID[:7]}-{UUID[7]}{UUID[9:]}",
    "empty": "",
}
UUIDS = {
    "nil": "00000000-0000-0000-0000-000000000000",
    "version-1": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "version-4": UUID,
    "version-7": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
}
INT64 = 2**63 - 1


def _format(site: Site) -> Iterator[Probe]:
    if site.schema["format"] == "uuid":
        for case, value in UUIDS.items():
            yield Probe(case, value, f"may be the UUID {value}", tier="format")
        for case, value in UUID_FAULTS.items():
            yield Probe(case, value, f"must be a UUID, and is {value!r}", "not a UUID", "format")
        why = "must be a UUID, and is a URN with one; some validators accept it"
        yield Probe("urn", f"urn:uuid:{UUID}", why, "not a UUID", "edge")
        yield Probe(
            "upper", UUID.upper(), "may be a UUID in upper case; some validators accept only lower case", tier="edge"
        )
    else:
        why = f"may be {INT64}, the greatest int64; JavaScript reads {INT64 + 1}, 32 bits overflow"
        yield Probe("greatest", INT64, why, tier="edge")


PROBES: dict[str, Callable[[Site], Iterator[Probe]]] = {
    "type": _type,
    "format": _format,
    "minimum": _minimum,
    "required": _required,
    "properties": _properties,
    "items": _items,
}
