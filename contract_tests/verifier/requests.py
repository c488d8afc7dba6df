"""A request as the contract says it: path, required query and body, with the contract's own examples."""

import json
import re
from collections.abc import Sequence
from urllib.parse import urlencode

from scripts.contract.operations import Operation, Parameter
from scripts.contract.values import Object, members

JSON = "application/json"


def essence(media_type: str) -> str:
    """The media type in lower case, without parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether the essence of a media type is one of JSON."""
    return media_type == JSON or media_type.endswith("+json")


def json_type(holder: Object | None) -> str:
    """The first JSON type, as it is written, in the content of a request body or a response; empty if it has none."""
    content = members((holder or {}).get("content"))
    return next((media_type for media_type in content if is_json(essence(media_type))), "")


def json_media(holder: Object | None) -> Object:
    """The media type object of the first JSON type in a request body or a response; empty if it has none."""
    return members(members((holder or {}).get("content")).get(json_type(holder)))


def filled(operation: Operation, values: Sequence[str]) -> str:
    """The operation's path with values in the places of its parameters, written as they are."""
    left = iter(values)
    return re.sub(r"\{[^{}]*\}", lambda _: next(left), operation.path)


def required_query(operation: Operation) -> bytes:
    """The query of what the operation requires there, by its examples."""
    required = (one for one in operation.parameters if one.location == "query" and one.value.get("required") is True)
    return urlencode([(parameter.name, _text(parameter)) for parameter in required]).encode()


def example_body(operation: Operation) -> bytes | None:
    """The first example of the operation's JSON body; None when it has no such body."""
    media = json_media(operation.body)
    return json.dumps(Parameter("", "body", media, operation.document).example).encode() if media else None


def required_headers(operation: Operation) -> tuple[tuple[bytes, bytes], ...]:
    """The headers that the operation requires, by their examples; cookies as one of them."""
    required = [one for one in operation.parameters if one.value.get("required") is True]
    headers = [(one.name.encode(), _text(one).encode()) for one in required if one.location == "header"]
    cookies = "; ".join(f"{one.name}={_text(one)}" for one in required if one.location == "cookie")
    return (*headers, *([(b"Cookie", cookies.encode())] if cookies else []))


def obstacle(operation: Operation) -> str:
    """Why no request for the operation can be written; empty if one can."""
    schemes = members(members(operation.document.get("components")).get("securitySchemes"))
    for name in operation.schemes:
        scheme = members(schemes.get(name))
        if (scheme.get("type"), str(scheme.get("scheme")).lower()) != ("http", "bearer"):
            return f"its security scheme {name} is not a bearer token"
    if operation.body is not None and not json_type(operation.body):
        return "its body has no JSON form"
    return ""


def _text(parameter: Parameter) -> str:
    example = parameter.example
    return example if isinstance(example, str) else json.dumps(example)
