"""The guide to the reference: which files to use in each language, and which faults the types do not find."""

from collections.abc import Iterable
from pathlib import Path

from scripts.contract.document import Contract
from scripts.reference.languages import GENERATED, GENERATOR, TYPES, Generated, Types

TEXT = Path(__file__).parent / "guide.md"


def render(_: Contract) -> dict[str, bytes]:
    """The guide, with the tables of languages."""
    types = (
        (
            row.language,
            row.use,
            _validator(row),
            ", ".join(row.misses),
            ", ".join(CASES[case] for case in row.refuses) or "nothing",
        )
        for row in TYPES
    )
    generated = (
        (
            row.language,
            f"`{row.generator}`",
            _validator(row),
            _state(row),
        )
        for row in GENERATED
    )
    parts = {
        "TYPES": _table(
            ("language", "how to use", "validate with", "accepts, though invalid", "refuses, though valid"), types
        ),
        "GENERATOR": _command(),
        "GENERATED": _table(("language", "`-g`", "validate with", "state"), generated),
    }
    text = TEXT.read_text("utf-8")
    for name, part in parts.items():
        text = text.replace(f"<!-- {name} -->", part)
    return {"README.md": text.encode()}


NOT_COMPILED = "tested: generated; not compiled"
CASES = {
    "properties/unknown": "an unknown property in an object literal; a parsed body is accepted",
    "type/whole": "an integer written `4.0`",
}


def _state(row: Generated) -> str:
    return f"tested: `{' '.join(row.parser)}` parses the code" if row.parser else NOT_COMPILED


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
