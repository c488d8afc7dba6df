"""The one reader of openapi.yaml: text to JSON values, JSON pointers to lines, references, schemas.

Values are plain `dict`, `list` and scalars. A pointer is an RFC 6901 JSON pointer into the document, such as
`/components/schemas/ApiError`; the empty pointer is the document itself.
"""

import contextlib
import json
import re
import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias, cast

import jsonschema_rs
from ruamel.yaml import YAML
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from scripts.contract.scalars import scalar

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Object: TypeAlias = dict[str, Json]

ROOT = Path(__file__).parents[2]
PATH = ROOT / "openapi.yaml"
VERSIONS = ("3.1.",)

# What stands below a keyword, and whether one object or a collection (a mapping by name, or a list) of them. Everything
# else holds data: an example may contain any of these words.
_ONE, _MANY = False, True
_SCHEMA_KEYWORDS = {
    "schema": _ONE,
    "schemas": _MANY,
    "properties": _MANY,
    "patternProperties": _MANY,
    "additionalProperties": _ONE,
    "propertyNames": _ONE,
    "items": _ONE,
    "prefixItems": _MANY,
    "contains": _ONE,
    "allOf": _MANY,
    "anyOf": _MANY,
    "oneOf": _MANY,
    "not": _ONE,
    "if": _ONE,
    "then": _ONE,
    "else": _ONE,
    "dependentSchemas": _MANY,
    "unevaluatedItems": _ONE,
    "unevaluatedProperties": _ONE,
    "contentSchema": _ONE,
    "$defs": _MANY,
}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_KEYWORDS = _SCHEMA_KEYWORDS | {
    "components": _ONE,
    "paths": _MANY,
    **dict.fromkeys(METHODS, _ONE),
    "parameters": _MANY,
    "requestBody": _ONE,
    "requestBodies": _MANY,
    "responses": _MANY,
    "headers": _MANY,
    "content": _MANY,
    "securitySchemes": _MANY,
}


_TAGS = {"mapping": "tag:yaml.org,2002:map", "sequence": "tag:yaml.org,2002:seq"}
MOST_VALUES = 1_000_000  # in a contract: aliases repeat values, and aliases of aliases explode
DEEPEST = 100  # levels of a contract: an alias inside its own anchor has no end
_TOO_DEEP = f"nested more than {DEEPEST} levels deep; an alias must not stand inside its own anchor."


class ContractError(Exception):
    """The contract cannot be read; the text is the one sentence that says where, why and what to do."""


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

    def line(self, pointer: str) -> int:
        """Line of the value at `pointer`, or of the nearest value around it that stands in the file."""
        while pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines[pointer]


@dataclass(frozen=True)
class Place:
    """An object of the document: where it stands, the keyword it stands under, and what it is."""

    pointer: str
    keyword: str
    value: Object

    @property
    def is_schema(self) -> bool:
        """Whether the object is a schema."""
        return self.keyword in _SCHEMA_KEYWORDS

    @property
    def name(self) -> str:
        """Last part of the pointer: a property's, component's, status' or method's name."""
        return _unescape(self.pointer.rpartition("/")[2])


def load(path: Path = PATH, versions: tuple[str, ...] = VERSIONS) -> Contract:
    """Read the contract from a file, in one of the versions of OpenAPI that begin so.

    Raises:
        ContractError: The file is missing, or `parse` refuses it.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise ContractError(f"{path}: {reason}; the contract must be a readable file.") from None
    return parse(path, source, versions)


def parse(path: Path, source: bytes, versions: tuple[str, ...] = VERSIONS) -> Contract:
    """Read the contract from bytes, in one of the versions of OpenAPI that begin so; the path names the bytes.

    Raises:
        ContractError: They are no YAML 1.2, not JSON's kind of data, or not such a version of OpenAPI.
    """
    try:
        document, lines = _read(source.decode())
    except UnicodeDecodeError as error:
        raise ContractError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8.") from None
    except _UnreadableError as error:
        raise ContractError(f"{path}:{error}") from None
    if not isinstance(document, dict):
        raise ContractError(f"{path}: not a mapping; begin with `openapi: 3.1.0`.")
    if not str(document.get("openapi")).startswith(versions):
        raise ContractError(
            f"{path}: openapi is {reprlib.repr(document.get('openapi'))}; write 3.1.0, the version read here."
        )
    return Contract(path, source, document, lines)


class _Mark(Protocol):
    line: int  # from 0


class _Node(Protocol):
    """What a node of ruamel.yaml has; the library leaves its attributes untyped."""

    id: Literal["mapping", "sequence", "scalar"]
    tag: str
    value: object
    start_mark: _Mark


class _UnreadableError(Exception):
    """YAML that cannot be read, or that JSON cannot say; the text is `LINE: what and what to do`, the line from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"{line + 1}: {problem}")


