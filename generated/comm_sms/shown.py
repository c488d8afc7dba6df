# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/shown.py into the client.
"""Texts of a server, as exceptions show them."""

_LONGEST = 200  # characters


def line(text: str) -> str:
    """A text as one printable line, shortened."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in shown)
