"""Rules that the reference needs: keywords, names and calls that its emitters know how to write."""

from collections.abc import Iterable

from scripts.contract.document import Contract
from scripts.contract.keywords import FILE_NAME, KEYWORDS, MEDIA_TYPE, NAME, NEEDED
from scripts.contract.operations import operations
from scripts.contract.places import Place, walk
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.samples import is_allowed, sample
from scripts.contract.values import join, members


def _keywords_known(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.is_schema:
            yield from _keywords(place)


def _names_known(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.keyword == "components":
            yield from _names(place, "schemas", "Rename it.")
        elif place.is_schema:
            yield from _names(place, "properties", "Generate the client alone: `nox -s generate -- --only client`.")


def _texts_there(contract: Contract) -> Breaches:
    document = contract.document
    for place in walk(document):
        if "$ref" not in place.value:
            yield from _absences(place, NEEDED.get(place.keyword, ()))
        elif place.keyword == "schemas":
            yield from _absences(place, ("description",))
    yield from _absences(Place("/info", "info", members(document["info"])), ("description",))
    for operation in operations(document):
        yield from _absences(operation.place, ("summary",))


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


def _names(place: Place, keyword: str, remedy: str) -> Breaches:
    """Names that Go and Java could not hold, or not keep apart: they spell them without underscores."""
    seen: dict[str, str] = {}
    for name in members(place.value.get(keyword)):
        pointer, plain = join(place.pointer, keyword, name), name.replace("_", "").lower()
        if not NAME.fullmatch(name):
            yield pointer, f"Go and Java have no such names. {remedy}"
        elif plain in seen:
            yield pointer, f"Go and Java would not tell it from {seen[plain]}. {remedy}"
        seen[plain] = name


def _files_named(contract: Contract) -> Breaches:
    """Names of examples and operations that could not be those of files, or not of two on every file system."""
    named = {join(one.place.pointer, "operationId"): one.operation_id for one in operations(contract.document)}
    yield from _alike(named)
    for place in walk(contract.document):
        examples = members(place.value.get("examples")) if place.keyword == "content" else {}
        named = {join(place.pointer, "examples", name): name for name in examples}
        yield from _alike(named)
        for pointer, name in named.items():
            if not FILE_NAME.fullmatch(name):
                yield pointer, "Rename it: letters, digits, `.`, `_` and `-` make a file."


def _alike(named: dict[str, str]) -> Breaches:
    seen: dict[str, str] = {}
    for pointer, name in named.items():
        if name.lower() in seen:
            yield pointer, f"Rename it: some file systems would not tell it from {seen[name.lower()]}."
        seen[name.lower()] = name


def _tokens(contract: Contract) -> Breaches:
    schemes = members(members(contract.document.get("components")).get("securitySchemes"))
    for operation in operations(contract.document):
        if len(operation.schemes) != 1:
            yield join(operation.place.pointer, "security"), "Name one token."
            continue
        scheme = members(schemes.get(operation.schemes[0]))
        if (scheme.get("type"), scheme.get("scheme")) != ("http", "bearer"):
            yield join("/components/securitySchemes", operation.schemes[0]), "Send the token as a bearer."


def _bodies(contract: Contract) -> Breaches:
    for operation in operations(contract.document):
        responses = {join("responses", status): response for status, response in operation.responses.items()}
        for where, holder in (responses | ({"requestBody": operation.body} if operation.body else {})).items():
            pointer, content = f"{operation.place.pointer}/{where}", members(holder.get("content"))
            if content and list(content) != [MEDIA_TYPE]:
                yield pointer, f"Describe its body as {MEDIA_TYPE} alone."
            elif content and "$ref" not in members(members(content[MEDIA_TYPE]).get("schema")):
                yield pointer, "Give its body a name under components/schemas."


def _samples(contract: Contract) -> Breaches:
    document = contract.document
    if any(_ends(contract)) or any(_keywords_known(contract)):
        return  # no value can be made of such schemas
    for place in walk(document):
        is_of_body = place.pointer.startswith("/components/schemas/") and "$ref" not in place.value
        if is_of_body and not is_allowed(document, place.value, sample(document, place.value)):
            yield place.pointer, "Add a value that it allows under `examples`: none could be made."


def _ends(contract: Contract) -> Breaches:
    """References that lead back to where they stand."""
    within: dict[str, set[str]] = {}
    for place in walk(contract.document):
        if place.is_schema and "$ref" in place.value:
            within.setdefault("/".join(place.pointer.split("/")[:4]), set()).add(str(place.value["$ref"])[1:])
    for pointer in within:
        seen, pending = set[str](), [pointer]
        while pending:
            new = within.get(pending.pop(), set()) - seen
            seen |= new
            pending += new
        if pointer in seen:
            yield pointer, "Delete the reference by which it contains itself."


REFERENCE = (
    Rule("keyword-known", "The reference knows every keyword of a schema.", _keywords_known, "reference"),
    Rule(
        "name-in-go-and-java",
        "Go and Java have a name for everything.",
        _names_known,
        "reference",
    ),
    Rule("text-there", "The reference has a text for everything that it shows.", _texts_there, "reference"),
    Rule("file-named", "Examples and operations give names to files.", _files_named, "reference"),
    Rule("token-known", "The reference can show every token.", _tokens, "reference"),
    Rule("body-known", "The reference can show every body.", _bodies, "reference"),
    Rule("schema-ends", "No schema contains itself: the reference writes them without references.", _ends, "reference"),
    Rule("sample-known", "The reference has a value for every schema of a body.", _samples, "reference"),
)
