"""Rules that the reference needs: keywords, names and calls that its emitters know how to write."""

from collections.abc import Iterable

from scripts.contract.document import Contract
from scripts.contract.keywords import KEYWORDS, MEDIA_TYPE, NAME, NEEDED
from scripts.contract.operations import operations
from scripts.contract.places import Place, walk
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.values import at, items, join, members, resolve


def _keywords_known(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.is_schema:
            yield from _keywords(place)


def _names_known(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.is_schema:
            yield from _names(place)


def _texts_there(contract: Contract) -> Breaches:
    document = contract.document
    for place in walk(document):
        if place.is_schema or "$ref" not in place.value:
            yield from _absences(place, NEEDED.get(place.keyword, ()))
    yield from _absences(Place("/info", "info", members(document["info"])), ("description",))
    for operation in operations(document):
        yield from _absences(operation.place, ("summary", "description"))


def _keywords(place: Place) -> Breaches:
    for keyword in place.value:
        if keyword not in KEYWORDS:
            yield join(place.pointer, keyword), "Delete it, or add the keyword to scripts/contract/keywords.py."
        elif not KEYWORDS[keyword].keeps(place):
            yield join(place.pointer, keyword), f"It is known only if it {KEYWORDS[keyword].form}; write it so."


def _absences(place: Place, needed: Iterable[str]) -> Breaches:
    for keyword in needed:
        if keyword not in place.value:
            yield place.pointer, f"It has no {keyword}; write one."


def _names(place: Place) -> Breaches:
    """Names that Go and Java could not hold, or not keep apart: they spell them without underscores."""
    seen: dict[str, str] = {}
    for name in members(place.value.get("properties")):
        pointer, plain = join(place.pointer, "properties", name), name.replace("_", "").lower()
        if not NAME.fullmatch(name):
            yield pointer, "Rename it: Go and Java have no such names."
        elif plain in seen:
            yield pointer, f"Rename it: Go and Java would not tell it from {seen[plain]}."
        seen[plain] = name


def _parameters(contract: Contract) -> Breaches:
    for operation in operations(contract.document):
        pointer = operation.place.pointer
        path = pointer.rpartition("/")[0]
        if "parameters" in members(at(contract.document, path)):
            yield join(path, "parameters"), "Move them to the operations: parameters of a whole path are not shown."
        for index, reference in enumerate(items(operation.place.value.get("parameters"))):
            if resolve(contract.document, members(reference)).get("in") != "path":
                yield join(pointer, "parameters", index), "Delete it: only parameters of the path are shown."
        if "requestBody" in operation.place.value:
            yield join(pointer, "requestBody"), "Delete it: the body of a request is not shown."


def _tokens(contract: Contract) -> Breaches:
    schemes = members(members(contract.document.get("components")).get("securitySchemes"))
    for operation in operations(contract.document):
        names = [name for entry in items(operation.place.value.get("security")) for name in members(entry)]
        if len(names) != 1:
            yield join(operation.place.pointer, "security"), "Name one token."
            continue
        scheme = members(schemes.get(names[0]))
        if (scheme.get("type"), scheme.get("scheme")) != ("http", "bearer"):
            yield join("/components/securitySchemes", names[0]), "Send the token as a bearer."


def _responses(contract: Contract) -> Breaches:
    for operation in operations(contract.document):
        for status, reference in members(operation.place.value.get("responses")).items():
            pointer = join(operation.place.pointer, "responses", status)
            content = members(resolve(contract.document, members(reference)).get("content"))
            if list(content) != [MEDIA_TYPE]:
                yield pointer, f"Describe it as {MEDIA_TYPE} alone."
            elif "$ref" not in members(members(content[MEDIA_TYPE]).get("schema")):
                yield pointer, "Give its body a name under components/schemas."


REFERENCE = (
    Rule("keyword-known", "The reference knows every keyword of a schema.", _keywords_known, "reference"),
    Rule("name-in-go-and-java", "Properties have names of their own in Go and Java.", _names_known, "reference"),
    Rule("text-there", "The reference has a text for everything that it shows.", _texts_there, "reference"),
    Rule("parameter-known", "The reference can show every parameter.", _parameters, "reference"),
    Rule("token-known", "The reference can show every token.", _tokens, "reference"),
    Rule("response-known", "The reference can show every response.", _responses, "reference"),
)
