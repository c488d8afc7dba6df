"""What each call of the contract sends and gets: its token, its parameters, the body of the request, the answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.contract.document import Contract
from scripts.contract.keywords import MEDIA_TYPE, target
from scripts.contract.operations import Operation, Parameter, operations
from scripts.contract.values import Json, Object, at, join, members, resolve
from scripts.contract.values import target as followed

REQUEST = "request"
LOCATIONS = ("path", "query", "header", "cookie")


@dataclass(frozen=True)
class Example:
    """A named example of a body."""

    name: str
    summary: str
    value: Json


@dataclass(frozen=True)
class Body:
    """A body in JSON.

    Attributes:
        role: `request`, or the status of the answer.
        home: where its examples stand: a component such as `responses/NotFound`, which several calls may share, or the
            operation and the role, such as `getSend/200`.
        schema: the component that describes it.
        examples: its examples.
    """

    role: str
    home: str
    schema: str
    examples: tuple[Example, ...]

    @property
    def owner(self) -> str:
        """The name of the component or of the operation in which it stands."""
        return self.home.removesuffix(f"/{self.role}").rpartition("/")[2]


@dataclass(frozen=True)
class Answer:
    """A response with its status, which is `default` for all that are not named; the body is None without content."""

    status: str
    response: Object
    body: Body | None


@dataclass(frozen=True)
class Call:
    """An operation as callers see it.

    Attributes:
        operation: the operation.
        token: the name of the token that it needs.
        scheme: the security scheme of the token.
        request: the body of the request; None without one.
        answers: its answers, in the order of the contract.
    """

    operation: Operation
    token: str
    scheme: Object
    request: Body | None
    answers: tuple[Answer, ...]

    @property
    def name(self) -> str:
        """The operationId."""
        return self.operation.operation_id

    @property
    def bodies(self) -> Iterator[Body]:
        """The bodies that the call sends and gets."""
        yield from (body for body in (self.request, *(answer.body for answer in self.answers)) if body)

    def parameters(self, location: str) -> list[Parameter]:
        """The parameters at one of LOCATIONS."""
        return [parameter for parameter in self.operation.parameters if parameter.location == location]


def calls(contract: Contract) -> Iterator[Call]:
    """Every call, in the order of the contract."""
    document = contract.document
    for operation in operations(document):
        (token,) = operation.schemes
        scheme = members(at(document, join("", "components", "securitySchemes", token)))
        pointer = operation.place.pointer
        request = _body(document, operation, REQUEST, join(pointer, "requestBody")) if operation.body else None
        answers = (
            Answer(status, response, _body(document, operation, status, join(pointer, "responses", status)))
            for status, response in operation.responses.items()
        )
        yield Call(operation, token, scheme, request, tuple(answers))


def bodies(contract: Contract) -> Iterator[Body]:
    """Every body once, in the order of the contract."""
    found: dict[str, Body] = {}
    for call in calls(contract):
        for body in call.bodies:
            found.setdefault(body.home, body)
    yield from found.values()


def _body(document: Object, operation: Operation, role: str, pointer: str) -> Body | None:
    found, holder = followed(document, pointer)
    home = found.removeprefix("/components/") if found != pointer else f"{operation.operation_id}/{role}"
    if not (media := members(members(holder.get("content")).get(MEDIA_TYPE))):
        return None
    named = members(media.get("examples"))
    resolved = {name: resolve(document, members(example)) for name, example in named.items()}
    examples = (
        Example(name, str(example.get("summary", "")), example.get("value")) for name, example in resolved.items()
    )
    return Body(role, home, target(members(media.get("schema"))), tuple(examples))
