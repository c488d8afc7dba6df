"""Sample values of a schema: the smallest ones that it allows."""

import json
from collections.abc import Callable, Iterator
from math import ceil

import jsonschema_rs

from scripts.contract.document import validator
from scripts.contract.keywords import kinds
from scripts.contract.patterns import matches
from scripts.contract.values import Json, Object, items, members, resolve, types

UUID = "9d3f6c2a-e41d-4c8b-a05f-6b2fd93e71c8"
TEXTS = {
    "uuid": UUID,
    "date": "2025-11-03",
    "date-time": "2025-11-03T09:00:00Z",
    "email": "name@example.com",
    "uri": "https://example.com/",
}
LONGEST = 4096  # characters of a text and items of a list
COMPOSITIONS = ("allOf", "anyOf", "oneOf")
_BELOW = ("properties", "items", "additionalProperties")
_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def sample(document: Object, schema: Object, kind: str = "") -> Json:
    """The smallest value that a schema allows, of one of its types; the simplest value of a type that is none of them.

    Without `kind`, the type is the schema's own.
    """
    schema = resolve(document, schema)
    kind = kind or _kind(document, schema)
    found = [*_candidates(document, schema, kind)]
    allowed = (value for value in found if kind in types(schema) or not kinds(schema))
    return next((value for value in allowed if is_allowed(document, schema, value)), found[0] if found else None)


def is_allowed(document: Object, schema: Object, value: Json) -> bool:
    """Whether a schema allows a sample of it. What stands below the sample are samples too, and not judged again."""
    if any(word in schema for word in COMPOSITIONS):
        return validator(document, schema).is_valid(value)
    own = {keyword: below for keyword, below in schema.items() if keyword not in _BELOW}
    return jsonschema_rs.Draft202012Validator(own, validate_formats=True).is_valid(value)


def parts(document: Object, schema: Object) -> Iterator[Object]:
    """The schema and everything that it is composed of by `allOf`, references followed."""
    schema = resolve(document, schema)
    yield schema
    for below in items(schema.get("allOf")):
        yield from parts(document, members(below))


def properties(document: Object, schema: Object) -> Object:
    """The properties of an object, those of its parts included."""
    return {name: own for part in parts(document, schema) for name, own in members(part.get("properties")).items()}


def _kind(document: Object, schema: Object) -> str:
    if own := kinds(schema) or [str(kind) for kind in types(schema)]:
        return own[0]
    values = [*_said(schema)]
    if not values:
        values = [sample(document, members(below)) for word in COMPOSITIONS for below in items(schema.get(word))]
    return _KINDS[type(values[0])] if values else "string"


def _candidates(document: Object, schema: Object, kind: str) -> Iterator[Json]:
    yield from _MAKERS[kind](document, schema) if kind in _MAKERS else ()
    yield from (value for value in _said(schema) if _KINDS[type(value)] == kind)
    for below in (members(below) for word in COMPOSITIONS for below in items(schema.get(word))):
        value = sample(document, below)
        yield _object(document, schema) | value if isinstance(value, dict) else value


def _said(schema: Object) -> Iterator[Json]:
    """The values that a schema names."""
    yield from (schema["const"],) if "const" in schema else ()
    yield from items(schema.get("enum"))
    yield from items(schema.get("examples"))
    yield from (schema["default"],) if "default" in schema else ()


def _integers(_: Object, schema: Object) -> Iterator[int]:
    return (int(value) for value in _numbers(schema) if value == int(value))


def _fractions(_: Object, schema: Object) -> Iterator[float]:
    low, high, *others = _numbers(schema)
    yield from (low + 0.5, low + (high - low) / 2, float(low), float(high), *map(float, others))


def _numbers(schema: Object) -> Iterator[float]:
    """The bounds, and what is near them."""
    low = number(schema, "minimum", number(schema, "exclusiveMinimum", 1))
    high = number(schema, "maximum", number(schema, "exclusiveMaximum", low + 1))
    step = number(schema, "multipleOf", 1)
    yield from (low, high, low + 1, high - 1, ceil(low / step) * step, (ceil(low / step) + 1) * step, step, 0)


def number(schema: Object, keyword: str, otherwise: float) -> float:
    """The number that a keyword gives, or another one."""
    value = schema.get(keyword)
    return value if isinstance(value, int | float) else otherwise


def texts(schema: Object) -> Iterator[str]:
    """Texts that a schema may allow: a plain one, what its pattern matches, those of its bounds."""
    yield _plain(schema)
    yield from matches(str(schema["pattern"])) if "pattern" in schema else ()
    for keyword in ("minLength", "maxLength"):
        if keyword in schema:
            yield from stretched(schema, int(min(number(schema, keyword, 0), LONGEST)))


def stretched(schema: Object, length: int) -> Iterator[str]:
    """Texts of a length that a schema may allow."""
    plain = _plain(schema)
    more = "a" * (length - len(plain))
    yield from (text for text in matches(str(schema.get("pattern", ""))) if len(text) == length)
    yield from (more + plain, plain + more) if more else ()
    yield (plain * ceil(length / len(plain)))[:length]


def _plain(schema: Object) -> str:
    return TEXTS.get(str(schema.get("format")), "text")


def _texts(_: Object, schema: Object) -> Iterator[str]:
    return texts(schema)


def _lists(document: Object, schema: Object) -> Iterator[list[Json]]:
    below = members(schema.get("items"))
    least = int(min(number(schema, "minItems", 0), LONGEST))
    yield []
    yield [sample(document, below)] * least
    yield different(document, below)[:least]


def different(document: Object, schema: Object) -> list[Json]:
    """Some values of a schema that all differ."""
    schema = resolve(document, schema)
    kind = _kind(document, schema)
    found = [*_candidates(document, schema, kind)]
    if kind == "string":
        found += [f"{text}{index}" for text in texts(schema) for index in range(3)]
    allowed = [value for value in found if is_allowed(document, schema, value)]
    return [*{json.dumps(value, sort_keys=True): value for value in allowed}.values()]


def _object(document: Object, schema: Object) -> Object:
    described = properties(document, schema)
    required = (str(name) for part in parts(document, schema) for name in items(part.get("required")))
    return {name: sample(document, members(described.get(name))) for name in required}


_MAKERS: dict[str, Callable[[Object, Object], Iterator[Json]]] = {
    "null": lambda _, __: iter([None]),
    "boolean": lambda _, __: iter([True, False]),
    "integer": _integers,
    "number": _fractions,
    "string": _texts,
    "array": _lists,
    "object": lambda document, schema: iter([_object(document, schema)]),
}
