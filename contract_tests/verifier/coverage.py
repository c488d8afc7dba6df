"""Coverage: which keywords of the contract's schemas had a value to judge, and where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.strict_json import NotJsonError, parsed
from contract_tests.verifier.requests import json_media
from scripts.contract.values import Json, Object, join, members, resolve

# Keywords that assert something. `type` judges null too; every other one needs a value.
ASSERTIONS = (
    *("type", "enum", "const", "format", "pattern", "minLength", "maxLength"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minItems", "maxItems", "uniqueItems", "required", "minProperties", "maxProperties"),
)


@dataclass
class Place:
    """A place in a body, and how often it was seen.

    Attributes:
        body: which body, by the name of its schema.
        pointer: JSON pointer into the body; `*` stands for every position in an array and every undeclared name.
        keywords: what the schema asserts there.
        values: how often a value stood there.
        nulls: how often null stood there.
    """

    body: str
    pointer: str
    keywords: tuple[str, ...]
    values: int = 0
    nulls: int = 0

    @property
    def exercised(self) -> tuple[str, ...]:
        """The keywords that had something to judge."""
        return tuple(word for word in self.keywords if self.values or (self.nulls and word == "type"))


def covered(schemas: ResponseSchemas, exchanges: Iterable[Exchange]) -> list[Place]:
    """Every place of every JSON body that the contract's operations answer with, counted over the exchanges."""
    document = schemas.document
    places: dict[tuple[str, str], Place] = {}
    for operation in schemas.operations:
        for response in operation.responses.values():
            if schema := _schema(response):
                for place in _places(document, schema, _name(schema), ""):
                    places.setdefault((place.body, place.pointer), place)
    for exchange in exchanges:
        answer = Answer(exchange, schemas)
        schema = _schema(answer.response)
        for pointer, value in _visited(document, schema, _value(exchange), "") if schema else ():
            place = places[_name(schema), pointer]
            place.values += value is not None
            place.nulls += value is None
    return list(places.values())


def _schema(response: Object) -> Object:
    return members(json_media(response).get("schema"))


def _name(schema: Object) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _value(exchange: Exchange) -> Json:
    value = parsed(exchange.response.body)
    return None if isinstance(value, NotJsonError) else value


def _members(document: Object, schema: Object) -> tuple[dict[str, Object], Object | None]:
    """The schemas of the declared properties, and the schema of other properties or of items."""
    target = resolve(document, schema)
    properties = cast("dict[str, Object]", target.get("properties", {}))
    others = target.get("items", target.get("additionalProperties"))
    return properties, others if isinstance(others, dict) else None


def _places(document: Object, schema: Object, body: str, pointer: str) -> Iterator[Place]:
    target = resolve(document, schema)
    yield Place(body, pointer, tuple(word for word in ASSERTIONS if word in target))
    properties, others = _members(document, schema)
    for name, below in properties.items():
        yield from _places(document, below, body, join(pointer, name))
    if others is not None:
        yield from _places(document, others, body, pointer + "/*")


def _visited(document: Object, schema: Object, value: Json, pointer: str) -> Iterator[tuple[str, Json]]:
    yield pointer, value
    properties, others = _members(document, schema)
    for name, below in value.items() if isinstance(value, dict) else ():
        if name in properties:
            yield from _visited(document, properties[name], below, join(pointer, name))
        elif others is not None:
            yield from _visited(document, others, below, pointer + "/*")
    if isinstance(value, list) and others is not None:
        for item in value:
            yield from _visited(document, others, item, pointer + "/*")