def _read(text: str) -> tuple[Json, dict[str, int]]:
    if text.startswith("{"):  # JSON is YAML, but a hundred times faster read as JSON; lines are not known then
        with contextlib.suppress(ValueError, RecursionError):
            return _read_json(text), {"": 1}
    return _read_yaml(text)


def _read_json(text: str) -> Json:
    number = partial(scalar, "float")
    document: Json = json.loads(
        text, object_pairs_hook=_once, parse_int=partial(scalar, "int"), parse_float=number, parse_constant=number
    )
    if re.search(r"\\u[dD][89a-fA-F]", text):
        json.dumps(document, ensure_ascii=False).encode()  # fails if half a character stands alone
    if _is_deeper(document, DEEPEST):
        raise ValueError(_TOO_DEEP)
    return document


def _is_deeper(value: Json, levels: int) -> bool:
    below = value.values() if isinstance(value, dict) else items(value)
    return levels < 0 or any(_is_deeper(one, levels - 1) for one in below)


def _read_yaml(text: str) -> tuple[Json, dict[str, int]]:
    lines: dict[str, int] = {}
    left = MOST_VALUES

    def read(node: _Node, pointer: str, depth: int = 0) -> Json:
        nonlocal left
        left -= 1
        line = node.start_mark.line
        if not left:
            raise _UnreadableError(line, f"more than {MOST_VALUES} values; write fewer aliases.")
        if depth > DEEPEST:
            raise _UnreadableError(line, _TOO_DEEP)
        if node.id != "scalar" and node.tag != _TAGS[node.id]:
            raise _UnreadableError(line, f"the tag {node.tag} is not JSON's for a {node.id}; delete it.")
        lines.setdefault(pointer, line + 1)
        if node.id == "sequence":
            items = cast("list[_Node]", node.value)
            return [read(item, join(pointer, index), depth + 1) for index, item in enumerate(items)]
        if node.id == "mapping":
            mapping: Object = {}
            for key, value in cast("list[tuple[_Node, _Node]]", node.value):
                name = _key(key)
                if name in mapping:
                    problem = f"the key {name!r} stands twice in one mapping; keep one."
                    raise _UnreadableError(key.start_mark.line, problem)
                lines[join(pointer, name)] = key.start_mark.line + 1
                mapping[name] = read(value, join(pointer, name), depth + 1)
            return mapping
        return _scalar(node)

    root = _composed(text)
    return (None if root is None else read(root, "")), lines


def _composed(text: str) -> _Node | None:
    """The nodes of a text of YAML."""
    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = DEEPEST
    yaml.composer.warn_double_anchors = False  # an anchor may stand twice: aliases mean the last one before them
    try:
        return cast("_Node | None", yaml.compose(text))  # pyright: ignore[reportUnknownMemberType]  # untyped stream
    except MarkedYAMLError as error:
        flaw = cast("Any", error)  # the library leaves its attributes untyped
        mark, said = flaw.problem_mark or flaw.context_mark, flaw.problem or flaw.context
        problem = f"not YAML, {said}; mend this line or the one before."
        raise _UnreadableError(mark.line, _TOO_DEEP if isinstance(error, MaxDepthExceededError) else problem) from None
    except ReaderError as error:
        flaw = cast("Any", error)
        line = text.count("\n", 0, flaw.position)
        raise _UnreadableError(line, f"not YAML, U+{flaw.character:04X} is not printable; delete it.") from None
    except ValueError:  # the library's scanner tries to make a character of the escape
        line = re.split(r"\\U(?!00(?:0|10))", text)[0].count("\n")
        raise _UnreadableError(line, "not YAML, the escape is that of no character; mend it.") from None


