r"""Read the cURL command of a page: method, URL, headers, and what it sends.

The command may have lost its line breaks, the text behind it may be glued to its end, and it may be truncated anywhere.
"""

import contextlib
import re
from typing import Literal, TypeAlias

from scripts.contract.values import Json, Object
from scripts.page import sections, truncated_json
from scripts.page.page import Body, NotAPageError, Request
from scripts.page.truncated_json import NotJsonError, Shown

_Role: TypeAlias = Literal["header", "user", "data", "field", "query", "none"]

_COMMAND = re.compile(r"curl\s+(?:--request\s+(\w+)\s*\\?\s*)?--url\s+['\"]?((?:\{\w+\}|[^\s{}'\"\\])+)['\"]?")
_OPTION = re.compile(r"\s*\\?\s*(--?[A-Za-z][\w-]*)[ =]?\s*")
_QUOTED = r"""'[^']*'|"(?:[^"\\]|\\.)*"|\$'(?:[^'\\]|\\.)*'|\\'"""
_WORD = re.compile(rf"(?P<bare>(?:[^\s'\"\\$]|\$(?!'))*)(?P<quoted>(?:{_QUOTED})*)(?P<open>['\"].*)?", re.DOTALL)
_HERE = re.compile(r"@-\s*<<-?\s*['\"]?(\w+)['\"]?(?P<text>.*?)(?:\s\1(?!\w)|(?P<open>\Z))", re.DOTALL)
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data"

# What the word behind an option is. The word behind an option that is not here is skipped if it is quoted.
_ROLES: dict[str, _Role] = {
    "--header": "header",
    "-H": "header",
    "--user": "user",
    "-u": "user",
    "--data": "data",
    "-d": "data",
    "--data-ascii": "data",
    "--data-binary": "data",
    "--data-raw": "data",
    "--data-urlencode": "data",
    "--json": "data",
    "--form": "field",
    "-F": "field",
    "--form-string": "field",
    "--get": "query",
    "-G": "query",
}


def find(text: str) -> re.Match[str] | None:
    """The beginning of the first command, up to its URL."""
    return _COMMAND.search(text)


def read(text: str, command: re.Match[str]) -> tuple[Request, int]:
    """The command that begins with a match of `find`, and the index of its end.

    Raises:
        NotAPageError: It sends something that is meant to be JSON and is not.
    """
    url, _, query = command[2].partition("?")
    end = command.end()
    headers: dict[str, str] = {}
    sent: list[str] = []
    fields: list[str] = []
    in_url = False
    while option := _OPTION.match(text, end):
        role = _ROLES.get(option[1], "none")
        in_url = in_url or role == "query"
        if role == "query" or (role == "none" and text[option.end() : option.end() + 1] not in {"'", '"'}):
            end = option.end(1)
            continue
        word, end, whole = _word(text, option.end())
        if role == "header" and whole:
            name, _, value = word.partition(":")
            headers[name.strip()] = value.strip()
        elif role == "user":
            headers["Authorization"] = "Basic <credentials>"
        elif role == "data":
            sent.append(word)
        elif role == "field":
            fields.append(word)
    if in_url:
        query, sent = "&".join(filter(None, [query, *sent])), []
    media_type = next((value for name, value in headers.items() if name.lower() == "content-type"), None)
    try:
        body = _body(media_type, sent, fields)
    except NotJsonError as error:
        raise NotAPageError(
            f"not a page: its request body {error}.", text.count("\n", 0, command.start()) + 1
        ) from None
    method = command[1] or ("POST" if body else "GET")
    return Request(method.lower(), url, _pairs(query.split("&")), headers, body), end


def _word(text: str, start: int) -> tuple[str, int, bool]:
    """A word of the shell or a here-document, without quotes; the index of its end, and whether it is whole.

    An open quote ends with the text, or before the sections of the page.
    """
    found = _HERE.match(text, start) or _WORD.match(text, start)
    assert found  # noqa: S101  # every part of a word may be empty
    bare = found["text"] if found.re is _HERE else found["bare"] + re.sub(_QUOTED, _unquoted, found["quoted"])
    if found["open"] is None:
        return bare, found.end(), True
    if found.re is _HERE:
        begin, bare = found.start("text"), ""
    else:
        begin = found.start("open") + 1
    end = sections.begin(text, begin)
    return bare + text[begin:end], end, False


def _unquoted(chunk: re.Match[str]) -> str:
    quoted = chunk[0]
    if quoted.startswith("$"):
        return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t", "u": r"\u"}.get(found[1], found[1]), quoted[2:-1])
    if quoted.startswith('"'):
        return re.sub(r'\\(["\\$`])', r"\1", quoted[1:-1])
    return quoted[1:-1] if quoted.startswith("'") else "'"


def _body(media_type: str | None, sent: list[str], fields: list[str]) -> Body | None:
    """What is sent; JSON, unless it is a form.

    Raises:
        NotJsonError: It looks like JSON and is not.
    """
    if fields:
        return Body(media_type or FILES, _form(fields))
    if not sent:
        return None
    text = "&".join(sent)
    if begins := re.match(r"\s*(?=[\[{])", text):
        return Body(media_type or JSON, truncated_json.read(text, begins.end()))
    if "=" in text:
        return Body(media_type or FORM, _form(text.split("&")))
    return Body(media_type or FORM, None)


def _form(fields: list[str]) -> Shown:
    value: Object = {name: _value(value) for name, value in _pairs(fields).items()}
    return Shown(value, 0)


def _pairs(fields: list[str]) -> dict[str, str]:
    named = (field.partition("=") for field in fields)
    return {name.strip(): value.strip("'\" \n") for name, _, value in named if name.strip()}


def _value(text: str) -> Json:
    """The value of a field of a form as JSON; a file is a text."""
    if text.startswith(("{", "[")):
        with contextlib.suppress(NotJsonError):
            return truncated_json.read(text, 0).value
    return "<string>" if text.startswith("@") else truncated_json.scalar(text)
