"""Read the text of a documentation page of an operation.

The text comes from a browser, a crawler or copy and paste: it may lack indentation, line breaks, the path or sections,
and the example may be truncated anywhere. Behind the cURL command there may be the same call in other languages.
"""

import re
from collections.abc import Sequence
from html import unescape
from itertools import zip_longest
from pathlib import Path

from scripts.page import curl, sections, truncated_json
from scripts.page.page import CAPTURED, NotAPageError, Page, Response
from scripts.page.truncated_json import NotJsonError, Shown

_METHODS = "GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE"
_FENCE = re.compile(r"^ *(?:```|~~~)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_HEAD = re.compile(rf"\b({_METHODS})((?:\s*/\s*(?:\{{\w+\}}|[\w.-]+))+)")
# An example begins here, unless code stands before it. Ruby's last words may be glued to it.
_JSON = r"""(?:(?<=read_body)|(?<!\w))(?P<json>\{(?=\s*(?:"|\}|\Z))|\[(?=\s*(?:["{\[\]\d-]|true|false|null|\Z)))"""
_CODE_BEFORE = re.compile(r"""(?:[=(,:\[{+>|&]|(?:^|[\s=(,:\[{+])["'`])\s*\Z""")  # an operator, or a quote that opens


def load(path: Path) -> Page:
    """Read a page.

    Raises:
        NotAPageError: The file cannot be read, is no text, or shows no operation. The message begins with its name.
    """
    try:
        return read(path.read_bytes().decode())
    except OSError as error:
        raise NotAPageError(f"{path}: {(error.strerror or 'unreadable').lower()}; name the text of a page.") from None
    except UnicodeDecodeError:
        raise NotAPageError(f"{path}: not UTF-8 text; save the page as text.") from None
    except NotAPageError as error:
        place = path if error.line is None else f"{path}:{error.line}"
        raise NotAPageError(f"{place}: {error}") from None


def read(source: str) -> Page:
    """Read the text of a page.

    Raises:
        NotAPageError: It shows no operation, or neither example nor parameters nor response.
    """
    captured = CAPTURED.match(source)
    text = re.sub("[\u200b\ufeff\r]", "", unescape(source)).replace("\u00a0", " ")
    if not text.strip():
        raise NotAPageError("empty; save the text of the page into it.")
    command = curl.find(text)
    head = _HEAD.search(text, 0, command.start() if command else len(text))
    if markdown := _FENCE.search(text) or (not head and _HEADING.search(text)):
        reason = "not a page: it is Markdown without a block of OpenAPI; save the text that a browser shows."
        raise NotAPageError(reason, _line(text, markdown.start()))
    begin = command or head
    if begin is None:
        raise NotAPageError("not a page: it shows no `curl --request METHOD --url URL` and no path.")
    request, end = curl.read(text, command) if command else (None, begin.end())
    examples, tabs, end = _examples(text, end)
    found = sections.split(text, end)
    fields = [field for title, content in found for field in sections.fields(title, content)]
    listed = [answer for title, content in found for answer in sections.answers(title, content)]
    responses = _responses(examples, tabs, listed)
    if not responses and not fields:
        reason = "it shows neither an example nor parameters nor a response."
        if request and request.body:
            reason = "it ends with its request body; copy it to the end of the response."
        raise NotAPageError(f"not a page: {reason}", _line(text, begin.start()))
    return Page(
        method=request.method if request else begin[1].lower(),
        path=re.sub(r"\s", "", head[2]) if head else None,
        request=request,
        fields=tuple(fields),
        responses=responses,
        unread=tuple(line for _, content in found for line in sections.unread(content)),
        sections=frozenset(title for title, _ in found),
        captured=captured[1] if captured else None,
    )


def _line(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def _examples(text: str, start: int) -> tuple[list[Shown], list[str], int]:
    """The examples from `start` to the first section, the statuses that stand among them, and the index of the end.

    Raises:
        NotAPageError: There is no example, but something like one.
    """
    mark = re.compile(f"{sections.titles(text, start).pattern}|{_JSON}", re.MULTILINE)
    examples: list[Shown] = []
    tabs: list[str] = []
    refusal: NotAPageError | None = None
    end = position = start
    while (found := mark.search(text, position)) and found["json"]:
        position = found.end()
        if _CODE_BEFORE.search(text[max(end, found.start() - 99) : found.start()]):
            continue
        try:
            example = truncated_json.read(text, found.start())
        except NotJsonError as error:
            refusal = refusal or NotAPageError(f"not a page: its example {error}.", _line(text, found.start()))
            continue
        tabs += sections.tabs(text[end : found.start()])
        examples.append(example)
        end = position = example.end
    if refusal and not examples:
        raise refusal
    tabs += sections.tabs(text[end : found.start() if found else len(text)])
    return examples, tabs, end


def _responses(examples: Sequence[Shown], tabs: Sequence[str], listed: Sequence[Response]) -> tuple[Response, ...]:
    """The answers in the order of the tabs, then of the section; the examples belong to the first ones.

    A section without a status is about the first tab. Some copies repeat an example. What is left over belongs to no
    known status.
    """
    named: dict[str | None, Response] = {status: Response(status) for status in tabs}
    for answer in listed:
        status = answer.status or next(iter(tabs), None)
        named[status] = _merged(named.get(status, Response(status)), answer)
    count = max(1, len(named))
    shown = [example.value for example in examples[:count]]
    left = [example for example in examples[count:] if example.value not in shown]
    return tuple(
        _merged(answer or Response(None), Response(None, example=example))
        for answer, example in zip_longest(named.values(), [*examples[:count], *left])
    )


def _merged(one: Response, other: Response) -> Response:
    """What two parts of the page tell of one answer."""
    return Response(
        one.status,
        one.media_type or other.media_type,
        one.name or other.name,
        other.example or one.example,
        one.fields or other.fields,
    )
