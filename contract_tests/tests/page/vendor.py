"""The vendor's own OpenAPI of one operation, as it could have been written, made from a contract."""

import copy
import json
from pathlib import Path

from scripts.contract.document import Contract
from scripts.contract.operations import Operation, operations
from scripts.contract.places import walk
from scripts.contract.values import Json, Object, at, items, members
from scripts.page.counterpart import operation_of
from scripts.page.draft import text
from scripts.page.published import Outcome, compare

GONE: Json = {"gone": True}  # the value of an edit that takes something out


def block(operation: Operation) -> Object:
    """The contract, cut down to one operation, without the marks of this project."""
    document = copy.deepcopy(operation.document)
    item = members(at(document, operation.place.pointer.rpartition("/")[0]))
    document["paths"] = {operation.path: {k: v for k, v in item.items() if k in {operation.method, "parameters"}}}
    for place in walk(document):
        for keyword in ("x-evidence", "x-null", "x-repeated-at", "x-spelling"):
            place.value.pop(keyword, None)
    return document


def edited(document: Object, pointer: str, value: Json) -> Object:
    """A copy with another value at a pointer."""
    document = copy.deepcopy(document)
    parent, _, key = pointer.rpartition("/")
    holder, key = at(document, parent), key.replace("~1", "/").replace("~0", "~")
    if isinstance(holder, list):
        holder[int(key) : int(key) + 1] = [] if value == GONE else [value]
    elif value == GONE:
        del members(holder)[key]
    else:
        members(holder)[key] = value
    return document


def older(document: Object) -> Object:
    """The document as OpenAPI 3.0 says the same."""
    document = copy.deepcopy(document)
    document["openapi"] = "3.0.3"
    for place in walk(document):
        schema = place.value
        kinds = items(schema.get("type"))
        if "null" in kinds:
            solid = [kind for kind in kinds if kind != "null"]
            schema |= {"type": solid[0] if len(solid) == 1 else solid, "nullable": True}
        for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            if exclusive in schema:
                schema |= {bound: schema[exclusive], exclusive: True}
        if "const" in schema:
            schema["enum"] = [schema.pop("const")]
        if isinstance(examples := schema.get("examples"), list):
            del schema["examples"]
            schema["example"] = examples[0]
    return document


def wrapped(document: Object) -> Object:
    """The document as OpenAPI 3.0 says the same, with `allOf` around each reference that has words beside it."""
    document = older(document)
    for place in list(walk(document)):
        if place.is_schema and len(place.value) > 1 and "$ref" in place.value:
            place.value["allOf"] = [{"$ref": place.value.pop("$ref")}]
    return document


def reordered(value: Json) -> Json:
    """The value with the members of all objects the other way round."""
    if isinstance(value, dict):
        return {key: reordered(below) for key, below in reversed(value.items())}
    return [reordered(below) for below in value] if isinstance(value, list) else value


def inlined(document: Object) -> Object:
    """The document with a copy of each component in the place of its references."""
    document = copy.deepcopy(document)
    for place in list(walk(document, "/paths")):
        _inline(document, place.value)
    document["components"] = {
        key: below for key, below in members(document["components"]).items() if key == "securitySchemes"
    }
    return document


def _inline(document: Object, value: Json) -> None:
    while isinstance(value, dict) and isinstance(reference := value.get("$ref"), str):
        beside = {key: below for key, below in value.items() if key != "$ref"}
        value.clear()
        value |= copy.deepcopy(members(at(document, reference[1:]))) | beside
    for below in value.values() if isinstance(value, dict) else items(value):
        _inline(document, below)


def read(document: Object) -> Contract:
    """The document, as if it were read from a file of one line."""
    return Contract(Path("page.md"), b"", document, {"": 1})


def compared(contract: Contract, document: Object) -> Outcome:
    """The document of one operation, compared with the contract."""
    (their,) = operations(document)
    our = operation_of(contract, their.method, their.path)
    assert our  # noqa: S101  # as in tests
    return compare(contract, our, read(document), their)


def told(contract: Contract, document: Object) -> list[tuple[str, str]]:
    """What is found, and where in the contract."""
    return [(verdict.word, verdict.pointer) for verdict, _ in compared(contract, document).verdicts]


def page(document: Object, *, fence: str = "````", head: str = "", written: str = "") -> str:
    """A page in Markdown with the document, or another text, in its block."""
    for operation in operations(document):
        head = head or f"yaml openapi/api.json {operation.method.upper()} {operation.path}"
    above = "# Update\n\n> The index of this documentation is elsewhere.\n\n```sh\ncurl https://example.com\n```\n\n"
    return f"{above}## OpenAPI\n\n{fence}{head}\n{written or text(document)}\n{fence}\n"


def as_json(document: Object) -> str:
    """The document as JSON."""
    return json.dumps(document, indent=2)
