"""The guide to the reference: what to take in which language, and what its types do not catch."""

from pathlib import Path

from scripts.contract import Contract

TEXT = Path(__file__).parent / "guide.md"


def render(_: Contract) -> dict[str, bytes]:
    """The guide."""
    return {"README.md": TEXT.read_bytes()}
