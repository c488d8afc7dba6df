"""Wording: counts with their noun."""


def number_of(what: str, count: int) -> str:
    """`1 request`, `2 requests`: a count with a regular noun."""
    return f"{count} {what}{'s' * (count != 1)}"
