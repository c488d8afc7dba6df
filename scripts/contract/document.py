"""openapi.yaml: read once, with the line of every part, and what validates values by its schemas."""

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import jsonschema_rs

from scripts.contract.reading import UnreadableError, read
from scripts.contract.spelling import spelled
from scripts.contract.values import ContractError, Object

ROOT = Path(__file__).parents[2]
PATH = ROOT / "openapi.yaml"
VERSIONS = ("3.1.",)


@dataclass(frozen=True)
class Contract:
    """openapi.yaml as it was read.

    `source` is the file's bytes, `document` its value, `lines` the line (from 1) on which each pointer's value begins.
    """

    path: Path
    source: bytes
    document: Object
    lines: Mapping[str, int]

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal digest of the file's bytes."""
        return sha256(self.source).hexdigest()

    @cached_property
    def spelled(self) -> Object:
        """The document for validators of JSON Schema, which do not know `x-spelling`."""
        return spelled(self.document)

    def line(self, pointer: str) -> int:
        """Line of the value at `pointer`, or of the nearest value around it that stands in the file."""
        while pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines[pointer]


def load(path: Path = PATH, versions: tuple[str, ...] = VERSIONS, *, lenient: bool = False) -> Contract:
    """Read the contract from a file, in one of the versions of OpenAPI that begin so; see `reading.read` for `lenient`.

    Raises:
        ContractError: The file is missing, or `parse` refuses it.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise ContractError(f"{path}: {reason}; the contract must be a readable file.") from None
    return parse(path, source, versions, lenient=lenient)


def parse(path: Path, source: bytes, versions: tuple[str, ...] = VERSIONS, *, lenient: bool = False) -> Contract:
    """As `load`, from bytes; the path names them.

    Raises:
        ContractError: They are no YAML 1.2, not JSON's kind of data, or not such a version of OpenAPI.
    """
    try:
        document, lines = read(source.decode(), lenient=lenient)
    except UnicodeDecodeError as error:
        raise ContractError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8.") from None
    except UnreadableError as error:
        raise ContractError(f"{path}:{error}") from None
    if not isinstance(document, dict):
        raise ContractError(f"{path}: not a mapping; begin with `openapi: 3.1.0`.")
    if not str(document.get("openapi")).startswith(versions):
        raise ContractError(
            f"{path}: openapi is {reprlib.repr(document.get('openapi'))}; write 3.1.0, the version read here."
        )
    return Contract(path, source, document, lines)


def validator(document: Object, schema: Object) -> jsonschema_rs.Validator:
    """A JSON Schema 2020-12 validator, formats on, for a schema with references into the document."""
    root = {**document, **schema}
    return jsonschema_rs.Draft202012Validator(root, validate_formats=True)
