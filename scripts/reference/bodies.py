"""What a call of the contract sends and gets: its token, the parameters of its path, the body of each response."""

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.contract.document import Contract
from scripts.contract.keywords import MEDIA_TYPE, target
from scripts.contract.operations import Operation, operations
from scripts.contract.values import Json, Object, at, items, join, members, resolve


@dataclass(frozen=True)
class Example:
    """A named example of a body."""

    name: str
    summary: str
    value: Json


@dataclass(frozen=True)
class Body:
    """What one response of an operation carries; the status is `default` for all that are not named."""

    operation: Operation
    status: str
    response: Object
    schema: str
    examples: tuple[Example, ...]


def parameters(contract: Contract, operation: Operation) -> Iterator[Object]:
    """The parameters of the operation's path."""
    for reference in items(operation.place.value.get("parameters")):
        yield resolve(contract.document, members(reference))


def bearer(contract: Contract, operation: Operation) -> tuple[str, Object]:
    """The name of the token that the operation needs, and its security scheme."""
    (name,) = (name for entry in items(operation.place.value.get("security")) for name in members(entry))
    return name, members(at(contract.document, join("", "components", "securitySchemes", name)))


def bodies(contract: Contract) -> Iterator[Body]:
    """Every response body, in the order of the contract."""
    for operation in operations(contract.document):
        for status, reference in members(operation.place.value.get("responses")).items():
            response = resolve(contract.document, members(reference))
            media = members(members(response.get("content"))[MEDIA_TYPE])
            examples = [
                Example(name, str(members(example).get("summary", "")), members(example).get("value"))
                for name, example in members(media.get("examples")).items()
            ]
            yield Body(operation, status, response, target(members(media.get("schema"))), tuple(examples))
