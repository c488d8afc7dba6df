"""Rules about examples: they are there, they satisfy their schemas, and they name nothing that is gone."""

from collections.abc import Iterator

from scripts.contract.document import Contract, Json, Object, Place, items, join, members, resolve, validator, walk
from scripts.contract.rules.rule import Breaches, Rule

_COMPOSITIONS = ("allOf", "anyOf", "oneOf")
# Keywords by which a schema says of members that it does not name, or of which nobody can say what they name.
_OPENING = {"additionalProperties", "patternProperties", "unevaluatedProperties", "if", "dependentSchemas"}


def _example_given(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.keyword in {"parameters", "content"} and "$ref" not in place.value and not place.value.get("examples"):
            yield place.pointer, "Add one under `examples`, by name."


def _example_valid(contract: Contract) -> Breaches:
    for schema, samples in _schemas(contract.document):
        judge = validator(contract.document, schema)
        for pointer, value in samples:
            for flaw in judge.iter_errors(value):
                keyword = flaw.schema_path[-1] if flaw.schema_path else "false"
                yield join(pointer, *flaw.instance_path), f"Change the value or its schema: it breaks `{keyword}`."


def _example_current(contract: Contract) -> Breaches:
    for schema, samples in _schemas(contract.document):
        for pointer, value in samples:
            for member, name in _strangers(contract.document, [schema], value, pointer):
                yield member, f"Delete `{name}`, or describe it as a property."


def _schemas(document: Object) -> Iterator[tuple[Object, list[tuple[str, Json]]]]:
    """Each schema with the examples in it or beside it, by their pointers."""
    for place in walk(document):
        if samples := list(_samples(place)):
            yield place.value if place.is_schema else members(place.value.get("schema")), samples


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
