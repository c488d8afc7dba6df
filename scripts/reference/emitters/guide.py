"""The guide to the reference: which files to use in each language, and which faults the types do not find."""

from collections.abc import Iterable
from pathlib import Path

from scripts.contract.document import Contract
from scripts.contract.keywords import kinds
from scripts.contract.places import walk
from scripts.reference.calls import bodies
from scripts.reference.languages import GENERATED, GENERATOR, TYPES, Generated, Types
from scripts.reference.vectors.walk import vectors

TEXT = Path(__file__).parent / "guide.md"


def render(contract: Contract) -> dict[str, bytes]:
    """The guide, with the tables of languages."""
    every = vectors(contract)
    faults = {vector.fault for vector in every}
    invalid = sum(1 for vector in every if vector.fault and vector.tier == "core")
    types = (
        (
            row.language,
            row.use,
            _validator(row),
            ", ".join(fault for fault in row.misses if fault in faults),
            ", ".join(CASES[case] for case in row.refuses) or "nothing",
        )
        for row in TYPES
    )
    generated = (
        (
            row.language,
            " ".join(f"`{option}`" for option in (row.generator, *row.options)),
            _validator(row),
            _state(row, invalid),
        )
        for row in GENERATED
    )
    general = "".join(f"- {line}\n" for words, line in GENERAL if words & _words(contract))
    parts = {
        "TYPES": _table(
            ("language", "how to use", "validate with", "accepts, though invalid", "refuses, though valid"), types
        ),
        "GENERAL": general and f"\n{general}",
        "GENERATOR": _command(),
        "GENERATED": _table(("language", "`--generator-name` and more", "validate with", "tested"), generated),
    }
    text = TEXT.read_text("utf-8")
    for name, part in parts.items():
        text = text.replace(f"<!-- {name} -->", part)
    return {"README.md": text.replace("BODY", _body(contract)).encode()}


GENERAL = (  # what Go and Java do not say: the words that a contract has, and the line of the guide
    ({"enum", "const"}, "In Go and Java, `enum` and `const` have the type of their values; a comment lists them."),
    ({"oneOf", "anyOf"}, "In Go and Java, alternatives are `any` and `Object`, except one beside null."),
    (
        {"several types"},
        "In Go and Java, a value of several types is `any` and `Object`. In `any`, Go keeps integers up to 2^53 only.",
    ),
    ({"allOf"}, "In Go and Java, the parts of `allOf` are one type with all fields."),
    ({"date", "date-time", "email", "uri"}, "In Go and Java, dates, times and addresses are text."),
    ({"nameless"}, "In Go and Java, an object that is no component is a map."),
    ({"readOnly", "writeOnly"}, "`readOnly` and `writeOnly` are comments: requests and answers have one type."),
)


def _words(contract: Contract) -> set[str]:
    """The keywords of the components, their formats, `nameless` for objects without a name, and `several types`."""
    found: set[str] = set()
    for place in walk(contract.document):
        if place.is_schema and place.pointer.startswith("/components/schemas/"):
            found |= {*place.value, str(place.value.get("format"))}
            is_named = place.keyword in {"schemas", "allOf"} or "properties" not in place.value
            found |= set() if is_named else {"nameless"}
            found |= {"several types"} if len(kinds(place.value)) > 1 else set()
    return found


def _body(contract: Contract) -> str:
    """The component of the first body that a success has, or else of the first body."""
    every = list(bodies(contract))
    return next((body.schema for body in every if body.role.startswith("2")), every[0].schema if every else "")


CASES = {
    "properties/unknown": "an unknown property in an object literal; a parsed body is accepted",
    "type/whole": "an integer written `4.0`",
}


def _state(row: Generated, invalid: int) -> str:
    if row.accepts is None:
        return f"`{' '.join(row.parser)}` parses the code" if row.parser else "the code is written; nothing reads it"
    refuses = ", ".join(CASES[case] for case in row.refuses)
    reads = f"reads every valid body but {refuses}" if refuses else "reads every valid body"
    changes = "".join(f"; {sentence}" for _, sentence in row.changes)
    return f"{reads}; accepts {row.accepts} of {invalid} invalid ones{changes}"


def _validator(row: Types | Generated) -> str:
    if not row.recipe:
        return f"`{row.validator}`: not tested"
    return f"`{row.validator}`; [tested](vectors/README.md#{row.recipe})"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _command() -> str:
    words = ("openapi-generator-cli", *GENERATOR, "--generator-name=php", "--output=client")
    return "```sh\npython3 -m pip install openapi-generator-cli\n" + " \\\n  ".join(words) + "\n```"
