"""Read the text of a documentation page of an operation.

The text comes from a browser, a crawler or copy and paste: it may lack indentation, line breaks, the path or sections,
and the example may be truncated anywhere. A part that is not in the text is None.
"""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from scripts.page import truncated_json
from scripts.page.truncated_json import Shown

_METHODS = "GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE"
_CAPTURED = re.compile(r"\ACaptured (\d{4}-\d{2}-\d{2})\.\n")
_CURL = re.compile(r"curl\s+(?:--request\s+(\w+)\s*\\?\s*)?--url\s+['\"]?((?:\{\w+\}|[^\s{}'\"\\])+)['\"]?")
_OPTION = re.compile(r"\s*\\?\s*--(header|data|user)\s+'([^']*)'")
_HEAD = re.compile(rf"\b({_METHODS})((?:\s*/\s*(?:\{{\w+\}}|[\w.-]+))+)")
_EXAMPLE = re.compile(r"""\{(?=\s*(?:"|\}|$))|\[(?=\s*(?:["{\]]|$))""")
_SECTION = re.compile(r"\b(Authorizations|Headers|(?:Path|Query|Header|Cookie) Parameters|Body|Response)\b(?=[\s#]|$)")
_RESPONSE = re.compile(r"\s*(\d{3}|default)\s+(?:-\s*)?([a-z]+/[\w.+-]+)(?:\s+([A-Z][a-z]+(?:[A-Z][a-z0-9]*)+)\b)?")
_PARAMETER = (
    r"([\w.\[\]-]+){gap}((?:string|integer|number|boolean|object|array|enum|file|any)(?:<[\w-]+>)?(?:\[\])?)(?=\s|$)"
    r"((?:\s+(?:required|deprecated|header|path|query|cookie)\b)*)"
)
_PARAMETER_IN_LINES = re.compile("^" + _PARAMETER.replace("{gap}", r"\n+"), re.MULTILINE)
_PARAMETER_IN_WORDS = re.compile(_PARAMETER.replace("{gap}", " "))


class NotAPageError(Exception):
    """The text is not a page of an operation; the message says why and what to do."""


@dataclass(frozen=True)
class Parameter:
    """A parameter in a section of the page; `type` is like `string<uuid>` or `integer[]`."""

    place: str
    name: str
    type: str
    required: bool


@dataclass(frozen=True)
class Request:
    """The cURL command of a page; `body` is true if it sends one."""

    method: str
    url: str
    headers: dict[str, str]
    body: bool


@dataclass(frozen=True)
class Response:
    """The heading of the response section; `name` is its description if that is a single word, such as a resource."""

    status: str
    media_type: str
    name: str | None


@dataclass(frozen=True)
class Page:
    """The parts of a page: at least a method, and a path or a URL."""

    method: str
    path: str | None
    request: Request | None
    example: Shown | None
    parameters: tuple[Parameter, ...] | None
    response: Response | None
    captured: str | None

    def __str__(self) -> str:
        """The operation, as the page names it."""
        return f"{self.method.upper()} {self.path or (self.request and self.request.url)}"


def load(path: Path) -> Page:
    """Read a page.

    Raises:
        NotAPageError: The file cannot be read, is no text, or shows no operation.
    """
    try:
        return read(path.read_bytes().decode())
    except OSError as error:
        raise NotAPageError(f"{path}: {(error.strerror or 'unreadable').lower()}; name the text of a page.") from None
    except UnicodeDecodeError:
        raise NotAPageError(f"{path}: not UTF-8 text; save the page as text.") from None
    except NotAPageError as error:
        raise NotAPageError(f"{path}: {error}") from None


def read(source: str) -> Page:
    """Read the text of a page.

    Raises:
        NotAPageError: It shows no operation, or neither example nor parameters nor response.
    """
    captured = _CAPTURED.match(source)
    text = re.sub("[\u200b\ufeff\r]", "", unescape(source)).replace("\u00a0", " ")
    if not text.strip():
        raise NotAPageError("empty; save the text of the page into it.")
    curl = _CURL.search(text)
    head = _HEAD.search(text, 0, curl.start() if curl else len(text))
    begin = curl or head
    if begin is None:
        raise NotAPageError("not a page: it shows no `curl --request METHOD --url URL` and no path.")
    request, end = _request(text, curl) if curl else (None, begin.end())
    example = None
    if brace := _EXAMPLE.search(text, end):
        example = truncated_json.read(text, brace.start())
        if example is None:
            raise NotAPageError("not a page: its example is not JSON; copy it anew.")
        end = example.end
    sections = _sections(text, end)
    parameters = [found for title, content in sections for found in _parameters(title, content)]
    response = next((_RESPONSE.match(content) for title, content in sections if title == "Response"), None)
    if example is None and response is None and not parameters:
        raise NotAPageError("not a page: it shows neither an example nor parameters nor a response.")
    return Page(
        method=request.method if request else begin[1].lower(),
        path=re.sub(r"\s", "", head[2]) if head else None,
        request=request,
        example=example,
        parameters=tuple(parameters) or None,
        response=Response(*response.groups()) if response else None,
        captured=captured[1] if captured else None,
    )


def _request(text: str, curl: re.Match[str]) -> tuple[Request, int]:
    """The cURL command, and the index of its end."""
    end = curl.end()
    headers: dict[str, str] = {}
    body = False
    while option := _OPTION.match(text, end):
        end = option.end()
        if option[1] == "header":
            name, _, value = option[2].partition(":")
            headers[name.strip()] = value.strip()
        elif option[1] == "user":
            headers["Authorization"] = "Basic <credentials>"
        else:
            body = True
    return Request((curl[1] or "get").lower(), curl[2], headers, body), end


def _sections(text: str, start: int) -> list[tuple[str, str]]:
    """Titles and contents of the sections, in order."""
    titles = list(_SECTION.finditer(text, start))
    ends = [*(title.start() for title in titles[1:]), len(text)]
    return [(title[1], text[title.end() : end]) for title, end in zip(titles, ends, strict=False)]


def _parameters(title: str, content: str) -> list[Parameter]:
    """The parameters that a section lists."""
    place, _, kind = "Header Parameters".partition(" ") if title == "Headers" else title.partition(" ")
    if not kind:
        return []
    pattern = _PARAMETER_IN_LINES if "\n" in content.strip() else _PARAMETER_IN_WORDS
    return [
        Parameter(place.lower(), name, type_, "required" in flags) for name, type_, flags in pattern.findall(content)
    ]
