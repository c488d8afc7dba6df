"""The keywords that the reference knows, and those it needs: tables, from which a rule refuses everything else.

Every emitter relies on it. A keyword that some of them did not know would be left out there in silence, so one that is
not in KEYWORDS stops the generation. To add one, add its row here and its probes in probes.py; `nox -s reference` then
says what else is to do.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from scripts.contract.places import Place
from scripts.contract.values import Object, items, members, types

MEDIA_TYPE = "application/json"
COMPONENT = "#/components/schemas/"  # how every reference to a schema begins
FORMATS = {"uuid", "date", "date-time", "email", "uri", "int32", "int64", "float", "double"}
TYPES = {"boolean", "integer", "number", "string", "array", "object"}
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
NEEDED = {  # what the emitters read of an object besides the descriptions that everyone needs, by the keyword above it
    "": ("info", "servers"),
    "requestBody": ("description",),
    "requestBodies": ("description",),
}


class Role(Enum):
    """What a keyword does to a verdict: decides it, hands it on to a schema below, or nothing."""

    ASSERTION = "assertion"
    APPLICATOR = "applicator"
    ANNOTATION = "annotation"


@dataclass(frozen=True)
class Keyword:
    """A keyword's role, and the form in which it is known: whether a schema keeps to it, and what to say if not."""

    role: Role
    keeps: Callable[[Place], bool] = lambda _: True
    form: str = ""


def kinds(schema: Object) -> list[str]:
    """The schema's types without null."""
    return [str(kind) for kind in types(schema) if kind != "null"]


def target(schema: Object) -> str:
    """The component that a schema refers to."""
    return str(schema["$ref"]).removeprefix(COMPONENT)


def _is_one_type(place: Place) -> bool:
    own = set(kinds(place.value) or map(str, types(place.value)))
    return own == {"array", "object"} or (len(own) == 1 and own <= {*TYPES, "null"})


def _names_own_properties(place: Place) -> bool:
    return {str(name) for name in items(place.value["required"])} <= members(place.value.get("properties")).keys()


def _are_schemas(keyword: str) -> Callable[[Place], bool]:
    def are(place: Place) -> bool:
        below = place.value[keyword]
        return all(isinstance(one, dict) for one in (below.values() if isinstance(below, dict) else items(below)))

    return are


def _refers(place: Place) -> bool:
    beside = {word for word in place.value if word not in KEYWORDS or KEYWORDS[word].role is not Role.ANNOTATION}
    return beside == {"$ref"} and str(place.value["$ref"]).startswith(COMPONENT) and "/" not in target(place.value)


_SCHEMAS = "holds schemas, each an object"
KEYWORDS = {
    "type": Keyword(Role.ASSERTION, _is_one_type, "is one type or array and object, maybe with null"),
    "format": Keyword(Role.ASSERTION, lambda place: place.value["format"] in FORMATS, f"is one of {sorted(FORMATS)}"),
    "enum": Keyword(Role.ASSERTION),
    "const": Keyword(Role.ASSERTION),
    "minimum": Keyword(Role.ASSERTION),
    "maximum": Keyword(Role.ASSERTION),
    "exclusiveMinimum": Keyword(Role.ASSERTION, lambda place: "minimum" not in place.value, "stands without a minimum"),
    "exclusiveMaximum": Keyword(Role.ASSERTION, lambda place: "maximum" not in place.value, "stands without a maximum"),
    "multipleOf": Keyword(Role.ASSERTION),
    "minLength": Keyword(Role.ASSERTION),
    "maxLength": Keyword(Role.ASSERTION),
    "pattern": Keyword(Role.ASSERTION),
    "minItems": Keyword(Role.ASSERTION),
    "maxItems": Keyword(Role.ASSERTION),
    "uniqueItems": Keyword(Role.ASSERTION),
    "required": Keyword(Role.ASSERTION, _names_own_properties, "names properties that are described beside it"),
    "$ref": Keyword(Role.APPLICATOR, _refers, f"leads to {COMPONENT} by name and has only annotations beside it"),
    "properties": Keyword(Role.APPLICATOR, _are_schemas("properties"), _SCHEMAS),
    "additionalProperties": Keyword(Role.APPLICATOR),
    "items": Keyword(Role.APPLICATOR, lambda place: isinstance(place.value["items"], dict), "is a schema"),
    "allOf": Keyword(Role.APPLICATOR, _are_schemas("allOf"), _SCHEMAS),
    "anyOf": Keyword(Role.APPLICATOR, _are_schemas("anyOf"), _SCHEMAS),
    "oneOf": Keyword(Role.APPLICATOR, _are_schemas("oneOf"), _SCHEMAS),
    "discriminator": Keyword(Role.ANNOTATION),
    "description": Keyword(Role.ANNOTATION),
    "default": Keyword(Role.ANNOTATION),
    "examples": Keyword(Role.ANNOTATION, lambda place: bool(place.value["examples"]), "holds one"),
    "readOnly": Keyword(Role.ANNOTATION),
    "writeOnly": Keyword(Role.ANNOTATION),
    "deprecated": Keyword(Role.ANNOTATION),
    "x-evidence": Keyword(Role.ANNOTATION),
    "x-null": Keyword(Role.ANNOTATION),
    "x-spelling": Keyword(Role.ANNOTATION),
}
