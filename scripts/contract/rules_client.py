"""What the generator must not be given: contracts whose names or texts could write code or files of their own choosing.

The generator makes files, classes and variables out of names, and docstrings out of texts, and is careful with both.
This table does not rely on that.
"""

import re
from collections.abc import Iterable, Iterator
from textwrap import shorten
from unicodedata import category

from openapi_python_client.strings import ClassName, PythonIdentifier

from scripts.contract.document import Contract, ContractError, Json, items, join, members, operations, resolve, walk
from scripts.contract.rules import Breaches, Rule, first_breaches
from scripts.pins import GenerationError

PREFIX = "field_"
LONGEST = 100  # characters of a name, which may become that of a file
_NAME = re.compile(r"[^\W\d]([\w. -]|\[\w*\])*")
_STATUS = re.compile(r"[1-5](\d\d|XX)")
_NAMED = ("properties", "schemas", "responses", "headers", "securitySchemes")


def _printable(contract: Contract) -> Breaches:
    for pointer, text in _texts(contract.document, ""):
        if wrong := [character for character in text if category(character)[0] == "C" and character not in "\n\t"]:
            yield pointer, f"Delete the character U+{ord(wrong[0]):04X}."
        elif "\u2028" in text or "\u2029" in text:
            yield pointer, "Break lines with a line feed."


def _texts(value: Json, pointer: str) -> Iterator[tuple[str, str]]:
    """Every text with its pointer, keys included."""
    if isinstance(value, str):
        yield pointer, value
    for key, below in value.items() if isinstance(value, dict) else enumerate(items(value)):
        yield join(pointer, key), str(key)
        yield from _texts(below, join(pointer, key))


def _plain_names(contract: Contract) -> Breaches:
    for pointer, name in _names(contract):
        if not _NAME.fullmatch(name) or ".." in name or len(name) > LONGEST:
            yield pointer, f"Name it with at most {LONGEST} letters, digits, spaces, `_`, `-` and `.`, a letter first."


def _names(contract: Contract) -> Iterator[tuple[str, str]]:
    """Every name that becomes one in the client, with its pointer."""
    for place in walk(contract.document):
        if place.keyword in _NAMED and not (place.keyword == "responses" and _STATUS.fullmatch(place.name)):
            yield place.pointer, place.name.lstrip("@$") if place.keyword == "properties" else place.name
        if place.is_schema and "title" in place.value:
            yield join(place.pointer, "title"), str(place.value["title"])
        if place.keyword == "parameters" and "name" in place.value:
            yield join(place.pointer, "name"), str(place.value["name"])
    for operation in operations(contract.document):
        yield join(operation.place.pointer, "operationId"), operation.operation_id
        for index, tag in enumerate(items(operation.place.value.get("tags"))):
            yield join(operation.place.pointer, "tags", index), str(tag)


def _distinct_names(contract: Contract) -> Breaches:
    schemas = members(members(contract.document.get("components")).get("schemas"))
    yield from _collisions("/components/schemas", {name: ClassName(name, PREFIX) for name in schemas})
    for place in walk(contract.document):
        if place.is_schema:
            names = members(place.value.get("properties"))
            yield from _collisions(
                join(place.pointer, "properties"), {name: PythonIdentifier(name, PREFIX) for name in names}
            )
    for operation in operations(contract.document):
        seen: dict[str, str] = {}
        for index, reference in enumerate(items(operation.place.value.get("parameters"))):
            name = str(resolve(contract.document, members(reference)).get("name"))
            identifier = PythonIdentifier(name, PREFIX)
            if seen.setdefault(identifier, name) != name:
                yield join(operation.place.pointer, "parameters", index), _renaming(name, seen[identifier], identifier)


def _collisions(pointer: str, names: dict[str, str]) -> Breaches:
    seen: dict[str, str] = {}
    for name, identifier in names.items():
        if identifier in seen:
            yield join(pointer, name), _renaming(name, seen[identifier], identifier)
        seen.setdefault(identifier, name)


def _renaming(name: str, other: str, identifier: str) -> str:
    return f"Rename it: {name!a} and {other!a} would both become {identifier!a} in Python."


def _local_references(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        try:
            resolve(contract.document, place.value)
        except ContractError as error:
            yield join(place.pointer, "$ref"), str(error)


RULES = (
    Rule("printable", "Every text is printable.", _printable),
    Rule("local-reference", "Every reference leads to an object of this file.", _local_references),
    Rule("plain-name", "What becomes a name in the client is a plain name.", _plain_names),
    Rule("distinct-name", "No two names become one in the client.", _distinct_names),
)


def require_harmless(contract: Contract, rules: Iterable[Rule] = RULES) -> None:
    """Raise GenerationError, in one sentence with the pointer, unless every rule holds."""
    for flaw in first_breaches(contract, rules):
        pointer = shorten(flaw.pointer.encode("unicode_escape").decode(), 200, placeholder=" …")
        raise GenerationError(f"{contract.path.name}:{flaw.line}: #{pointer} {flaw.sentence} {flaw.remedy}")
