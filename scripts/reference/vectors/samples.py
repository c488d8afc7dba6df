"""Sample values of a schema: the smallest valid one, a full one, or a filled example."""

from scripts.contract.keywords import kinds
from scripts.contract.values import Json, Object, items, members, resolve

SEND_TYPES = ("manual_", "multistep_", "planner_")  # prefixes of properties for sends of one type
UUID = "9d3f6c2a-e41d-4c8b-a05f-6b2fd93e71c8"


def sample(document: Object, schema: Object, kind: str = "") -> Json:
    """The smallest value of a type (by default the type of the schema) that violates no other keyword of the schema."""
    schema = resolve(document, schema)
    low = schema.get("minimum", 1)
    made: dict[str, Json] = {
        "null": None,
        "boolean": True,
        "integer": low,
        "number": low + 0.5 if isinstance(low, int | float) else low,
        "string": UUID if schema.get("format") == "uuid" else "text",
        "array": [],
        "object": {},
    }
    own = kind or "".join(kinds(schema)) or "string"
    if own == "object":
        properties = members(schema.get("properties"))
        return {str(name): sample(document, members(properties[str(name)])) for name in items(schema.get("required"))}
    return made[own]


def full(document: Object, schema: Object) -> Json:
    """A value in which every property is present and not null."""
    schema = resolve(document, schema)
    match kinds(schema):
        case ["object"]:
            named = {name: full(document, members(below)) for name, below in members(schema.get("properties")).items()}
            others = schema.get("additionalProperties")
            return named | ({"field": full(document, others)} if isinstance(others, dict) else {})
        case ["array"]:
            return [full(document, members(schema.get("items")))]
        case _:
            return sample(document, schema)


def filled(document: Object, schema: Object, example: Json) -> Json:
    """The example with a value for every null and an item in every empty list.

    The null of an object for sends of another type is kept.
    """
    schema = resolve(document, schema)
    if isinstance(example, dict):
        described = members(schema.get("properties"))
        others = members(schema.get("additionalProperties"))
        return {
            name: value
            if value is None and name.startswith(SEND_TYPES)
            else filled(document, members(described.get(name, others)), value)
            for name, value in example.items()
        }
    return full(document, schema) if example in (None, []) else example
