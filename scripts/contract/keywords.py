"""The keywords that the reference knows, and those it needs: tables, from which a rule refuses everything else.

Every emitter relies on it. A keyword that some of them did not know would be left out there in silence, so one that is
not in KEYWORDS stops the generation. To add one, add its row here and its probes in probes.py; `nox -s reference` then
says what else is to do.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from scripts.contract.document import Object, Place, items, members, types

MEDIA_TYPE = "application/json"
COMPONENT = "#/components/schemas/"  # how every reference to a schema begins
FORMATS = {"uuid", "int64"}
TYPES = {"boolean", "integer", "number", "string", "array", "object"}
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
NEEDED = {  # what the emitters read of an object, by the keyword it stands under
    "": ("info", "servers"),
    "schemas": ("description", "type", "properties"),
    "properties": ("description",),
    "parameters": ("description",),
    "requestBody": ("description",),
    "requestBodies": ("description",),
    "responses": ("description",),
    "securitySchemes": ("description",),
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
    own = kinds(place.value)
    return own == ["object"] if place.keyword == "schemas" else len(own) == 1 and own[0] in TYPES


def _names_own_properties(place: Place) -> bool:
    return {str(name) for name in items(place.value["required"])} <= members(place.value.get("properties")).keys()


def _is_component_with_property(place: Place) -> bool:
    return place.keyword == "schemas" and any(members(place.value["properties"]).values())


def _is_map(place: Place) -> bool:
    return isinstance(place.value["additionalProperties"], dict) and place.keyword != "schemas"


def _refers(place: Place) -> bool:
    beside = {word for word in place.value if word not in KEYWORDS or KEYWORDS[word].role is not Role.ANNOTATION}
    return beside == {"$ref"} and str(place.value["$ref"]).startswith(COMPONENT) and "/" not in target(place.value)


KEYWORDS = {
    "type": Keyword(Role.ASSERTION, _is_one_type, "is one type, or one and null; of a component, object"),
    "format": Keyword(Role.ASSERTION, lambda place: place.value["format"] in FORMATS, f"is one of {sorted(FORMATS)}"),
    "minimum": Keyword(Role.ASSERTION),
    "required": Keyword(Role.ASSERTION, _names_own_properties, "names properties that are described beside it"),
    "$ref": Keyword(Role.APPLICATOR, _refers, f"leads to {COMPONENT} by name and has only annotations beside it"),
    "properties": Keyword(Role.APPLICATOR, _is_component_with_property, "stands in a component, with a schema in it"),
    "additionalProperties": Keyword(Role.APPLICATOR, _is_map, "is a schema, and not in a component"),
    "items": Keyword(Role.APPLICATOR, lambda place: isinstance(place.value["items"], dict), "is a schema"),
    "description": Keyword(Role.ANNOTATION),
    "default": Keyword(Role.ANNOTATION),
    "examples": Keyword(Role.ANNOTATION),
    "x-evidence": Keyword(Role.ANNOTATION),
    "x-null": Keyword(Role.ANNOTATION),
}
