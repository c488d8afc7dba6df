"""Text for people and files: the token masked in every form, control characters made visible."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

MASK = "[masked]"
LEAST_SECRET = 6
"""Characters. Shorter secrets are words that occur by chance; masking them would make texts unreadable."""
_SPECIAL = re.compile(r"\\+|[^A-Za-z0-9_~-]")
"""What some writers escape. A row of backslashes is one, so there are few ways to read it."""
_ALIKE = {" ": "+", "+": "-", "/": "_"}
"""A form writes a space as plus; base64 for URLs has other characters."""


def masked(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets: as they are, percent-encoded, escaped as in JSON, and in base64."""
    for secret in secrets:
        if len(secret) >= LEAST_SECRET:
            text = _pattern(secret).sub(MASK, text)
    return text


@lru_cache(maxsize=256)
def _pattern(secret: str) -> re.Pattern[str]:
    return re.compile("|".join(_SPECIAL.sub(_spelled, form) for form in (secret, *_in_base64(secret))))


def _in_base64(secret: str) -> Iterator[str]:
    """What base64 of any text with the secret in it holds: what comes before the secret shifts its bits."""
    for shift in range(3):
        text = bytes(shift) + secret.encode(errors="replace")
        yield base64.b64encode(text).decode()[(shift * 8 + 5) // 6 : len(text) * 8 // 6]


def _spelled(found: re.Match[str]) -> str:
    """A pattern of all ways to write a character, or a row of backslashes."""
    text = found[0]
    ways = {
        text,
        f"\\{text}",
        json.dumps(text)[1:-1],
        "".join(f"\\u{ord(char):04x}" for char in text),
        "".join(f"%{byte:02x}" for byte in text.encode(errors="replace")),
        _ALIKE.get(text, text),
    }
    return f"(?i:{'|'.join(map(re.escape, sorted(ways, key=len, reverse=True)))})"


def printable(text: str) -> str:
    """The text on one line: control characters and line ends are escaped, as are halves of characters."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
