"""A request as the contract says it: path, required query and body, with the contract's own examples."""

import json
import re
from collections.abc import Sequence
from urllib.parse import urlencode

from scripts.contract.operations import Operation, Parameter
from scripts.contract.values import members

JSON = "application/json"


def filled(operation: Operation, values: Sequence[str]) -> str:
    """The operation's path with values in the places of its parameters, written as they are."""
    left = iter(values)
    return re.sub(r"\{[^{}]*\}", lambda _: next(left), operation.path)


def required_query(operation: Operation) -> bytes:
    """The query of what the operation requires there, by its examples."""
    required = (one for one in operation.parameters if one.location == "query" and one.value.get("required") is True)
    return urlencode([(parameter.name, _text(parameter)) for parameter in required]).encode()


def example_body(operation: Operation) -> bytes | None:
    """The first example of the operation's JSON body; None when it has no body."""
    if operation.body is None:
        return None
    media = members(members(operation.body.get("content")).get(JSON))
    body = Parameter("", "body", media, operation.document)
    return json.dumps(body.example).encode()


def _text(parameter: Parameter) -> str:
    example = parameter.example
    return example if isinstance(example, str) else json.dumps(example)
