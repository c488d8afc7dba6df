"""Probes of types, and of what stands below: properties and items."""

from collections.abc import Iterator

from scripts.contract.keywords import kinds, target
from scripts.contract.samples import sample
from scripts.contract.values import items, members, types
from scripts.reference.vectors.site import QUOTED, WORDS, Probe, Site


def of_type(site: Site) -> Iterator[Probe]:
    """A value of every type, and values that strict readers refuse or lenient readers accept by mistake."""
    own = [str(kind) for kind in types(site.schema)]
    may = " or ".join(WORDS[kind] for kind in own).replace("number with a fraction", "number")
    wanted = (kinds(site.schema) or own)[0]
    for kind, word in WORDS.items():
        value = sample(site.document, site.schema, kind)
        if kind in own or (kind == "integer" and "number" in own):
            yield Probe(kind, value, f"may be {word}")
        else:
            fault = f"{kind} for {wanted}"
            yield Probe(kind, value, f"must be {may}, and is {word}", fault)
    for kind in (kind for kind in own if kind in QUOTED):
        why = f"must be {may}, and is {WORDS[kind]} in quotes"
        yield Probe("quoted", QUOTED[kind], why, f"quoted {kind} for {kind}")
    if "string" not in own:
        yield Probe("empty", "", f"must be {may}, and is an empty string", f"empty string for {wanted}")
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


def of_required(site: Site) -> Iterator[Probe]:
    """The required properties alone, and without each of them."""
    least = members(sample(site.document, site.schema))
    yield Probe("least", dict(least), "may have only its required properties")
    for name in map(str, items(site.schema["required"])):
        without = {other: value for other, value in least.items() if other != name}
        yield Probe(name, without, f"must have {name}, and lacks it", "missing")


def of_properties(site: Site) -> Iterator[Probe]:
    """A property that is not described."""
    least = members(sample(site.document, site.schema))
    yield Probe("unknown", least | {"added_later": True}, "may have unknown properties")


def of_items(site: Site) -> Iterator[Probe]:
    """Items of every type, where every type is allowed."""
    if not site.schema["items"]:
        every = [sample(site.document, {}, kind) for kind in WORDS]
        yield Probe("anything", every, "may hold items of every type")


def of_additional_properties(site: Site) -> Iterator[Probe]:
    """A property that is not described, where none may be added."""
    if site.schema["additionalProperties"] is False:
        least = members(sample(site.document, site.schema))
        yield Probe("unknown", least | {"added_later": True}, "must have no other properties", "unknown property")


def of_alternatives(site: Site) -> Iterator[Probe]:
    """A value of each alternative, and values that are none."""
    keyword = "oneOf" if "oneOf" in site.schema else "anyOf"
    rest = {word: below for word, below in site.schema.items() if word != keyword}
    for index, below in enumerate(map(members, items(site.schema[keyword]))):
        name = target(below) if "$ref" in below else str(index)
        value, around = sample(site.document, below), sample(site.document, rest)
        whole = around | value if isinstance(value, dict) and isinstance(around, dict) else value
        yield Probe(name, whole, f"may be what the alternative {name} describes")
    for kind, word in WORDS.items():
        value = sample(site.document, {}, kind)
        yield Probe(kind, value, f"must be one of the alternatives, and is {word}", "no alternative")
