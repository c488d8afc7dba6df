"""Text for people and files: the token masked in every form, control characters made visible."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote

MASK = "[masked]"
SHORTEST = 6
"""Shorter secrets are words that occur by chance; masking them would make texts unreadable."""


def masked(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets: as they are, percent-encoded, escaped as in JSON, and in base64."""
    for secret in secrets:
        for form in _forms(secret) if len(secret) >= SHORTEST else ():
            text = text.replace(form, MASK)
    return text


def _forms(secret: str) -> set[str]:
    encoded = {base64.b64encode(prefix + secret.encode()).decode().rstrip("=") for prefix in (b"", b"api:")}
    return {secret, quote(secret), quote(secret, safe=""), json.dumps(secret)[1:-1], *encoded}


def printable(text: str) -> str:
    """The text on one line: control characters and line ends are escaped, as are halves of characters."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
