"""The guide to the reference: what to take in which language, and what its types do not catch."""

from collections.abc import Iterable
from pathlib import Path

from scripts.contract.document import Contract
from scripts.reference.languages import GENERATED, GENERATOR, TYPES, Generated, Types

TEXT = Path(__file__).parent / "guide.md"


def render(_: Contract) -> dict[str, bytes]:
    """The guide, with the tables of what is known of each language."""
    types = (
        (
            row.language,
            row.take,
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
            f"tried: generated, and `{' '.join(row.parser)}` reads it" if row.parser else NOT_COMPILED,
        )
        for row in GENERATED
    )
    parts = {
        "TYPES": _table(("language", "take", "validate with", "lets through", "refuses though it is valid"), types),
        "GENERATOR": _command(),
        "GENERATED": _table(("language", "`-g`", "validate with", "state"), generated),
    }
    text = TEXT.read_text("utf-8")
    for name, part in parts.items():
        text = text.replace(f"<!-- {name} -->", part)
    return {"README.md": text.encode()}


NOT_COMPILED = "tried: generated; not verified, for no compiler has read it"
CASES = {
    "properties/unknown": "a property that the contract does not name, in a literal; a parsed body is taken",
    "type/whole": "an integer written `4.0`",
}


def _validator(row: Types | Generated) -> str:
    if not row.recipe:
        return f"`{row.validator}`: not verified"
    return f"`{row.validator}`: [tried](vectors/README.md#{row.recipe})"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _command() -> str:
    words = ("openapi-generator-cli", *GENERATOR, "--generator-name=php", "--output=client")
    return "```sh\npython3 -m pip install openapi-generator-cli\n" + " \\\n  ".join(words) + "\n```"
