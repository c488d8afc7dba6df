"""Records: found by their names, opened, and read in pieces. Local paths need nothing, URLs need fsspec."""

import codecs
import io
import re
import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from contract_tests.verifier.audit.framing import BEGINNING, PIECE, Piece

BUFFER = 2**18
WIDE = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""Byte order marks of encodings in which a line feed is not one byte."""
_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.ASCII)
ONE_VALUE = re.compile(rb'(?:\xef\xbb\xbf)?\s*+(?:\[|\{\s*+"log")')
"""How a record begins that is a HAR or an array, rather than lines."""
PACKED = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zX": "xz", b"\x28\xb5\x2f\xfd": "zstd", b"PK\3\4": "zip"}
"""How a file begins that is compressed, and by what."""
KINDS = "give a HAR file, or JSON lines of its entries"


class NotReadError(Exception):
    """A record cannot be read; the text says why, and what to do."""


class Record(NamedTuple):
    """A record.

    Attributes:
        name: how the caller names it.
        place: how any process opens it: an absolute path or a URL.
        size: in bytes; None for what can only be read from its beginning, such as a pipe.
    """

    name: str
    place: str
    size: int | None


def found(name: str) -> list[Record]:
    """The record with this name; for a URL with wildcards, all that it fits.

    Raises:
        NotReadError: there is none.
    """
    with _said():
        if not _URL.match(name):
            status = Path(name).stat()
            is_file = stat.S_ISREG(status.st_mode)
            return [Record(name, str(Path(name).absolute()), status.st_size if is_file else None)]
        system, _, paths = _fsspec().core.get_fs_token_paths(name)
        if not paths:
            raise NotReadError("no such file; correct the URL")
        names = (
            [name] if len(paths) == 1 and "*" not in name else [str(system.unstrip_protocol(path)) for path in paths]
        )
        return [Record(one, one, system.size(path)) for one, path in zip(names, paths, strict=True)]


@contextmanager
def opened(place: str) -> "Generator[io.BufferedReader[io.RawIOBase]]":
    """Open a record to read its bytes.

    Raises:
        NotReadError: it cannot be opened.
    """
    with _said():
        raw = _fsspec().open(place, "rb").open() if _URL.match(place) else io.FileIO(place)
        file = io.BufferedReader(cast("io.RawIOBase", raw), BUFFER)
    with file:
        yield file


def is_one_value(place: str) -> bool:
    """Whether a record begins like a HAR or an array.

    Raises:
        NotReadError: it cannot be read.
    """
    with opened(place) as file, _said():
        return ONE_VALUE.match(_plain(file.read(PIECE))) is not None


def beginning(file: BinaryIO, start: int, end: int | None) -> int | None:
    """Where in a range the first line begins that begins like an entry; None if none does."""
    wanted = b"\n" + BEGINNING.encode()
    place, rest = start - 1, b""
    with _said():
        file.seek(place)
        while end is None or place <= end:
            chunk = file.read(PIECE if end is None else min(PIECE, end + 1 - place))
            if not chunk:
                break
            text = rest + chunk
            if (at := text.find(wanted)) >= 0:
                return place - len(rest) + at + 1
            place, rest = place + len(chunk), text[1 - len(wanted) :]
    return None


def pieces(file: "io.BufferedReader[io.RawIOBase]", start: int) -> Iterator[Piece]:
    """The text from the beginning of a line on, in pieces."""
    with _said():
        if start:
            file.seek(start)
        mark = _plain(file.peek(4)[:4]) if not start else b""
        if wide := next((name for known, name in WIDE.items() if mark.startswith(known)), ""):
            yield from _wide(file, wide)
            return
        decoder = codecs.getincrementaldecoder("utf-8" if start else "utf-8-sig")("replace")
        place, begins_line = start, True
        while raw := file.readline(PIECE):
            if text := decoder.decode(raw):
                yield Piece(text, place, begins_line)
                begins_line = text.endswith("\n")
            place += len(raw)
        if text := decoder.decode(b"", final=True):
            yield Piece(text, place, begins_line)


def _plain(begins: bytes) -> bytes:
    """How a record begins, unless that shows that it is compressed."""
    if kind := next((name for known, name in PACKED.items() if begins.startswith(known)), ""):
        raise NotReadError(f"it is compressed by {kind}; unpack it first")
    return begins


def _wide(file: "io.BufferedReader[io.RawIOBase]", encoding: str) -> Iterator[Piece]:
    begins_line = True
    with io.TextIOWrapper(file, encoding, "replace", newline="\n") as text:
        while piece := text.readline(PIECE):
            yield Piece(piece, 0, begins_line)
            begins_line = piece.endswith("\n")


@contextmanager
def _said() -> Generator[None]:
    """Say in a sentence why a record cannot be read; what opens URLs raises exceptions of its own."""
    try:
        yield
    except NotReadError:
        raise
    except OSError as error:
        missing = "no such file or directory" if isinstance(error, FileNotFoundError) else "unreadable"
        raise NotReadError(f"{(error.strerror or missing).lower()}; {KINDS}") from None
    except ImportError as error:  # names the package that is missing
        first, space, rest = str(error).partition(" ")
        raise NotReadError(f"{first.lower() if first.istitle() else first}{space}{rest}") from None
    except Exception as error:  # noqa: BLE001 - as above
        raise NotReadError(f"{type(error).__name__}: {error}") from None


def _fsspec() -> Any:  # noqa: ANN401 (a module that may be missing)
    try:
        return import_module("fsspec")
    except ImportError:
        raise NotReadError("fsspec, which opens URLs, is not installed; install it, or give a path") from None
