"""Read the sections of a page behind its example: parameters, the members of bodies, and answers."""

import contextlib
import re
from itertools import takewhile

from scripts.page import notes, truncated_json
from scripts.page.page import Field, Response
from scripts.page.truncated_json import NotJsonError

_TITLE = r"Authorizations|Headers|(?:Path|Query|Header|Cookie) Parameters|Body|Response"
_MEDIA = r"[a-z]+/[\w.+-]+"
_CODE = r"[1-5](?:\d\d|XX)"
_LINE = re.compile(rf"^[ \t#]*({_TITLE})(?=[ \t#]*$|[ \t]+(?:{_CODE}|default|{_MEDIA}))", re.MULTILINE)
_WORD = re.compile(rf"\b({_TITLE})\b(?=[\s#]|$)")
_PLACES = {"Authorizations": "authorization", "Headers": "header", "Body": "body"}  # else the first word of the title

_STATUS = re.compile(
    rf"(?<!\S)({_CODE}|default)\s+(?:-\s*)?({_MEDIA})(?:\s+([A-Z][a-z]+(?:[A-Z][a-z0-9]*)+)\b)?"
    rf"|^[ \t]*({_CODE})[ \t]*$",
    re.MULTILINE,
)
_TABS = re.compile(rf"\A(?:\s*{_CODE}(?!\S))+|(?:(?<!\S){_CODE}\s*)+\Z")

_TAB = re.compile(rf"{_CODE}(?:[ -]+[A-Za-z][\w ]{{0,40}})?")
_EXAMPLE = re.compile(r"^[ \t]*Examples?:\s*[^\n]*", re.MULTILINE)  # it promises nothing
_LABELLED = re.compile(r"^[ \t]*([A-Z][A-Za-z]*(?: [a-z]+){0,3}):(?=\s).*$", re.MULTILINE)
_REQUIRED = re.compile(r"^[\w.\[\]-]+\n+(\S[^\n]*)\n+required$", re.MULTILINE)  # a field of any type
_SECOND_MEDIA = re.compile(rf"{_MEDIA}[ \t]*\n\s*({_MEDIA})[ \t]*$", re.MULTILINE)

_TYPE = r"(?:string|integer|number|boolean|object|array|enum|file|any|null)(?:<[\w-]+>)?(?:\[\])*"
_FIELD = (
    rf"([\w.\[\]-]+){{gap}}({_TYPE}(?: \| {_TYPE})*)"
    rf"((?:\s*(?:required|deprecated|(?:header|path|query|cookie)(?!{{gap}}{_TYPE})|default:{{value}}))*)(?=\s|$)"
)
_FIELD_IN_LINES = re.compile(
    "^" + _FIELD.replace("{gap}", r"\n+").replace("{value}", r"[^\n]*?(?=required|deprecated|$)"), re.MULTILINE
)
_FIELD_IN_WORDS = re.compile(_FIELD.replace("{gap}", " ").replace("{value}", r"\S*?(?=required|deprecated|\s|$)"))
_DEFAULT = re.compile(r"default:([^\n]*?)\s*(?=required|deprecated|$)", re.MULTILINE)


def titles(text: str, start: int) -> re.Pattern[str]:
    """The pattern of a title; one on a line of its own, if the text has such."""
    return _LINE if _LINE.search(text, start) else _WORD


def begin(text: str, start: int) -> int:
    """The index of the first title, or of the end of the text."""
    title = titles(text, start).search(text, start)
    return title.start() if title else len(text)


def split(text: str, start: int) -> list[tuple[str, str]]:
    """Titles and contents of the sections, in order, without the examples of single fields."""
    found = list(titles(text, start).finditer(text, start))
    return [(title[1], _EXAMPLE.sub("", below)) for title, below in _below(text, found)]


def tabs(gap: str) -> list[str]:
    """The statuses that stand as tabs at the ends of the text between command, examples and sections."""
    lines = [line.strip() for line in gap.splitlines() if line.strip()]
    described = [*takewhile(_TAB.fullmatch, lines), *reversed([*takewhile(_TAB.fullmatch, reversed(lines))])]
    return [line[:3] for line in described] + re.findall(_CODE, " ".join(_TABS.findall(gap)))


def unread(content: str) -> list[str]:
    """The lines of a section that tell something which is not read.

    They have a label that is not known or stand before every field, name a second media type, or a type that is not
    known.
    """
    spans = [one.span() for one in _FIELD_IN_LINES.finditer(content)]
    begin = spans[0][0] if spans else len(content)
    labelled = _LABELLED.finditer(content)
    told = [found[0].strip() for found in labelled if found.start() < begin or not notes.known(found[1])]
    required = (found for found in _REQUIRED.finditer(content) if not any(a < found.end() <= b for a, b in spans))
    unknown = [found[1] for found in required]
    return told + _SECOND_MEDIA.findall(content) + unknown


def fields(title: str, content: str) -> tuple[Field, ...]:
    """The parameters, or members of the request body, that a section lists; of the answers none."""
    if title == "Response":
        return ()
    return _fields(_PLACES.get(title, title.partition(" ")[0].lower()), content)


def answers(title: str, content: str) -> list[Response]:
    """The answers that a section lists, each with the members of its body, and with an example that stands there.

    What stands before the first status is of none.
    """
    if title != "Response":
        return []
    found = list(_STATUS.finditer(content))
    listed = _fields("response", content[: found[0].start()] if found else content)
    unnamed = [Response(None, fields=listed)] if listed else []
    return unnamed + [_answer(one[1] or one[4], one, below) for one, below in _below(content, found)]


def _answer(status: str, found: re.Match[str], below: str) -> Response:
    example = None
    if (text := below.lstrip()).startswith(("{", "[")):
        with contextlib.suppress(NotJsonError):
            example = truncated_json.read(text, 0)
    return Response(status, found[2], found[3], example, _fields("response", below))


def _below(content: str, found: list[re.Match[str]]) -> list[tuple[re.Match[str], str]]:
    """The matches, each with the text up to the next one."""
    ends = [*(one.start() for one in found[1:]), len(content)]
    return [(one, content[one.end() : end]) for one, end in zip(found, ends, strict=False)]


def _fields(place: str, content: str) -> tuple[Field, ...]:
    lines = "\n" in content.strip()
    found = list((_FIELD_IN_LINES if lines else _FIELD_IN_WORDS).finditer(content))
    return tuple(_field(place, one, below, lines=lines) for one, below in _below(content, found))


def _field(place: str, found: re.Match[str], below: str, *, lines: bool) -> Field:
    name, type_, flags = found.groups()
    keywords = notes.read(below, type_, lines=lines)
    if default := _DEFAULT.search(flags):
        keywords["default"] = notes.value(default[1], type_)
    if "deprecated" in flags:
        keywords["deprecated"] = True
    return Field(place, name, type_, "required" in _DEFAULT.sub("", flags), keywords)
