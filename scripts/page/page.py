"""The parts of a documentation page of an operation. A part that is not in the text of the page is None or empty."""

import re
from dataclasses import dataclass, field

from scripts.contract.values import Json, Object
from scripts.page.truncated_json import Shown

CAPTURED = re.compile(r"\ACaptured (\d{4}-\d{2}-\d{2})\.\n")
"""The first line of a page that is kept."""


class NotAPageError(Exception):
    """The text is not a page of an operation; the message says why and what to do."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        """`line` is where, if one line is to blame."""
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class Field:
    """A parameter, or a member of a body, that a section lists.

    `place` is path, query, header, cookie, authorization, body or response; `type` is like `string<uuid>` or
    `integer[] | null`; `keywords` are those of JSON Schema that the section tells, such as the options of an enum.
    """

    place: str
    name: str
    type: str
    required: bool
    keywords: Object = field(default_factory=dict[str, Json])


@dataclass(frozen=True)
class Body:
    """What the cURL command sends; a form is an object of its fields, and `example` is None for any other text."""

    media_type: str
    example: Shown | None


@dataclass(frozen=True)
class Request:
    """The cURL command of a page; `query` has the values that stand in its URL."""

    method: str
    url: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Body | None


@dataclass(frozen=True)
class Response:
    """An answer that a page names or shows.

    `name` is the description of the answer if that is a single word, such as a resource.
    """

    status: str | None
    media_type: str | None = None
    name: str | None = None
    example: Shown | None = None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Page:
    """The parts of a page: at least a method, and a path or a URL.

    `sections` are the titles that stand on it, `unread` the lines that tell something which is not compared.
    """

    method: str
    path: str | None
    request: Request | None
    fields: tuple[Field, ...]
    responses: tuple[Response, ...]
    sections: frozenset[str]
    unread: tuple[str, ...]
    captured: str | None

    @property
    def parameters(self) -> tuple[Field, ...]:
        """The parameters that the sections list."""
        return tuple(field for field in self.fields if field.place not in {"authorization", "body"})

    @property
    def body(self) -> tuple[Field, ...]:
        """The members of the request body that its section lists."""
        return tuple(field for field in self.fields if field.place == "body")

    @property
    def has_body(self) -> bool:
        """Whether the request has a body: the command sends one, or a section is about it."""
        return bool(self.request and self.request.body) or "Body" in self.sections

    @property
    def response(self) -> Response:
        """The first answer, which a browser shows; an empty one if the page shows none."""
        return self.responses[0] if self.responses else Response(None)

    @property
    def target(self) -> str:
        """The path, or else the URL."""
        return self.path or (self.request.url if self.request else "")

    def __str__(self) -> str:
        """The operation, as the page names it."""
        return f"{self.method.upper()} {self.target}"
