"""Files that are written wholly or not at all."""

import contextlib
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, wholly or not at all, and the directories above it.

    Raises:
        OSError: it cannot be written.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(content)
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
