"""The keywords of OpenAPI that the client obeys, or that mean nothing to it: tables, from which a rule refuses others.

A keyword that the client did not know would be left out in silence, and the client would call otherwise than the
contract says. To add one, make the client obey it, and add it to its row.
"""

from collections.abc import Iterator

from scripts.contract.document import Contract
from scripts.contract.places import METHODS, Place, walk
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.values import join

_TEXTS = frozenset({"$comment", "description", "externalDocs", "summary", "title"})
_EXAMPLES = frozenset({"example", "examples"})
_WRITTEN = frozenset(
    {"$ref", "additionalProperties", "allOf", "anyOf", "const", "enum", "format", "items", "oneOf", "prefixItems"}
    | {"properties", "required", "type"}
)
_JUDGED_BY_THE_SERVER = frozenset(
    {"contains", "contentEncoding", "contentMediaType", "contentSchema", "default", "dependentRequired"}
    | {"dependentSchemas", "else", "exclusiveMaximum", "exclusiveMinimum", "if", "maxContains", "maxItems"}
    | {"maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength", "minProperties", "minimum"}
    | {"multipleOf", "not", "pattern", "patternProperties", "propertyNames", "then", "unevaluatedItems"}
    | {"unevaluatedProperties", "uniqueItems"}
)
_WITHOUT_MEANING = frozenset({"$defs", "deprecated", "nullable", "xml"})  # in OpenAPI 3.1, for JSON
_RULED = frozenset({"discriminator", "readOnly", "writeOnly"})  # by a rule of their own
_OF_SCHEMAS = _WRITTEN | _JUDGED_BY_THE_SERVER | _WITHOUT_MEANING | _RULED
# fmt: off
_OF_ALL = {
    "": frozenset({"components", "info", "openapi", "paths", "security", "servers", "tags", "webhooks"}),
    "components": frozenset({"callbacks", "headers", "links", "parameters", "pathItems", "requestBodies", "responses"})
        | {"schemas", "securitySchemes"},
    "paths": frozenset({*METHODS, "parameters"}),
    **dict.fromkeys(METHODS, frozenset({"callbacks", "deprecated", "operationId", "parameters", "requestBody"})
        | {"responses", "security", "tags"}),
    "parameters": frozenset({"$ref", "allowEmptyValue", "allowReserved", "content", "deprecated", "explode", "in"})
        | {"name", "required", "schema", "style"},
    **dict.fromkeys(("requestBody", "requestBodies"), frozenset({"$ref", "content", "required"})),
    "responses": frozenset({"$ref", "content", "headers", "links"}),
    "headers": frozenset({"$ref", "content", "deprecated", "explode", "required", "schema", "style"}),
    "content": frozenset({"schema"}),
    "securitySchemes": frozenset({"$ref", "bearerFormat", "flows", "in", "name", "openIdConnectUrl", "scheme", "type"}),
}
# fmt: on
_REMEDIES = {
    "jsonSchemaDialect": "Delete jsonSchemaDialect: schemas are read as JSON Schema 2020-12.",
    "encoding": "Delete encoding: the client writes forms as OpenAPI does without it.",
    "servers": "Delete servers here: the client calls every operation at the first of the contract's servers.",
}


def _obeyed(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        for word in _unknown(place):
            otherwise = f"Mend the spelling of {word} or delete it: the client would ignore it."
            yield join(place.pointer, word), _REMEDIES.get(word, otherwise)


def _unknown(place: Place) -> Iterator[str]:
    taken = known(place.keyword, is_schema=place.is_schema) | _TEXTS | _EXAMPLES
    yield from (word for word in place.value if word not in taken and word[:2] != "x-")


def known(keyword: str, *, is_schema: bool = False) -> frozenset[str]:
    """The keywords, besides texts and examples, of a schema or of what stands below a keyword of OpenAPI."""
    return _OF_SCHEMAS if is_schema else _OF_ALL[keyword]


KEYWORDS = Rule("keyword-obeyed", "The client obeys every keyword.", _obeyed, "client")
