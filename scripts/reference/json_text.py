"""JSON as the reference writes it."""

import json

from scripts.contract.values import Json


def pretty(value: Json) -> bytes:
    """Indented JSON with a newline at the end, for people."""
    return f"{json.dumps(value, indent=2, ensure_ascii=False)}\n".encode()


def line(value: Json) -> bytes:
    """JSON on one line, for programs."""
    return f"{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n".encode()
