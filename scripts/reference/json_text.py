"""How the reference writes JSON."""

import json

from scripts.contract.document import Json


def pretty(value: Json) -> bytes:
    """For people: two spaces a level, UTF-8, a newline at the end."""
    return f"{json.dumps(value, indent=2, ensure_ascii=False)}\n".encode()


def line(value: Json) -> bytes:
    """For programs: one line."""
    return f"{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n".encode()
