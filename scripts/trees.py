"""Trees of files, {path: content} with forward slashes: compared with a directory, or put in its place."""

import os
import shutil
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Literal

if sys.platform != "win32":
    import fcntl

LEFT_BEHIND = {".DS_Store", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "Thumbs.db", "__pycache__"}
"""What tools leave in the directories that they look at; git ignores the same names."""


class BusyError(Exception):
    """Another run is writing the directory; the text is one sentence that says so and what to do."""


@dataclass(frozen=True)
class Difference:
    """One file of a directory that is not as in the tree; line (from 1) and both texts only if it is changed."""

    kind: Literal["missing", "extra", "changed"]
    path: str
    line: int = 0
    committed: str = ""
    generated: str = ""

    def __str__(self) -> str:
        """Name the file, the line if there is one, and what is wrong."""
        if self.kind == "changed":
            return f"{self.path}:{self.line}: committed {self.committed}, generated {self.generated}"
        return f"{self.path}: {self.kind}"


def read(directory: Path) -> dict[str, bytes]:
    """Every file below the directory, except what tools left there; empty if there is no directory."""
    files = {path.relative_to(directory): path for path in sorted(directory.rglob("*")) if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in files.items() if LEFT_BEHIND.isdisjoint(name.parts)}


def write(directory: Path, tree: Mapping[str, bytes]) -> None:
    """Write the tree's files below the directory, which is made if need be."""
    for path, content in tree.items():
        file = directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def replace(directory: Path, tree: Mapping[str, bytes]) -> None:
    """Make the directory hold exactly the tree, and leave it alone if it does. What fails leaves it as it was.

    Raises:
        BusyError: Another run is writing it.
    """
    with _sole_writer(directory):
        _replace(directory, tree)


@contextmanager
def _sole_writer(directory: Path) -> Generator[None]:
    """Keep other writers out by a lock that ends with the process, however that ends; on Windows there is none."""
    if sys.platform == "win32":
        yield
        return
    folder = os.open(directory.parent, os.O_RDONLY)
    try:
        _lock(folder, directory.name)
        yield
    finally:
        os.close(folder)


def _lock(folder: int, name: str) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError(
            f"another run is writing {name}/, so this one wrote nothing: run it again after that one"
        ) from None


def _replace(directory: Path, tree: Mapping[str, bytes]) -> None:
    """As `replace`, for the only writer.

    Two directories beside it, on the same file system, hold the new and the old files on the way. A run that was
    killed between the two renames is put right by the next one.
    """
    new, old = (directory.with_name(f".{directory.name}.{state}") for state in ("new", "old"))

    def settle() -> None:
        if old.exists() and not directory.exists():
            old.rename(directory)
        for leftover in (new, old):
            if leftover.exists():
                shutil.rmtree(leftover)

    settle()
    if not differences(directory, tree):
        return
    try:
        write(new, tree)
        if directory.exists():
            directory.rename(old)
        new.rename(directory)
    finally:
        settle()


def differences(directory: Path, tree: Mapping[str, bytes]) -> list[Difference]:
    """What distinguishes the directory from the tree, by path; nothing if they are equal byte for byte."""
    committed = read(directory)
    return [
        _difference(path, committed.get(path), tree.get(path))
        for path in sorted(committed.keys() | tree.keys())
        if committed.get(path) != tree.get(path)
    ]


def _difference(path: str, committed: bytes | None, generated: bytes | None) -> Difference:
    if committed is None:
        return Difference("missing", path)
    if generated is None:
        return Difference("extra", path)
    lines = zip_longest(committed.splitlines(keepends=True), generated.splitlines(keepends=True))
    number, (old, new) = next((number, pair) for number, pair in enumerate(lines, 1) if pair[0] != pair[1])
    return Difference("changed", path, number, _shown(old), _shown(new))


def _shown(line: bytes | None) -> str:
    return "end of file" if line is None else repr(line.decode(errors="backslashreplace"))
