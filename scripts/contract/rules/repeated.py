"""Where successes repeat parameters of the path, by which the client knows an answer to another request."""

from collections.abc import Iterator

from scripts.contract.document import Contract
from scripts.contract.operations import Operation, operations
from scripts.contract.places import walk
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.values import Object, join, members, resolve, types, unescape

_KEYWORD = "x-repeated-at"
_COMPARABLE = {"integer", "string"}


def _repeated(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if _KEYWORD in place.value and (place.keyword != "parameters" or place.value.get("in") != "path"):
            yield join(place.pointer, _KEYWORD), "Write it at parameters of the path only."
    for operation in operations(contract.document):
        for parameter in operation.ids:
            if parameter.repeated_at and not all(
                _described(*success, parameter.repeated_at) for success in _successes(operation)
            ):
                yield (
                    operation.place.pointer,
                    f"Let {_KEYWORD} of {parameter.name} point to a text or a whole number of every success.",
                )


def _successes(operation: Operation) -> Iterator[tuple[Object, Object]]:
    """The schemas of the successes that are JSON, each with the document."""
    for status in operation.successes:
        for media_type, content in members(operation.responses[status].get("content")).items():
            if "json" in media_type:
                yield operation.document, members(members(content).get("schema"))


def _described(document: Object, schema: Object, pointer: str) -> bool:
    """Whether a schema describes a text or a whole number at a pointer into the body."""
    for token in map(unescape, pointer.split("/")[1:]):
        schema = members(members(resolve(document, schema).get("properties")).get(token))
    return not _COMPARABLE.isdisjoint(types(resolve(document, schema)))


REPEATED = Rule("repeated-described", "x-repeated-at points from the path to a member of every success.", _repeated)
