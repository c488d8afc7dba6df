"""The text of a document, YAML or JSON, as a JSON value with the line of every part."""

import contextlib
import json
import re
import reprlib
from functools import partial
from typing import Any, Literal, Protocol, cast

from ruamel.yaml import YAML
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from scripts.contract.scalars import scalar
from scripts.contract.values import Json, Object, items, join

_TEXT = "tag:yaml.org,2002:str"
_MERGE = "tag:yaml.org,2002:merge"
_DATES = ("tag:yaml.org,2002:timestamp",)
_TAGS = {"mapping": "tag:yaml.org,2002:map", "sequence": "tag:yaml.org,2002:seq"}
MOST_VALUES = 1_000_000  # in a contract: aliases repeat values, and aliases of aliases explode
DEEPEST = 100  # levels of a contract: an alias inside its own anchor has no end
_TOO_DEEP = f"nested more than {DEEPEST} levels deep; remove the alias that refers to its own anchor."


class _Mark(Protocol):
    line: int  # from 0


class _Node(Protocol):
    """What a node of ruamel.yaml has; the library leaves its attributes untyped."""

    id: Literal["mapping", "sequence", "scalar"]
    tag: str
    value: object
    start_mark: _Mark


class UnreadableError(Exception):
    """YAML that cannot be read, or that JSON cannot say; the text is `LINE: what and what to do`, the line from 1."""

    def __init__(self, line: int, problem: str) -> None:
        """Take the line, from 0 as the library counts it."""
        super().__init__(f"{line + 1}: {problem}")


def read(text: str, *, lenient: bool = False) -> tuple[Json, dict[str, int]]:
    """The value, and the line (from 1) on which the value at each pointer begins.

    Dates and keys such as 200 that stand without quotes are not text to all readers of YAML: they are refused, or if
    `lenient` read as text.

    Raises:
        UnreadableError: It is not YAML, or JSON cannot say it.
    """
    if text.startswith("{"):  # JSON is YAML, but a hundred times faster read as JSON; lines are not known then
        with contextlib.suppress(ValueError, RecursionError):
            return _read_json(text), {"": 1}
    return _read_yaml(text, lenient=lenient)


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


def _read_yaml(text: str, *, lenient: bool) -> tuple[Json, dict[str, int]]:
    lines: dict[str, int] = {}
    left = MOST_VALUES

    def value_of(node: _Node, pointer: str, depth: int = 0) -> Json:
        nonlocal left
        left -= 1
        line = node.start_mark.line
        if not left:
            raise UnreadableError(line, f"more than {MOST_VALUES} values; write fewer aliases.")
        if depth > DEEPEST:
            raise UnreadableError(line, _TOO_DEEP)
        if node.id != "scalar" and node.tag != _TAGS[node.id]:
            raise UnreadableError(line, f"the tag {node.tag} is not JSON's for a {node.id}; delete it.")
        lines.setdefault(pointer, line + 1)
        if node.id == "sequence":
            items = cast("list[_Node]", node.value)
            return [value_of(item, join(pointer, index), depth + 1) for index, item in enumerate(items)]
        if node.id == "mapping":
            mapping: Object = {}
            for key, value in cast("list[tuple[_Node, _Node]]", node.value):
                name = _key(key, lenient=lenient)
                if name in mapping:
                    problem = f"the key {name!r} stands twice in one mapping; keep one."
                    raise UnreadableError(key.start_mark.line, problem)
                lines[join(pointer, name)] = key.start_mark.line + 1
                mapping[name] = value_of(value, join(pointer, name), depth + 1)
            return mapping
        return _scalar(node, text_tags=_DATES if lenient else ())

    root = _composed(text)
    return (None if root is None else value_of(root, "")), lines


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
        raise UnreadableError(mark.line, _TOO_DEEP if isinstance(error, MaxDepthExceededError) else problem) from None
    except ReaderError as error:
        flaw = cast("Any", error)
        line = text.count("\n", 0, flaw.position)
        raise UnreadableError(line, f"not YAML, U+{flaw.character:04X} is not printable; delete it.") from None
    except ValueError:  # the library's scanner tries to make a character of the escape
        line = re.split(r"\\U(?!00(?:0|10))", text)[0].count("\n")
        raise UnreadableError(line, "not YAML, the escape is that of no character; mend it.") from None


def _key(node: _Node, *, lenient: bool) -> str:
    if node.tag == _MERGE:
        raise UnreadableError(node.start_mark.line, "merge keys (`<<`) are not read; write the members out.")
    if node.tag != _TEXT and not (lenient and node.id == "scalar"):
        raise UnreadableError(node.start_mark.line, "a key is not text; put it in quotes.")
    return str(_scalar(node, text_tags=(node.tag,)))


def _scalar(node: _Node, *, text_tags: tuple[str, ...]) -> Json:
    text = str(node.value)
    try:
        return scalar(_TEXT if node.tag in text_tags else node.tag, text)
    except ValueError:
        problem = f"{reprlib.repr(text)} is not a JSON value; put it in quotes, without a tag."
        raise UnreadableError(node.start_mark.line, problem) from None


def _once(pairs: list[tuple[str, Json]]) -> Object:
    if len(members := dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return members
