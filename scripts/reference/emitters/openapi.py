"""The contract as JSON: as it is, without references, and as OpenAPI 3.0."""

from copy import deepcopy

from scripts.contract.document import Contract
from scripts.contract.keywords import KEYWORDS, Role, kinds
from scripts.contract.places import walk
from scripts.contract.values import Json, Object, items, members, resolve, types
from scripts.reference.json_text import pretty

BOUNDS = {
    "exclusiveMinimum": "minimum",
    "exclusiveMaximum": "maximum",
}  # in 3.0 the former says how the latter is meant


def render(contract: Contract) -> dict[str, bytes]:
    """Three equivalent documents."""
    return {
        "openapi/openapi.json": pretty(contract.document),
        "openapi/openapi.dereferenced.json": pretty(dereferenced(contract.document)),
        "openapi/openapi-3.0.json": pretty(as_3_0(contract.document)),
    }


def dereferenced(document: Object) -> Object:
    """The document with every reference replaced by its target; keywords beside a reference override the target."""

    def expand(value: Json) -> Json:
        if isinstance(value, list):
            return [expand(item) for item in value]
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("$ref"), str):
            beside = {key: below for key, below in value.items() if key != "$ref"}
            return expand(resolve(document, value) | beside)
        return {key: expand(below) for key, below in value.items()}

    return members(expand(document))


def as_3_0(document: Object) -> Object:
    """The document for tools that read only OpenAPI 3.0.

    Null becomes `nullable`, and the first of several examples becomes `example`. A reference with other keywords beside
    it moves into `allOf`, because 3.0 ignores those keywords. Objects state `additionalProperties: true`, because some
    generators close objects that do not. Defaults are left out, because many generators fill them into responses.
    """
    document = deepcopy(document)
    document["openapi"] = "3.0.3"
    members(document["info"]).pop("summary", None)
    for place in list(walk(document)):
        if place.is_schema:
            schema = _schema_3_0(place.value)
            place.value.clear()
            place.value.update(schema)
    return document


def _schema_3_0(schema: Object) -> Object:
    if "$ref" in schema:
        lone: Object = {"$ref": schema["$ref"]}
        beside = _schema_3_0({keyword: value for keyword, value in schema.items() if keyword != "$ref"})
        return {"allOf": [lone], **beside} if beside else lone
    if len(kinds(schema)) > 1:
        return _alternatives_3_0(schema)
    if kinds(schema) == ["object"]:
        schema = schema | {"additionalProperties": schema.get("additionalProperties", True)}
    projected: Object = {}
    for keyword, value in schema.items():
        if keyword == "type":
            projected |= _type_3_0(schema)
        elif keyword == "const":
            projected["enum"] = [value]
        elif keyword in BOUNDS:
            projected[BOUNDS[keyword]], projected[keyword] = value, True
        elif keyword == "examples":
            projected["example"] = items(value)[0]
        elif keyword != "default":
            projected[keyword] = value
    return projected


def _alternatives_3_0(schema: Object) -> Object:
    """A schema of several types as one alternative for each, with the annotations beside them."""
    beside = {keyword: value for keyword, value in schema.items() if KEYWORDS[keyword].role is Role.ANNOTATION}
    assertions = {keyword: value for keyword, value in schema.items() if keyword not in beside}
    null: list[Json] = ["null"] if "null" in types(schema) else []
    own: list[Json] = [_schema_3_0({**assertions, "type": [kind, *null]}) for kind in kinds(schema)]
    return {"anyOf": own, **_schema_3_0(beside)}


def _type_3_0(schema: Object) -> Object:
    """The type, and whether null is one too; null alone is an enum of it."""
    own = kinds(schema)
    kind: Object = {"type": own[0]} if own else {"enum": [None]}
    return kind | {"nullable": True} if "null" in types(schema) else kind
