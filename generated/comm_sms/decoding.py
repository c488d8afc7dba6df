# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/decoding.py into the client.
"""Decodes response bodies."""

import json
from functools import reduce
from math import isinf
from typing import Any, NoReturn, cast
from urllib.parse import quote

from .invalid import InvalidBody
from .messages import Repeated


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(number: str) -> float:
    if isinf(value := float(number)):
        raise ValueError("a number is too large")
    return value


_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)


def json_value(content: bytes) -> Any:
    """Decode a JSON body, which is always in UTF-8; InvalidBody if it is not JSON. The last of two equal names wins."""
    text = _decode(content, "UTF-8")
    try:
        return _DECODER.decode(text)
    except ValueError as error:
        raise InvalidBody(f"is not JSON: {error}") from None
    except RecursionError:
        raise InvalidBody("is nested too deeply") from None


def answer_value(content: bytes, repeated: Repeated) -> Any:
    """Decode a JSON body; InvalidBody if it is not JSON, or if it is the answer to another request."""
    body = json_value(content)
    for pointer, value in repeated.items():
        found = reduce(_member, pointer.split("/")[1:], body)
        if found == value or not isinstance(found, str | int):
            continue
        if quote(str(found), safe="", errors="surrogatepass").lower() != value.lower():
            problem = InvalidBody("is not what was asked for")
            problem.pointer = pointer
            raise problem
    return body


def _member(value: object, name: str) -> object:
    """A member of an object; None if there is none."""
    return cast("dict[str, object]", value).get(name) if isinstance(value, dict) else None


def _decode(content: bytes, charset: str) -> str:
    """Decode a text, without a byte order mark."""
    try:
        return content.decode(charset).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InvalidBody(f"is not {charset} at byte {error.start}") from None
    except (LookupError, UnicodeError):
        raise InvalidBody("is in a charset that is not supported") from None
