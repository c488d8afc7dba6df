"""The contract's view of answers: their schemas, how sure each keyword is, what may be null or missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Literal, TypeAlias, cast

import jsonschema_rs

from contract_tests.verifier.exchange import Request
from contract_tests.verifier.findings import Level
from contract_tests.verifier.requests import json_media
from scripts.contract.document import validator
from scripts.contract.operations import Route, match, operations
from scripts.contract.spelling import meant, spelled_schemas
from scripts.contract.values import Json, Object, at, join, resolve, types

Remark = Literal["missing", "null", "undeclared", "no plain integer"]
Path: TypeAlias = tuple[str | int, ...]
_INT64 = range(-(2**63), 2**63)


@dataclass(frozen=True)
class SchemaError:
    """Where a value breaks a schema: pointer into the value, what is wrong, how sure the broken keyword is."""

    pointer: str
    sentence: str
    level: Level


@dataclass(frozen=True)
class Node:
    """A schema as a tree, references followed.

    Attributes:
        types: the types of the schema.
        properties: the schemas of its properties.
        others: the schema of its other properties, if it has one.
        items: the schema of its items, if it has one.
        null_is_ordinary: whether null is.
        is_spelled: whether PHP may have written the value, and all values below it.
    """

    types: tuple[Json, ...] = ()
    properties: "Mapping[str, Node]" = field(default_factory=dict[str, "Node"])
    others: "Node | None" = None
    items: "Node | None" = None
    null_is_ordinary: bool = False
    is_spelled: bool = False

    @cached_property
    def is_integer(self) -> bool:
        """Whether the value may be an integer."""
        return "integer" in self.types

    @cached_property
    def has_spelled(self) -> bool:
        """Whether PHP may have written the value or one below it."""
        below = (*self.properties.values(), self.others, self.items)
        return self.is_spelled or any(node.has_spelled for node in below if node)


@dataclass(frozen=True)
class ResponseSchema:
    """The schema of one response."""

    document: Object
    root: Node
    rules: jsonschema_rs.Validator

    def meant(self, value: Json) -> Json:
        """The value that a body stands for, where PHP wrote it otherwise."""
        return _meant(self.root, value)

    def errors(self, value: Json) -> Iterator[SchemaError]:
        """Where a value that is meant breaks the schema."""
        for error in self.rules.iter_errors(value):
            level = _evidence(self.document, error.schema_path, cast("Json", error.instance))
            yield SchemaError(join("", *error.instance_path), error.message, level)

    def remarks(self, value: Json) -> Iterator[tuple[Remark, str]]:
        """Valid but noteworthy deviations of a value that is meant, with their JSON pointers."""
        return ((lack, join("", *path)) for lack, path in _lacks(self.root, value, ()))


class ResponseSchemas:
    """The contract's view of every answer: which operation it is of, which statuses and schemas that has."""

    def __init__(self, document: Object) -> None:
        """Take an OpenAPI document; schemas are compiled when an answer asks for them."""
        self.document = document
        self.operations = tuple(operations(document))
        self._compiled: dict[int, ResponseSchema] = {}
        self._spelled = {id(schema) for schema in spelled_schemas(document)}
        self._match = lru_cache(maxsize=4096)(partial(match, self.operations))

    def route(self, request: Request) -> Route:
        """What a request is for."""
        return self._match(request.method, request.target)

    def of(self, response: Object) -> ResponseSchema | None:
        """The schema of a response object; None where the contract gives it no JSON body."""
        schema = json_media(response).get("schema")
        if not isinstance(schema, dict):
            return None
        if id(schema) not in self._compiled:
            rules = validator(self.document, schema)
            self._compiled[id(schema)] = ResponseSchema(self.document, self._tree(schema), rules)
        return self._compiled[id(schema)]

    def _tree(self, schema: Object) -> Node:
        target = resolve(self.document, schema)
        properties = cast("Mapping[str, Object]", target.get("properties", {}))
        others, items = target.get("additionalProperties"), target.get("items")
        return Node(
            types=tuple(types(target)),
            properties={name: self._tree(below) for name, below in properties.items()},
            others=self._tree(others) if isinstance(others, dict) else None,
            items=self._tree(items) if isinstance(items, dict) else None,
            null_is_ordinary="expected" in (schema.get("x-null"), target.get("x-null")),
            is_spelled=id(target) in self._spelled,
        )


def _meant(node: Node | None, value: Json) -> Json:
    if node is None or not node.has_spelled:
        return value
    if node.is_spelled:
        value = meant(value, node.types)
    if isinstance(value, dict):
        return {name: _meant(node.properties.get(name, node.others), below) for name, below in value.items()}
    return [_meant(node.items, item) for item in value] if isinstance(value, list) else value


def _evidence(document: Object, path: list[str | int], value: Json) -> Level:
    keyword = path[-1]
    for depth in range(len(path) - 1, 0, -1):
        node = at(document, join("", *path[:depth]))
        evidence = node.get("x-evidence") if isinstance(node, dict) else None
        if isinstance(evidence, str):
            return cast("Level", evidence)
        if isinstance(evidence, dict) and path[depth] in evidence:
            return cast("Level", evidence[str(path[depth])])
    # No page shows whether a value may be null, or whether a number is an integer.
    if keyword == "type" and value is None:
        return "convention"
    if keyword == "type" and isinstance(value, float):
        return "inferred"
    return "documented"


def _lacks(node: Node, value: Json, path: Path) -> Iterator[tuple[Remark, Path]]:
    if isinstance(value, dict):
        yield from _lacks_of_object(node, value, path)
    elif isinstance(value, list) and node.items:
        for index, item in enumerate(value):
            if item is None:
                yield "null", (*path, index)
            yield from _lacks(node.items, item, (*path, index))
    elif node.is_integer and (isinstance(value, float) or (isinstance(value, int) and value not in _INT64)):
        yield "no plain integer", path


def _lacks_of_object(node: Node, value: Object, path: Path) -> Iterator[tuple[Remark, Path]]:
    for name, below in node.properties.items():
        if name not in value:
            yield "missing", (*path, name)
        elif value[name] is None:
            if not below.null_is_ordinary:
                yield "null", (*path, name)
        elif below.is_integer or isinstance(value[name], dict | list):
            yield from _lacks(below, value[name], (*path, name))
    if node.properties:
        for name in value.keys() - node.properties.keys():
            yield "undeclared", (*path, name)
