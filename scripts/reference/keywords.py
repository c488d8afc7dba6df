"""The keywords that the contract's schemas may use here: a table, and the check that refuses all others.

Every emitter relies on it. A keyword that some of them did not know would be left out there in silence, so one that is
not in the table stops the generation. To add one, add its row here and its probes in probes.py; `nox -s reference`
then says what else is to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from scripts.contract import Contract, Object, items, join, members, types, walk
from scripts.tools import GenerationError

COMPONENT = "#/components/schemas/"  # how every reference to a schema begins
FORMATS = {"uuid", "int64"}


class Role(Enum):
    """What a keyword does to a verdict: decides it, hands it on to a schema below, or nothing."""

    ASSERTION = "assertion"
    APPLICATOR = "applicator"
    ANNOTATION = "annotation"


@dataclass(frozen=True)
class Keyword:
    """A keyword's role, and the form in which it is known: whether a schema keeps to it, and what to say if not."""

    role: Role
    keeps: Callable[[Object], bool] = lambda _: True
    form: str = ""


def kinds(schema: Object) -> list[str]:
    """The schema's types without null."""
    return [str(kind) for kind in types(schema) if kind != "null"]


def target(schema: Object) -> str:
    """The component that a schema refers to."""
    return str(schema["$ref"]).removeprefix(COMPONENT)


def _refers(schema: Object) -> bool:
    beside = {keyword for keyword in schema if keyword not in KEYWORDS or KEYWORDS[keyword].role is not Role.ANNOTATION}
    return beside == {"$ref"} and str(schema["$ref"]).startswith(COMPONENT)


KEYWORDS = {
    "type": Keyword(Role.ASSERTION, lambda schema: len(kinds(schema)) == 1, "is one type, or one type and null"),
    "format": Keyword(Role.ASSERTION, lambda schema: schema["format"] in FORMATS, f"is one of {sorted(FORMATS)}"),
    "minimum": Keyword(Role.ASSERTION),
    "required": Keyword(
        Role.ASSERTION,
        lambda schema: {str(name) for name in items(schema["required"])} <= members(schema.get("properties")).keys(),
        "names properties that are described beside it",
    ),
    "$ref": Keyword(Role.APPLICATOR, _refers, f"leads to {COMPONENT} and has only annotations beside it"),
    "properties": Keyword(Role.APPLICATOR),
    "additionalProperties": Keyword(
        Role.APPLICATOR, lambda schema: isinstance(schema["additionalProperties"], dict), "is a schema"
    ),
    "items": Keyword(Role.APPLICATOR, lambda schema: isinstance(schema["items"], dict), "is a schema"),
    "description": Keyword(Role.ANNOTATION),
    "default": Keyword(Role.ANNOTATION),
    "examples": Keyword(Role.ANNOTATION),
    "x-evidence": Keyword(Role.ANNOTATION),
    "x-null": Keyword(Role.ANNOTATION),
}


def require_known(contract: Contract) -> None:
    """Raise GenerationError at the first keyword of a schema that is not in the table, or not in its known form."""
    for place in walk(contract.document):
        for keyword in place.value if place.is_schema else ():
            pointer = join(place.pointer, keyword)
            at = f"openapi.yaml:{contract.line(pointer)}: {pointer}"
            if keyword not in KEYWORDS:
                raise GenerationError(f"{at}: unknown here; add the keyword to scripts/reference/keywords.py")
            if not KEYWORDS[keyword].keeps(place.value):
                raise GenerationError(f"{at}: known here only if it {KEYWORDS[keyword].form}; write it so")
