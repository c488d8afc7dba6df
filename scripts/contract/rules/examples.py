"""Rules about examples: they are there, they satisfy their schemas, and they name nothing that is gone."""

from collections.abc import Iterator
from urllib.parse import quote

import jsonschema_rs

from scripts.contract.document import Contract
from scripts.contract.places import Place, walk
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.values import Json, Object, at, items, join, members, resolve

_DOCUMENT = "urn:contract"
_COMPOSITIONS = ("allOf", "anyOf", "oneOf")
# Keywords by which a schema says of members that it does not name, or of which nobody can say what they name.
_OPENING = {"additionalProperties", "patternProperties", "unevaluatedProperties", "if", "dependentSchemas"}


def _example_given(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.keyword in {"parameters", "content"} and "$ref" not in place.value and not place.value.get("examples"):
            yield place.pointer, "Add one under `examples`, by name."


def _example_valid(contract: Contract) -> Breaches:
    whole = jsonschema_rs.Registry([(_DOCUMENT, contract.document)], draft=jsonschema_rs.Draft202012)
    for schema, samples in _schemas(contract.document):
        reference = {"$ref": f"{_DOCUMENT}#{quote(schema)}"}  # so that only what it leads to is compiled
        judge = jsonschema_rs.Draft202012Validator(reference, validate_formats=True, registry=whole)
        for pointer, value in samples:
            for flaw in judge.iter_errors(value):
                keyword = flaw.schema_path[-1] if flaw.schema_path else "false"
                yield join(pointer, *flaw.instance_path), f"Change the value or its schema: it breaks `{keyword}`."


def _example_current(contract: Contract) -> Breaches:
    for schema, samples in _schemas(contract.document):
        for pointer, value in samples:
            for member, name in _strangers(contract.document, [at(contract.document, schema)], value, pointer):
                yield member, f"Delete `{name}`, or describe it as a property."


def _schemas(document: Object) -> Iterator[tuple[str, list[tuple[str, Json]]]]:
    """The pointer of each schema, with the examples in it or beside it by theirs."""
    for place in walk(document):
        samples = list(_samples(place))
        if samples and (place.is_schema or "schema" in place.value):
            yield place.pointer if place.is_schema else join(place.pointer, "schema"), samples


def _samples(place: Place) -> Iterator[tuple[str, Json]]:
    if "example" in place.value:
        yield join(place.pointer, "example"), place.value["example"]
    examples = place.value.get("examples")
    for index, value in enumerate(items(examples)):
        yield join(place.pointer, "examples", index), value
    for name, example in members(examples).items():
        yield join(place.pointer, "examples", name, "value"), members(example).get("value")


def _strangers(document: Object, schemas: list[Json], value: Json, pointer: str) -> Iterator[tuple[str, str]]:
    """The members of a value, at any depth, that none of its schemas names though some name others."""
    whole = [one for schema in schemas for one in _composed(document, schema)]
    if isinstance(value, list):
        below = [one["items"] for one in whole if "items" in one]
        for index, item in enumerate(value):
            yield from _strangers(document, below, item, join(pointer, index))
    for name, member in members(value).items():
        below = [properties[name] for one in whole if name in (properties := members(one.get("properties")))]
        if below:
            yield from _strangers(document, below, member, join(pointer, name))
        elif any("properties" in one for one in whole) and not any(one.keys() & _OPENING for one in whole):
            yield join(pointer, name), name


def _composed(document: Object, schema: Json) -> Iterator[Object]:
    """The schemas that say something about the same value: the schema, what it refers to, and its composition."""
    pending, seen = [schema], set[int]()
    while pending:
        one = members(pending.pop())
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            pending += [resolve(document, one)] + [below for word in _COMPOSITIONS for below in items(one.get(word))]


EXAMPLES = (
    Rule("example-given", "Every parameter and every body has a named example.", _example_given),
    Rule("example-valid", "Every example satisfies its schema.", _example_valid),
    Rule("example-current", "Examples name only properties that a schema describes.", _example_current),
)
