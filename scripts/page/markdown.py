"""Read the vendor's own OpenAPI from a page in Markdown, or from a file of many such pages.

The maker of the documentation serves each page in Markdown too, and all of them in one `llms-full.txt`, each under its
title and the line `Source: URL`. The page of an operation ends with a fenced block, headed by method and path, that
holds an OpenAPI document of that one operation.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from scripts.contract.document import Contract, parse
from scripts.contract.operations import Operation, operations
from scripts.contract.places import METHODS, walk
from scripts.contract.values import ContractError, members, resolve
from scripts.page.page import CAPTURED, NotAPageError

_FENCE = re.compile(r" *(`{3,}|~{3,})[ \t]*([^`\n]*?)[ \t]*")
_HEAD = re.compile(rf"(?:ya?ml|json)\s+(?:\S.*\s)?({'|'.join(METHODS)})\s+(/\S*)", re.IGNORECASE)
_VERSION = re.compile(r"""^[{ \t]*["']?(?:openapi|swagger)["']?[ \t]*:""", re.MULTILINE)
_TITLE = re.compile(r"# \S.*")
_SOURCE = re.compile(r"Source: \S+[ \t]*")
_BARE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_READ = ("3.0.", "3.1.")
_INSTEAD = "compare the text that a browser shows"


@dataclass(frozen=True)
class Block:
    """A fenced block of OpenAPI: its text, the lines of the file before it, whether it ends, and what its head names.

    `method` and `path` are empty if the head does not name them.
    """

    text: str
    line: int
    ended: bool
    method: str
    path: str


@dataclass(frozen=True)
class Section:
    """A page of a file: its text, the lines of the file before it, and its blocks of OpenAPI."""

    file: Path
    text: str
    line: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Published:
    """The vendor's document of one operation, and the day on which its page was captured, if that is known."""

    contract: Contract
    operation: Operation
    captured: str | None


def load(file: Path) -> list[Section]:
    """The pages of a file; none if the file is no text or has no block of OpenAPI."""
    try:
        text = file.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return []
    lines = text.splitlines(keepends=True)
    blocks, fenced = _blocks(lines)
    starts = [index for index in range(len(lines)) if index not in fenced and _begins(lines[index : index + 3])]
    first = [0] if not starts or len(starts) == 1 else starts
    sections = [
        Section(
            file, "".join(lines[start:end]), start, tuple(block for block in blocks if start <= block.line - 1 < end)
        )
        for start, end in zip(first, [*first[1:], len(lines)], strict=True)
    ]
    return sections if blocks else []


def _begins(lines: list[str]) -> bool:
    """Whether a page begins here: its title, and behind at most one empty line its source."""
    following = [line.rstrip() for line in lines[1:] if line.strip()][:1]
    return bool(_TITLE.match(lines[0])) and any(map(_SOURCE.fullmatch, following))


def _blocks(lines: list[str]) -> tuple[list[Block], set[int]]:
    """The blocks of OpenAPI, and the numbers of all lines inside fences."""
    blocks: list[Block] = []
    fenced: set[int] = set()
    index = 0
    while index < len(lines):
        opened = _FENCE.fullmatch(lines[index].rstrip("\r\n"))
        index += 1
        if opened is None:
            continue
        closing = re.compile(rf" *{opened[1]}{opened[1][0]}*[ \t]*")
        end = next((here for here in range(index, len(lines)) if closing.fullmatch(lines[here].rstrip())), len(lines))
        text = "".join(lines[index:end])
        head = _HEAD.fullmatch(opened[2])
        if head or _VERSION.search(text):
            method, path = (head[1].lower(), head[2]) if head else ("", "")
            blocks.append(Block(text, index, end < len(lines), method, path))
        fenced |= {*range(index - 1, end + 1)}
        index = end + 1
    return blocks, fenced


def read(section: Section) -> Published:
    """Read the block of a page.

    Raises:
        NotAPageError: It has several blocks, or one that is not OpenAPI 3.0 or 3.1 of exactly one operation. The
            message begins with the file and its line.
        ContractError: The block cannot be read. The message names the line of the file.
    """
    blocks = section.blocks
    if not blocks:
        raise NotAPageError(f"{section.file}:{section.line + 1}: not a page: it has no block of OpenAPI; {_INSTEAD}.")
    block = blocks[-1]
    place = f"{section.file}:{block.line}"
    if len(blocks) > 1:
        raise NotAPageError(f"{place}: not a page: it has {len(blocks)} blocks of OpenAPI; keep one.")
    if not block.ended:
        raise NotAPageError(f"{place}: not a page: its block of OpenAPI has no end; the page is cut, save it anew.")
    contract = parse(section.file, ("\n" * block.line + block.text).encode(), ("",))  # lines are those of the file
    _check_form(contract, place)
    _check_references(contract)
    found = list(operations(contract.document))
    named = [f"{one.method.upper()} {one.path}" for one in found]
    if len(found) != 1:
        said = ", ".join(named) or "no operation"
        raise NotAPageError(f"{place}: not a page: its OpenAPI has {said}; it must have one operation.")
    head = f"{block.method.upper()} {block.path}"
    if block.method and head != named[0]:
        raise NotAPageError(f"{place}: not a page: its block is headed {head} and describes {named[0]}; save it anew.")
    captured = CAPTURED.match(section.text)
    return Published(contract, found[0], captured[1] if captured else None)


def _check_form(contract: Contract, place: str) -> None:
    """Refuse what is not OpenAPI 3.0 or 3.1.

    Raises:
        NotAPageError: It is another form.
    """
    document = contract.document
    paths = members(document.get("paths"))
    if "path" in paths and "method" in paths:
        said = "the documentation maker's older form, `paths` with `path` and `method`"
        raise NotAPageError(f"{place}: not a page: its block is not OpenAPI but {said}; {_INSTEAD}.")
    version = document.get("openapi", document.get("swagger"))
    if not str(version).startswith(_READ) or "openapi" not in document:
        said = "has no version of OpenAPI" if version is None else f"is of version {version}"
        raise NotAPageError(f"{place}: not a page: its block {said}; only OpenAPI 3.0 and 3.1 are read here.")


def _check_references(contract: Contract) -> None:
    """Refuse references that lead nowhere.

    Raises:
        NotAPageError: There is one. The message names its line.
    """
    places = [(f"{contract.path}:{contract.line(one.pointer)}", one.value) for one in walk(contract.document)]
    for where, value in places:
        if _BARE.fullmatch(reference := str(value.get("$ref"))):
            raise NotAPageError(f"{where}: the reference {reference} is a bare id and leads nowhere; {_INSTEAD}.")
    for where, value in places:
        try:
            resolve(contract.document, value)
        except ContractError as error:
            raise NotAPageError(f"{where}: {error}") from None
