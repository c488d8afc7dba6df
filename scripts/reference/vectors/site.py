"""A place of a body, and a value to put there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scripts.contract.values import Json, Object

Tier = Literal["core", "format", "edge", "spelling"]

WORDS = {
    "null": "null",
    "boolean": "a boolean",
    "integer": "an integer",
    "number": "a number with a fraction",
    "string": "a string",
    "array": "an array",
    "object": "an object",
}


QUOTED = {"boolean": "true", "integer": "1", "number": "1.5"}  # text that a lenient reader converts


@dataclass(frozen=True)
class Site:
    """A place of a body, with its schema.

    Attributes:
        name: the place within its component, such as `ManualData.send_amount`.
        pointer: JSON pointer to the schema in its own file, such as `/$defs/ManualData/properties/send_amount`.
        instance: JSON pointer to the place in the body.
        put: makes the smallest body that has a given value at the place.
        spelled: the schemas whose values PHP may have written, by their identity.
    """

    document: Object
    name: str
    schema: Object
    pointer: str
    instance: str
    put: Callable[[Json], Json]
    spelled: frozenset[int] = frozenset()

    @property
    def is_spelled(self) -> bool:
        """Whether PHP may have written the value."""
        return id(self.schema) in self.spelled


@dataclass(frozen=True)
class Probe:
    """A value for a site; `fault` is the class of its fault, empty if the value is valid."""

    case: str
    value: Json
    why: str
    fault: str = ""
    tier: Tier = "core"
