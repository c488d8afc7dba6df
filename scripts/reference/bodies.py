"""What a call of the contract sends and gets: its token, the parameters of its path, the body of each response."""

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.contract.document import Contract, Json, Object, Operation, at, items, join, members, operations, resolve
from scripts.pins import GenerationError
from scripts.reference.keywords import target

MEDIA_TYPE = "application/json"


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
    """The parameters of the operation's path.

    Raises:
        GenerationError: The operation takes something else too, which the reference would not show.
    """
    pointer = operation.place.pointer
    path = pointer.rpartition("/")[0]
    if "parameters" in members(at(contract.document, path)):
        raise _unknown(contract, join(path, "parameters"), "parameters of all operations of a path")
    for index, reference in enumerate(items(operation.place.value.get("parameters"))):
        parameter = resolve(contract.document, members(reference))
        if parameter.get("in") != "path":
            raise _unknown(contract, join(pointer, "parameters", index), "a parameter that is not in the path")
        yield parameter
    if "requestBody" in operation.place.value:
        raise _unknown(contract, join(pointer, "requestBody"), "the body of a request")


def bearer(contract: Contract, operation: Operation) -> tuple[str, Object]:
    """The name of the token that the operation needs, and its security scheme.

    Raises:
        GenerationError: It needs something else, which the reference would not show.
    """
    names = [name for entry in items(operation.place.value.get("security")) for name in members(entry)]
    pointer = join(operation.place.pointer, "security")
    if len(names) != 1:
        raise _unknown(contract, pointer, "an operation with anything but one token")
    pointer = join("", "components", "securitySchemes", names[0])
    scheme = members(at(contract.document, pointer))
    if (scheme.get("type"), scheme.get("scheme")) != ("http", "bearer"):
        raise _unknown(contract, pointer, "a token that is not sent as a bearer")
    return names[0], scheme


def bodies(contract: Contract) -> Iterator[Body]:
    """Every response body, in the order of the contract.

    Raises:
        GenerationError: A response has a body of another kind, which the reference would not show.
    """
    for operation in operations(contract.document):
        for status, reference in members(operation.place.value.get("responses")).items():
            pointer = join(operation.place.pointer, "responses", status)
            response = resolve(contract.document, members(reference))
            content = members(response.get("content"))
            if list(content) != [MEDIA_TYPE]:
                raise _unknown(contract, pointer, f"a response that is not {MEDIA_TYPE}")
            media = members(content[MEDIA_TYPE])
            schema = members(media.get("schema"))
            if "$ref" not in schema:
                raise _unknown(contract, pointer, "a body without a name of its own under components/schemas")
            examples = [
                Example(name, str(members(example).get("summary", "")), members(example).get("value"))
                for name, example in members(media.get("examples")).items()
            ]
            yield Body(operation, status, response, target(schema), tuple(examples))


def _unknown(contract: Contract, pointer: str, what: str) -> GenerationError:
    at = f"openapi.yaml:{contract.line(pointer)}: {pointer}"
    return GenerationError(f"{at}: the reference does not know {what}; teach it in scripts/reference/calls.py")