def _key(node: _Node) -> str:
    if node.tag != "tag:yaml.org,2002:str":
        raise _UnreadableError(node.start_mark.line, "a key is not text; put it in quotes.")
    return str(_scalar(node))


def _scalar(node: _Node) -> Json:
    text = str(node.value)
    try:
        return scalar(node.tag, text)
    except ValueError:
        problem = f"{reprlib.repr(text)} is not a JSON value; put it in quotes, without a tag."
        raise _UnreadableError(node.start_mark.line, problem) from None


def _once(pairs: list[tuple[str, Json]]) -> Object:
    if len(members := dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return members


def join(pointer: str, *keys: str | int) -> str:
    """The pointer to a member below `pointer`."""
    return pointer + "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def _unescape(token: str) -> str:
    return token.replace("~1", "/").replace("~0", "~")


def at(document: Object, pointer: str) -> Json:
    """The value at a pointer.

    Raises:
        ContractError: Nothing stands there.
    """
    value: Json = document
    for token in map(_unescape, pointer.split("/")[1:]):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            raise ContractError(f"#{pointer}: nothing stands there; mend the reference to it.")
    return value


def resolve(document: Object, value: Object) -> Object:
    """The object a chain of local references leads to; an object without `$ref` is its own target.

    Raises:
        ContractError: A reference is not local, leads nowhere, to no object, or back to itself.
    """
    seen: set[str] = set()
    while isinstance(reference := value.get("$ref"), str):
        if not reference.startswith("#") or reference in seen:
            raise ContractError(f"{reference}: not a reference to another object of this file; mend it.")
        seen.add(reference)
        target = at(document, reference[1:])
        if not isinstance(target, dict):
            raise ContractError(f"{reference}: no object stands there; mend the reference.")
        value = target
    return value


def target(document: Object, pointer: str) -> tuple[str, Object]:
    """Where the local references that begin at a pointer lead, and the object that stands there.

    Raises:
        ContractError: As for `resolve`.
    """
    value = members(at(document, pointer))
    resolve(document, value)
    while isinstance(reference := value.get("$ref"), str):
        pointer = reference[1:]
        value = members(at(document, pointer))
    return pointer, value


def walk(document: Object, pointer: str = "", keyword: str = "") -> Iterator[Place]:
    """Every object of the document at and below `pointer`, in document order, references not followed.

    Objects are what OpenAPI and JSON Schema give a meaning: path items, operations, parameters, responses, headers,
    media types, schemas. Examples, defaults and extensions are data and not walked.
    """
    value = at(document, pointer)
    if not isinstance(value, dict):
        return
    yield Place(pointer, keyword, value)
    for key, below in value.items():
        member = join(pointer, key)
        if key not in _KEYWORDS:
            continue
        if _KEYWORDS[key] is _ONE:
            yield from walk(document, member, key)
        elif isinstance(below, dict | list):
            for name in below if isinstance(below, dict) else range(len(below)):
                yield from walk(document, join(member, name), key)


def reachable(document: Object, start: Place) -> Iterator[Place]:
    """As `walk` from a place on, but follows local references; each object comes once."""
    pending = [(start.pointer, start.keyword)]
    seen: set[str] = set()
    while pending:
        for place in walk(document, *pending.pop()):
            if place.pointer in seen:
                continue
            seen.add(place.pointer)
            yield place
            if isinstance(reference := place.value.get("$ref"), str):
                resolve(document, place.value)
                pending.append((reference[1:], place.keyword))


def members(value: Json) -> Object:
    """The members of an object; none of anything else."""
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """The items of a list; none of anything else."""
    return value if isinstance(value, list) else []


def types(schema: Object) -> list[Json]:
    """The schema's own types, `null` included; none if it does not say."""
    own = schema.get("type", [])
    return own if isinstance(own, list) else [own]


def validator(document: Object, schema: Object) -> jsonschema_rs.Validator:
    """A JSON Schema 2020-12 validator, formats on, for a schema with references into the document."""
    root = {**document, **schema}
    return jsonschema_rs.Draft202012Validator(root, validate_formats=True)
