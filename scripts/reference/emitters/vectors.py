"""The test vectors as files: one file for each tier with one vector a line, and a schema of the lines."""

from pathlib import Path
from typing import get_args

from scripts.contract.document import Contract
from scripts.contract.values import Json, Object
from scripts.reference.emitters.json_schema import DIALECTS, NAMES
from scripts.reference.json_text import line, pretty
from scripts.reference.vectors.site import Tier
from scripts.reference.vectors.walk import Vector, vectors

README = Path(__file__).parent / "vectors.md"
MEMBERS: dict[str, tuple[Json, str]] = {
    "id": (
        "string",
        "The place in the contract, the keyword and the value; unique, and stable between versions.",
    ),
    "schema": ("string", "The schema of the body: the name of a file in json-schema/2020-12 and json-schema/draft-07."),
    "valid": ("boolean", "Whether the body is valid."),
    "fault": ("string", "The class of the fault, the same at all places; empty if the body is valid."),
    "keyword": ("string", "The keyword that is tested; empty for a whole body."),
    "instance_pointer": ("string", "JSON pointer to the tested value, in data."),
    "schema_pointer": ("string", "JSON pointer to the tested keyword, in the file of json-schema/2020-12."),
    "sentence": ("string", "Why the body is valid or not."),
    "data": (["object", "array", "string", "number", "boolean", "null"], "The body."),
}


def render(contract: Contract) -> dict[str, bytes]:
    """The tiers, the schema of their lines, and their README."""
    found = vectors(contract)
    tiers = {
        f"vectors/{tier}.jsonl": b"".join(line(row(vector)) for vector in found if vector.tier == tier)
        for tier in get_args(Tier)
    }
    return tiers | {"vectors/vector.schema.json": pretty(line_schema()), "vectors/README.md": README.read_bytes()}


def row(vector: Vector) -> Object:
    """A vector as a line of the files."""
    return {
        "id": vector.id,
        "schema": vector.schema,
        "valid": not vector.fault,
        "fault": vector.fault,
        "keyword": vector.keyword.rpartition("/")[2],
        "instance_pointer": vector.instance,
        "schema_pointer": vector.keyword,
        "sentence": vector.why,
        "data": vector.data,
    }


def line_schema() -> Object:
    """JSON Schema of a line."""
    properties: Object = {name: {"type": kind, "description": text} for name, (kind, text) in MEMBERS.items()}
    return {
        "$schema": DIALECTS[0].uri,
        "$id": f"{NAMES}/vectors/vector.schema.json",
        "title": "A test vector",
        "type": "object",
        "properties": properties,
        "required": list(MEMBERS),
        "additionalProperties": False,
    }
