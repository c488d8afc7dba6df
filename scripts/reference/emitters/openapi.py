"""The contract as JSON: as it is, without references, as OpenAPI 3.0, and as generators of clients need it."""

from copy import deepcopy

from scripts.contract.document import Contract
from scripts.contract.keywords import KEYWORDS, Role, kinds, target
from scripts.contract.levels import level
from scripts.contract.places import walk
from scripts.contract.samples import COMPOSITIONS
from scripts.contract.values import Json, Object, at, items, members, resolve, types, unescape
from scripts.reference.json_text import pretty
from scripts.reference.shapes import is_record

_LIMITS = {keyword for keyword, known in KEYWORDS.items() if known.role is Role.ASSERTION} - {
    "type",
    "format",
    "required",
}
BOUNDS = {
    "exclusiveMinimum": "minimum",
    "exclusiveMaximum": "maximum",
}  # in 3.0 the former says how the latter is meant


def render(contract: Contract) -> dict[str, bytes]:
    """Three equivalent documents, and one that says less."""
    return {
        "openapi/openapi.json": pretty(contract.document),
        "openapi/openapi.dereferenced.json": pretty(dereferenced(contract.document)),
        "openapi/openapi-3.0.json": pretty(as_3_0(contract.document)),
        "openapi/openapi-3.0-clients.json": pretty(as_3_0(for_clients(contract.document))),
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


def for_clients(document: Object) -> Object:
    """The document without what makes generated clients refuse or change answers that a server may well send.

    Limits and choices of values go where the documentation does not prove them. A schema of several types becomes any
    value, and so does an object of which nothing is described. A component that is no more than a map stands in the
    place of each reference to it. Numbers have 64 bits, of which some generators make 32.
    """
    lenient = deepcopy(document)
    for place in walk(document):
        if place.is_schema:
            path = [unescape(token) for token in place.pointer.split("/")[1:]]
            for keyword in _LIMITS & place.value.keys():
                if level(document, [*path, keyword], place.value[keyword]) != "documented":
                    del members(at(lenient, place.pointer))[keyword]
    for place in list(walk(lenient)):
        if place.is_schema and (own := _plain(lenient, place.value)) is not place.value:
            said = {keyword: value for keyword, value in place.value.items() if keyword == "description"}
            place.value.clear()
            place.value.update(deepcopy(own) | said)
    named = {target(place.value) for place in walk(lenient) if place.is_schema and "$ref" in place.value}
    components = members(lenient["components"])
    components["schemas"] = {name: schema for name, schema in members(components["schemas"]).items() if name in named}
    return lenient


def _plain(document: Object, schema: Object) -> Object:
    """A schema as generators need it."""
    if "$ref" in schema:
        component = members(members(members(document["components"])["schemas"])[target(schema)])
        return _plain(document, component) if kinds(component) and not is_record(document, component) else schema
    own = kinds(schema)
    is_bare = own == ["object"] and not schema.keys() & {"properties", "additionalProperties", *COMPOSITIONS}
    if len(own) > 1 or is_bare:
        return {}
    return schema | {"format": "double"} if own == ["number"] and "format" not in schema else schema


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
