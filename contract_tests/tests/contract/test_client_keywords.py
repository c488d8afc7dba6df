"""Each keyword of OpenAPI 3.1 and of JSON Schema 2020-12 is known to the client, or is refused at its place."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from contract_tests.quality.frozen import SOUND
from scripts.contract.places import METHODS
from scripts.contract.rules.client_keywords import KEYWORDS, known
from scripts.contract.values import Json, at, items, join, members

PATH = "/paths/~1v1~1sms~1campaigns~1{campaign}~1stop~1{campaignSend}"
SCHEMA = "/components/schemas/SendMeta"
OPENAPI: Any = json.loads((files("openapi_spec_validator") / "resources/schemas/v3.1/schema.json").read_text("utf-8"))
VOCABULARIES = files("jsonschema_specifications") / "schemas/draft202012/vocabularies"
OF_OPENAPI = {"discriminator", "example", "externalDocs", "xml"}  # what OpenAPI adds to JSON Schema
TEXTS = {"$comment", "description", "example", "examples", "externalDocs", "summary", "title"}

# A kind of object in the schema of OpenAPI, the keywords below which it stands, and where the contract has one.
# fmt: off
OBJECTS: dict[str, tuple[tuple[str, ...], str]] = {
    "": (("",), ""),
    "components": (("components",), "/components"),
    "path-item": (("paths",), PATH),
    "operation": (METHODS, f"{PATH}/post"),
    "parameter": (("parameters",), f"{PATH}/post/parameters/0"),
    "request-body": (("requestBody", "requestBodies"), f"{PATH}/post/requestBody"),
    "response": (("responses",), "/components/responses/Stopped"),
    "header": (("headers",), "/components/responses/Stopped/headers/X-A"),
    "media-type": (("content",), "/components/responses/Stopped/content/application~1json"),
    "security-scheme": (("securitySchemes",), "/components/securitySchemes/bearerAuth"),
}
REFUSED = {
    "": {"jsonSchemaDialect"},
    "path-item": {"$ref", "servers"},
    "operation": {"servers"},
    "media-type": {"encoding"},
    "schema": {"$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$schema", "$vocabulary"},
}
# fmt: on
REFERENCES = {"parameter", "request-body", "response", "header", "path-item", "security-scheme"}


def properties(schema: Json) -> Iterator[str]:
    """The names that a schema of an object knows, anywhere in it, without those of other objects."""
    for name, value in members(schema).items():
        if name == "properties":
            yield from members(value)
        elif name == "$ref" and value == "#/$defs/examples":
            yield from ("example", "examples")
        else:
            yield from properties(value)
            for item in items(value):
                yield from properties(item)


def specified(kind: str) -> set[str]:
    """The keywords that the specification gives to an object."""
    if kind == "schema":
        vocabularies: list[Any] = [json.loads(file.read_text("utf-8")) for file in VOCABULARIES.iterdir()]
        return OF_OPENAPI.union(*(vocabulary["properties"] for vocabulary in vocabularies))
    root = {name: value for name, value in OPENAPI.items() if name != "$defs"}
    own = set(properties(OPENAPI["$defs"][kind] if kind else root))
    return own | {"$ref"} if kind in REFERENCES else own


@pytest.mark.parametrize("kind", OBJECTS)
def test_each_keyword_of_openapi_is_known_or_refused(kind: str) -> None:
    for keyword in OBJECTS[kind][0]:
        assert specified(kind) - known(keyword) - TEXTS == REFUSED.get(kind, set())
        assert known(keyword) <= specified(kind)


def test_each_keyword_of_json_schema_is_known_or_refused() -> None:
    taken = known("schema", is_schema=True)
    assert specified("schema") - taken - TEXTS == REFUSED["schema"]
    assert taken - specified("schema") == {"nullable"}  # of OpenAPI 3.0, without meaning since


@pytest.mark.parametrize(
    ("place", "word"),
    [
        *(
            (place, word)
            for kind, (_, place) in OBJECTS.items()
            for word in [*sorted(REFUSED.get(kind, ())), "requierd"]
        ),
        *((SCHEMA, word) for word in [*sorted(REFUSED["schema"]), "requierd"]),
    ],
)
def test_what_is_not_known_is_refused_at_its_place(place: str, word: str) -> None:
    document = copy.deepcopy(SOUND.document)
    members(at(document, f"{PATH}/post"))["requestBody"] = {"content": {}}
    members(at(document, "/components/responses/Stopped"))["headers"] = {"X-A": {}}
    members(at(document, place))[word] = {}
    assert [pointer for pointer, _ in KEYWORDS.breaches(replace(SOUND, document=document))] == [join(place, word)]
