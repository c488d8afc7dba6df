# Copied from scripts/client/templates/runtime/decoding.py into the client.
"""Decodes response bodies."""

import json
from math import isinf
from typing import Any, NoReturn

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
