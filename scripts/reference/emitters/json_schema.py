"""JSON Schemas in two dialects: one self-contained file for each component."""

from dataclasses import dataclass

from scripts.contract.document import Contract
from scripts.contract.keywords import target
from scripts.contract.places import Place, reachable
from scripts.contract.samples import COMPOSITIONS
from scripts.contract.values import Json, Object, items, join, members, types
from scripts.reference.json_text import pretty
from scripts.reference.shapes import components


@dataclass(frozen=True)
class Dialect:
    """A version of JSON Schema.

    Attributes:
        name: of its folder.
        uri: of its metaschema.
        definitions: its keyword for definitions.
        is_old: whether validators ignore keywords beside a reference, and mistake arrays for objects where both may be.
    """

    name: str
    uri: str
    definitions: str
    is_old: bool


OF_A_TYPE = {
    "array": ("items", "minItems", "maxItems", "uniqueItems"),
    "object": ("properties", "required", "patternProperties", "additionalProperties", "minProperties"),
}
NAMES = "https://comm-sms.example"  # a reserved domain: ids are names, not addresses
DIALECTS = (
    Dialect("2020-12", "https://json-schema.org/draft/2020-12/schema", "$defs", is_old=False),
    Dialect("draft-07", "http://json-schema.org/draft-07/schema#", "definitions", is_old=True),
)


def render(contract: Contract) -> dict[str, bytes]:
    """One file for each dialect and component."""
    return {
        f"json-schema/{dialect.name}/{name}.json": pretty(schema(contract, name, dialect))
        for dialect in DIALECTS
        for name in components(contract)
    }


def schema(contract: Contract, name: str, dialect: Dialect = DIALECTS[0]) -> Object:
    """The component as validators need it, with everything that it refers to."""
    document = contract.spelled
    own = members(members(document["components"])["schemas"])
    start = Place(join("", "components", "schemas", name), "schemas", members(own[name]))
    needed = dict.fromkeys(target(place.value) for place in reachable(document, start) if "$ref" in place.value)
    definitions: Object = {other: _rewritten(own[other], dialect) for other in needed}
    return {
        "$schema": dialect.uri,
        "$id": f"{NAMES}/json-schema/{dialect.name}/{name}.json",
        "title": name,
        **_rewritten(own[name], dialect),
        **({dialect.definitions: definitions} if definitions else {}),
    }


def _rewritten(value: Json, dialect: Dialect) -> Object:
    """A schema without extensions, with references to the definitions."""
    rewritten: Object = {}
    if dialect.is_old and {"array", "object"} <= set(map(str, types(members(value)))) and "anyOf" not in members(value):
        value = _alternatives(members(value))
    for keyword, below in members(value).items():
        if keyword == "$ref":
            rewritten[keyword] = f"#/{dialect.definitions}/{target(members(value))}"
        elif keyword in {"properties", "patternProperties"}:
            rewritten[keyword] = {name: _rewritten(member, dialect) for name, member in members(below).items()}
        elif keyword in COMPOSITIONS:
            rewritten[keyword] = [_rewritten(part, dialect) for part in items(below)]
        elif keyword in {"items", "additionalProperties"} and isinstance(below, dict):
            rewritten[keyword] = _rewritten(below, dialect)
        elif not _is_foreign(keyword) and not (dialect.is_old and "$ref" in members(value)):
            rewritten[keyword] = below
    return rewritten


def _alternatives(schema: Object) -> Object:
    """A schema of arrays and objects as one alternative for each type, with everything else beside them."""
    own: list[Json] = [
        {"type": kind, **{keyword: schema[keyword] for keyword in OF_A_TYPE.get(kind, ()) if keyword in schema}}
        for kind in map(str, types(schema))
    ]
    taken = {"type", *OF_A_TYPE["array"], *OF_A_TYPE["object"]}
    return {**{keyword: below for keyword, below in schema.items() if keyword not in taken}, "anyOf": own}


def _is_foreign(keyword: str) -> bool:
    """Whether only OpenAPI knows a keyword."""
    return keyword.startswith("x-") or keyword == "discriminator"
