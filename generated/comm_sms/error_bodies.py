# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/error_bodies.py into the client.
"""What an error response says, as an exception."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

from .decoding import json_value
from .errors import ApiError, class_for
from .invalid import InvalidBody
from .messages import Response
from .retries import retry_after
from .settings import Token


def api_error(response: Response[None], token: Token) -> ApiError:
    """The exception for an error response. The status determines its class, the body only adds details."""
    try:
        body = json_value(response.content)
    except InvalidBody:
        body = None
    members = cast("dict[str, object]", body) if isinstance(body, dict) else {}
    errors = _errors(members.get("errors"))
    return class_for(response.status_code)(
        response.status_code,
        token.redact(_message(members, errors) or _meaning(response)),
        {token.redact(name): [token.redact(text) for text in texts] for name, texts in errors.items()},
        response.request_id and token.redact(response.request_id),
        retry_after(response.headers.get("retry-after"), datetime.now(UTC)),
        response,
    )


def _errors(errors: object) -> dict[str, list[str]]:
    """The messages for each field, which are texts or lists of texts."""
    if not isinstance(errors, dict):
        return {}
    texts = {name: _texts(said) for name, said in cast("dict[str, object]", errors).items()}
    return {name: said for name, said in texts.items() if said}


def _texts(said: object) -> list[str]:
    items = cast("list[object]", said) if isinstance(said, list) else [said]
    return [item for item in items if isinstance(item, str)]


def _message(members: Mapping[str, object], errors: Mapping[str, list[str]]) -> str:
    """The server's message: `message`, or else what comes first in `error` or `errors`."""
    field = next((f"{name}: {texts[0]}" for name, texts in errors.items()), "")
    return (
        _first_text(members.get("message"))
        or _first_text(members.get("error"))
        or field
        or _first_text(members.get("errors"))
    )


def _first_text(value: object) -> str:
    """A text, that of a list's first item, or that of an object's `message` or first member."""
    while isinstance(value, list | dict) and value:
        if isinstance(value, dict):
            inner = cast("dict[str, object]", value)
            value = inner.get("message", next(iter(inner.values())))
        else:
            value = cast("list[object]", value)[0]
    return value if isinstance(value, str) else ""


def _meaning(response: Response[None]) -> str:
    """What a status means to a caller who gets no message."""
    location = response.headers.get("location")
    return f"a redirect to {location}, which is not followed" if location and response.status_code < 400 else ""
