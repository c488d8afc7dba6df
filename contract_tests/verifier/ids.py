"""Ids: what the text of a UUID is, and what else a lenient server may take for one."""

import re
import uuid
from unicodedata import normalize
from urllib.parse import unquote

from scripts.contract.operations import Parameter

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
NIL = str(uuid.UUID(int=0))
WORDS = ("not-a-uuid", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz", "unknown-" + 292 * "z")
"""Words that no server takes for an id: no number, no hexadecimal digits, no beginning of a UUID."""
MALFORMED = (*WORDS, "unknown%zz", "unknown%F0%9F%92%A5", "unknown'")
"""Segments of a path that are no id either: these words, and one with a broken escape, an emoji, and a quote."""


def is_id(parameter: Parameter) -> bool:
    """Whether values of the parameter are UUIDs, so that one can be drawn that exists nowhere."""
    return parameter.schema.get("format") == "uuid"


def spelled(segment: str) -> set[str]:
    """The UUIDs that a path segment may stand for, however it is written, to the most lenient reader."""
    text = normalize("NFKC", unquote(segment)).lower()
    whole = {str(uuid.UUID(_compact(text)))} if is_whole(segment) else set[str]()
    return whole | set(UUID.findall(text))


def parsed(segment: str) -> str | None:
    """The UUID that a parser of UUIDs reads in a path segment: also in braces, as a URN, and without hyphens."""
    try:
        return str(uuid.UUID(unquote(segment)))
    except ValueError:
        return None


def is_whole(segment: str) -> bool:
    """Whether the segment is one UUID, with nothing but punctuation around and in it."""
    return re.fullmatch(r"[0-9a-f]{32}", _compact(normalize("NFKC", unquote(segment)).lower())) is not None


def _compact(text: str) -> str:
    return re.sub(r"urn:uuid:|[^0-9a-z]", "", text)
