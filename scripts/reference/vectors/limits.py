"""Probes of limits: which values, how large, how long, how many."""

import json
from collections.abc import Iterator

from scripts.contract.samples import LONGEST, different, number, sample, stretched
from scripts.contract.values import Json, items, members
from scripts.reference.vectors.site import Probe, Site


def of_enum(site: Site) -> Iterator[Probe]:
    """Each value, and others."""
    own = items(site.schema["enum"])
    listed = ", ".join(map(_json, own))
    for value in own:
        yield Probe(str(value), value, f"may be {_json(value)}")
    for other in _others(own):
        yield Probe("other", other, f"must be one of {listed}, and is {_json(other)}", "not one of the values")


def of_const(site: Site) -> Iterator[Probe]:
    """The value, and others."""
    own = site.schema["const"]
    yield Probe("value", own, f"may be {_json(own)}")
    for other in _others([own]):
        yield Probe("other", other, f"must be {_json(own)}, and is {_json(other)}", "not the value")


def _others(values: list[Json]) -> Iterator[Json]:
    """Values of the same types that differ from all."""
    for value in values:
        if isinstance(value, str):
            yield f"{value}_"
        elif isinstance(value, bool):
            yield not value
        elif isinstance(value, int | float):
            yield value + sum(abs(other) for other in values if isinstance(other, int | float)) + 1


def of_minimum(site: Site) -> Iterator[Probe]:
    """The minimum, and less."""
    low = number(site.schema, "minimum", 0)
    yield Probe("at", low, f"may be {low}, its minimum")
    for value in (low - 1, low - _step(site)):
        yield Probe("below", value, f"must be {low} or more, and is {value}", "below the minimum")


def of_maximum(site: Site) -> Iterator[Probe]:
    """The maximum, and more."""
    high = number(site.schema, "maximum", 0)
    yield Probe("at", high, f"may be {high}, its maximum")
    for value in (high + 1, high + _step(site)):
        yield Probe("above", value, f"must be {high} or less, and is {value}", "above the maximum")


def of_exclusive_minimum(site: Site) -> Iterator[Probe]:
    """The number that is excluded, and a larger one."""
    low = number(site.schema, "exclusiveMinimum", 0)
    for value in (low + _step(site), low + 1, low + 0.5):
        yield Probe("above", value, f"may be {value}, which is more than {low}")
    yield Probe("at", low, f"must be more than {low}, and is {low}", "at the exclusive minimum")


def of_exclusive_maximum(site: Site) -> Iterator[Probe]:
    """The number that is excluded, and a smaller one."""
    high = number(site.schema, "exclusiveMaximum", 0)
    for value in (high - _step(site), high - 1, high - 0.5):
        yield Probe("below", value, f"may be {value}, which is less than {high}")
    yield Probe("at", high, f"must be less than {high}, and is {high}", "at the exclusive maximum")


def of_multiple(site: Site) -> Iterator[Probe]:
    """A multiple, and numbers beside it."""
    step, value = _step(site), sample(site.document, site.schema)
    yield Probe("multiple", value, f"may be {value}, a multiple of {step}")
    if isinstance(value, int | float):
        for other in (value + 1, value - 1, value + step / 2):
            yield Probe("between", other, f"must be a multiple of {step}, and is {other}", "no multiple")


def _step(site: Site) -> float:
    return number(site.schema, "multipleOf", 1)


def of_min_length(site: Site) -> Iterator[Probe]:
    """The shortest text, and a shorter one."""
    least = int(number(site.schema, "minLength", 0))
    for text in _of_length(site, least):
        yield Probe("at", text, f"may have {_count(least, 'character')}, its least")
    for text in _of_length(site, least - 1):
        why = f"must have {_count(least, 'character')} or more, and has {least - 1}"
        yield Probe("shorter", text, why, "too short")


def of_max_length(site: Site) -> Iterator[Probe]:
    """The longest text, a longer one, and one whose characters take two units in UTF-16."""
    most = int(number(site.schema, "maxLength", 0))
    for text in _of_length(site, most):
        yield Probe("at", text, f"may have {_count(most, 'character')}, its most")
    for text in _of_length(site, most + 1):
        why = f"must have {_count(most, 'character')} or less, and has {most + 1}"
        yield Probe("longer", text, why, "too long")
    if most <= LONGEST:
        why = f"may have {_count(most, 'character')}, also such as 😀; some validators count each of those twice"
        yield Probe("wide", "😀" * most, why, tier="edge")


def of_pattern(site: Site) -> Iterator[Probe]:
    """A text that matches, and texts that do not."""
    pattern, value = site.schema["pattern"], str(sample(site.document, site.schema, "string"))
    yield Probe("match", value, f"may be {value!r}, which matches {pattern}")
    for text in (f"{value}!", f"!{value}", f" {value}", f"!{value[1:]}", "text", "0", ""):
        yield Probe("other", text, f"must match {pattern}, and is {text!r}", "no match of the pattern")


def _of_length(site: Site, length: int) -> Iterator[str]:
    if 0 <= length <= LONGEST + 1:
        yield from (*stretched(site.schema, length), *stretched({}, length))


def of_min_items(site: Site) -> Iterator[Probe]:
    """The shortest list, and a shorter one."""
    least = int(number(site.schema, "minItems", 0))
    for value in _of_items(site, least):
        yield Probe("at", value, f"may hold {_count(least, 'item')}, its least")
    for value in _of_items(site, least - 1):
        yield Probe(
            "fewer", value, f"must hold {_count(least, 'item')} or more, and holds {least - 1}", "too few items"
        )


def of_max_items(site: Site) -> Iterator[Probe]:
    """The longest list, and a longer one."""
    most = int(number(site.schema, "maxItems", 0))
    for value in _of_items(site, most):
        yield Probe("at", value, f"may hold {_count(most, 'item')}, its most")
    for value in _of_items(site, most + 1):
        why = f"must hold {_count(most, 'item')} or less, and holds {most + 1}"
        yield Probe("more", value, why, "too many items")


def of_unique_items(site: Site) -> Iterator[Probe]:
    """A list in which an item stands twice, and one without."""
    value = sample(site.document, site.schema)
    yield Probe("different", value, "may hold items that differ")
    for item in items(value) or different(site.document, members(site.schema.get("items"))):
        twice = [*items(value), item] if value else [item, item]
        yield Probe("twice", twice, f"must hold no item twice, and holds {_json(item)} twice", "repeated items")


def _of_items(site: Site, length: int) -> Iterator[Json]:
    below = members(site.schema.get("items"))
    if 0 <= length <= LONGEST + 1:
        yield [sample(site.document, below)] * length
        if len(found := different(site.document, below)) >= length:
            yield found[:length]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
