"""The contract's view of answers: their schemas, how sure each keyword is, what may be null or missing."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Literal, cast

import jsonschema_rs

from contract_tests.verifier.exchange import Request
from contract_tests.verifier.laws.sights import Absent, Node, Path, Sight, sights
from contract_tests.verifier.requests import json_media
from scripts.contract.document import validator
from scripts.contract.levels import Level, level
from scripts.contract.operations import Route, match, operations
from scripts.contract.places import walk
from scripts.contract.spelling import meant, spelled_schemas
from scripts.contract.values import Json, Object, join, types

Remark = Literal["missing", "null", "undeclared", "no plain integer"]
LONGEST = 400  # characters of a message
_INT64 = range(-(2**63), 2**63)


@dataclass(frozen=True)
class SchemaError:
    """Where a value breaks a schema: path into it, the broken keyword, what is wrong, how sure the keyword is."""

    path: Path
    keyword: str
    sentence: str
    level: Level

    @property
    def pointer(self) -> str:
        """Pointer into the value."""
        return join("", *self.path)


@dataclass(frozen=True)
class ResponseSchema:
    """The schema of one response.

    Attributes:
        document: the document that holds it.
        schema: the schema as it is written there.
        root: the schema as a tree.
        spelled: identities of the schemas whose values PHP may have written.
    """

    document: Object
    schema: Object
    root: Node
    spelled: frozenset[int]

    @cached_property
    def _rules(self) -> jsonschema_rs.Validator:
        return validator(self.document, self.schema)

    def meant(self, value: Json) -> Json:
        """The value that a body stands for, where PHP wrote it otherwise."""
        return _meant(self.root, value, self.spelled) if self.spelled else value

    def errors(self, value: Json) -> Iterator[SchemaError]:
        """Where a value that is meant breaks the schema."""
        for error in self._rules.iter_errors(value):
            sure = level({**self.document, **self.schema}, error.schema_path, cast("Json", error.instance))
            where, keyword = tuple(error.instance_path), str(error.schema_path[-1])
            yield SchemaError(where, keyword, _shortened(error.message), sure)

    def remarks(self, value: Json) -> Iterator[tuple[Remark, str]]:
        """Valid but noteworthy deviations of a value that is meant, with their JSON pointers."""
        for sight in sights(self.root, value):
            if found := remark(sight):
                yield found, join("", *sight.path)


class ResponseSchemas:
    """The contract's view of every answer: which operation it is of, which statuses and schemas that has."""

    def __init__(self, document: Object) -> None:
        """Take an OpenAPI document; schemas are compiled when an answer asks for them."""
        self.document = document
        self.operations = tuple(operations(document))
        self._compiled: dict[int, ResponseSchema] = {}
        self._spelled = frozenset(map(id, spelled_schemas(document)))
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
            root = Node(self.document, self._pointers[id(schema)])
            self._compiled[id(schema)] = ResponseSchema(self.document, schema, root, self._spelled)
        return self._compiled[id(schema)]

    @cached_property
    def _pointers(self) -> dict[int, str]:
        return {id(place.value): place.pointer for place in walk(self.document) if place.is_schema}


def _meant(node: Node, value: Json, spelled: Container[int]) -> Json:
    if not node.is_described:
        return value
    if id(node.schema) in spelled:
        value = meant(value, types(node.schema))
    if isinstance(value, dict):
        below = {name: node.properties.get(name, node.others) for name in value}
        return {name: _meant(one, value[name], spelled) if one else value[name] for name, one in below.items()}
    return [_meant(node.items, item, spelled) for item in value] if isinstance(value, list) else value


def _shortened(message: str) -> str:
    """The message without the middle of a value that is too long to read; a word, which may be a secret, is not cut."""
    half = LONGEST // 2
    if len(message) <= LONGEST:
        return message
    return f"{message[:half].rpartition(' ')[0]} ... {message[-half:].partition(' ')[2]}".strip()


def remark(sight: Sight) -> Remark | None:
    """What is noteworthy at a place of a body though the schema allows it."""
    value, node = sight.value, sight.node
    if value is Absent.ABSENT:
        return "missing"
    if not sight.is_known:
        return "undeclared"
    if value is None:
        return "null" if sight.path and not node.null_is_ordinary else None
    if node.is_integer and (isinstance(value, float) or (isinstance(value, int) and value not in _INT64)):
        return "no plain integer"
    return None
