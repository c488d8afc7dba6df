# Copied from scripts/client/templates/runtime/decoding.py into the client.
"""Decodes response bodies, and turns error responses into exceptions."""

import json
from datetime import UTC, datetime
from math import isinf
from typing import Any, NoReturn, cast

from .errors import ApiError, class_for
from .messages import Response
from .retries import retry_after
from .settings import Token
from .types import InvalidBody


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(number: str) -> float:
    if isinf(value := float(number)):
        raise ValueError("a number is too large")
    return value


_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)


def text_value(content: bytes) -> str:
    """Decode a UTF-8 body, without a byte order mark; InvalidBody if it is not UTF-8."""
    try:
        return content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InvalidBody(f"is not UTF-8 at byte {error.start}") from None


def json_value(content: bytes) -> Any:  # noqa: ANN401 - JSON
    """Decode a JSON body; InvalidBody if it is not JSON. The last of two equal names wins."""
    text = text_value(content)
    try:
        return _DECODER.decode(text)
    except ValueError as error:
        raise InvalidBody(f"is not JSON: {error}") from None
    except RecursionError:
        raise InvalidBody("is nested too deeply") from None


def api_error(response: Response[None], token: Token) -> ApiError:
    """The exception for an error response. The status determines its class, the body only adds details."""
    try:
        body = json_value(response.content)
    except InvalidBody:
        body = None
    members = cast("dict[str, object]", body) if isinstance(body, dict) else {}
    message = members.get("message")
    return class_for(response.status_code)(
        response.status_code,
        token.redact(message) if isinstance(message, str) else "",
        _messages(members.get("errors"), token),
        response.request_id and token.redact(response.request_id),
        retry_after(response.headers.get("retry-after"), datetime.now(UTC)),
        response,
    )


def _messages(errors: object, token: Token) -> dict[str, list[str]]:
    if not isinstance(errors, dict):
        return {}
    fields = cast("dict[str, object]", errors).items()
    return {
        token.redact(name): [token.redact(item) for item in cast("list[object]", said) if isinstance(item, str)]
        for name, said in fields
        if isinstance(said, list)
    }
