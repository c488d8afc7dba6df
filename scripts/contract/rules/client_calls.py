"""Rules that the client needs to call as the contract says: what it sends, and what it can read."""

from collections.abc import Iterator

from scripts.contract.document import Contract
from scripts.contract.operations import Operation, operations
from scripts.contract.places import Place, reachable, walk
from scripts.contract.rules.client_discriminators import DISCRIMINATORS, told_apart
from scripts.contract.rules.client_keywords import KEYWORDS
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.values import Object, at, items, join, members, resolve, target, types

_BEARER = {"oauth2", "openidconnect"}  # besides http: these, too, send a token as a bearer
_FORMS = ("oneOf", "anyOf", "allOf")
_SINGLE = {"path", "header", "cookie"}
_WRITTEN = frozenset(  # headers that OpenAPI leaves to other keywords, or that HTTP needs
    {"accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "cookie", "host"}
    | {"transfer-encoding"}
)


def _secured(contract: Contract) -> Breaches:
    for operation in operations(contract.document):
        pointer = operation.place.pointer if "security" in operation.place.value else ""
        choices = items(members(at(contract.document, pointer)).get("security"))
        if choices and not any(all(_is_bearer(contract, name) for name in members(choice)) for choice in choices):
            yield join(pointer, "security"), "Let a bearer token be enough: the client sends nothing else."


def _is_bearer(contract: Contract, name: str) -> bool:
    schemes = members(members(contract.document.get("components")).get("securitySchemes"))
    scheme = resolve(contract.document, members(schemes.get(name)))
    kind = str(scheme.get("type")).lower()
    return kind in _BEARER or (kind == "http" and str(scheme.get("scheme")).lower() == "bearer")


def _headers(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        name = str(place.value.get("name"))
        if place.keyword == "parameters" and place.value.get("in") == "header" and name.lower() in _WRITTEN:
            yield place.pointer, f"Delete it: the client itself writes {name}."


def _single(contract: Contract) -> Breaches:
    """The generator writes lists and objects into queries only."""
    for place in walk(contract.document):
        if place.keyword == "parameters" and place.value.get("in") in _SINGLE and "schema" in place.value:
            for form in _forms(contract.document, join(place.pointer, "schema")):
                if any(kind in types(form.value) for kind in ("array", "object")):
                    yield place.pointer, "Let it be a text, a number or a boolean, or move it to the query."


def _successes(contract: Contract) -> Breaches:
    for operation in operations(contract.document):
        if operation.successes <= {"default"}:
            pointer = join(operation.place.pointer, "responses")
            yield pointer, "Document the status of success, such as 200: the client takes `default` for the errors."


def _directions(contract: Contract) -> Breaches:
    """One class is one object, whichever way it goes."""
    document = contract.document
    for word, starts in (("readOnly", _requests), ("writeOnly", _successful_answers)):
        if any(place.is_schema and place.value.get(word) is True for place in walk(document)):
            for start in (start for operation in operations(document) for start in starts(operation)):
                for place in reachable(document, start):
                    if place.is_schema and place.value.get(word) is True:
                        yield (
                            join(place.pointer, word),
                            f"Give requests and answers a schema each, the one without what is {word}.",
                        )


def _requests(operation: Operation) -> Iterator[Place]:
    body = operation.place.value.get("requestBody")
    if isinstance(body, dict):
        yield Place(join(operation.place.pointer, "requestBody"), "requestBody", body)


def _successful_answers(operation: Operation) -> Iterator[Place]:
    for status in sorted(operation.successes):
        pointer = join(operation.place.pointer, "responses", status)
        yield Place(pointer, "responses", members(at(operation.document, pointer)))


def _told_apart(contract: Contract) -> Breaches:
    """An enum is open to the client, so that any form fits."""
    document = told_apart(contract.document)
    for place in walk(document):
        if place.is_schema and ("oneOf" in place.value or "anyOf" in place.value):
            for form in _forms(document, place.pointer):
                for name, member in members(form.value.get("properties")).items():
                    if len(items(members(member).get("enum"))) == 1:
                        pointer = join(form.pointer, "properties", name, "enum")
                        yield pointer, "Write a const, by which the client tells the forms apart."


def _forms(document: Object, pointer: str) -> Iterator[Place]:
    """A schema and all forms that it may have, references followed; each comes once."""
    pending, seen = [pointer], set[str]()
    while pending:
        pointer, schema = target(document, pending.pop())
        if pointer not in seen:
            seen.add(pointer)
            yield Place(pointer, "schema", schema)
            pending += [join(pointer, word, index) for word in _FORMS for index in range(len(items(schema.get(word))))]


CALLS = (
    KEYWORDS,
    Rule("security-sent", "The client can open every operation.", _secured, "client"),
    Rule("header-left", "No parameter is a header that the client writes.", _headers, "client"),
    Rule("parameter-single", "Outside the query a parameter is a single value.", _single, "client"),
    Rule("success-documented", "Every operation documents a success.", _successes, "client"),
    Rule("one-direction", "What is sent has no readOnly, what is returned no writeOnly.", _directions, "client"),
    DISCRIMINATORS,
    Rule("form-told-apart", "The client can tell the forms of a schema apart.", _told_apart, "client"),
)
