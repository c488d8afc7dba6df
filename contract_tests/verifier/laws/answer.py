"""One exchange, read once: what the answer laws look at, and how they say what is wrong with it."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote_to_bytes

from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.findings import Level
from contract_tests.verifier.ids import Pair
from contract_tests.verifier.laws.response_schema import Remark, ResponseSchemas
from contract_tests.verifier.laws.strict_json import NotJsonError, parsed
from scripts.contract.document import Json, Object

_TARGET = re.compile(rb"/v1/sms/campaigns/([^/?#]*)/stop/([^/?#]*)(?:\?|$)")
_LEAST_SECRET = 8
"""Shorter tokens are words that may stand in an answer by chance."""
_BODILESS = {204, 304}


@dataclass(frozen=True)
class Violation:
    """One place where a law is broken: what is wrong, in which exchange, where in its body.

    `level` is given where a part of the promise is less, or more, sure than the whole.
    """

    sentence: str
    exchange: Exchange
    pointer: str = ""
    level: Level | None = None


@dataclass(frozen=True)
class Answer:
    """An exchange and the contract's view of it."""

    exchange: Exchange
    schemas: ResponseSchemas

    @property
    def status(self) -> int:
        """The status code; 0 when there was no answer."""
        return self.exchange.response.status

    @property
    def method(self) -> str:
        """The method of the request."""
        return self.exchange.request.method

    @property
    def body(self) -> bytes:
        """The bytes of the body."""
        return self.exchange.response.body

    @property
    def has_body(self) -> bool:
        """Whether HTTP lets this answer have a body."""
        return self.method != "HEAD" and self.status not in _BODILESS

    @property
    def is_of_the_contract(self) -> bool:
        """Whether the answer should have the body that the contract gives to its status."""
        return self.has_body and self.method != "OPTIONS" and (self.status == 200 or self.is_error)

    @property
    def is_success(self) -> bool:
        """Whether the server says that it did what was asked."""
        return 200 <= self.status < 300

    @property
    def is_error(self) -> bool:
        """Whether the server says that it did not do what was asked."""
        return self.status >= 400

    @property
    def shows_send(self) -> bool:
        """Whether the body holds a send, whatever the status says."""
        return not isinstance(self.json, NotJsonError) and isinstance(member(self.json, "data", "id"), str)

    def values(self, name: bytes) -> list[bytes]:
        """The values of a header, its name in lower case; one for each time that it stands there."""
        return [value for key, value in self.exchange.response.headers if key.lower() == name]

    @property
    def accepts(self) -> tuple[bytes, ...]:
        """What the request said about the media types that it wants."""
        return tuple(value for name, value in self.exchange.request.headers if name.lower() == b"accept")

    @property
    def shown_tokens(self) -> dict[bytes, bool]:
        """The last words of the request's Authorization headers, and whether the answer repeats them."""
        sent = [value.split() for name, value in self.exchange.request.headers if name.lower() == b"authorization"]
        said = b"\n".join((self.body, *(value for _, value in self.exchange.response.headers)))
        return {words[-1]: words[-1] in said for words in sent if words and len(words[-1]) >= _LEAST_SECRET}

    @property
    def essence(self) -> tuple[object, ...]:
        """All that laws look at: where it is equal, so are the verdicts. The ids of an error make no difference."""
        tokens = tuple(self.shown_tokens.values())
        ids = None if self.is_error else self.ids
        return self.method, ids, self.accepts, tokens, self.exchange.response, self.exchange.failure

    def violation(self, sentence: str, pointer: str = "", level: Level | None = None) -> Violation:
        """Say what is wrong with this answer."""
        return Violation(sentence, self.exchange, pointer, level)

    @cached_property
    def media_type(self) -> str:
        """The media type in lower case without parameters; empty when none was sent."""
        return b",".join(self.values(b"content-type")).split(b";")[0].strip().lower().decode("latin-1")

    @property
    def is_json(self) -> bool:
        """Whether the answer calls itself JSON."""
        return self.media_type == "application/json" or self.media_type.endswith("+json")

    @cached_property
    def json(self) -> "Json | NotJsonError":
        """The body as a value, or why it is none."""
        return parsed(self.body)

    @cached_property
    def data(self) -> Object | None:
        """The send in a 200; None for another answer, or when there is no such object."""
        if self.status != 200 or not isinstance(self.json, dict):
            return None
        data = self.json.get("data")
        return data if isinstance(data, dict) else None

    @cached_property
    def remarks(self) -> "tuple[tuple[Remark, str], ...]":
        """What the contract's shape lets pass but a reader should hear of, with its place in the body."""
        return () if isinstance(self.json, NotJsonError) else tuple(self.schemas.of(self.status).remarks(self.json))

    @cached_property
    def ids(self) -> Pair | None:
        """The ids that the request asked for, percent escapes undone; None when it asked for something else."""
        found = _TARGET.search(self.exchange.request.target)
        return Pair(*(unquote_to_bytes(part).decode("utf-8", "replace") for part in found.groups())) if found else None


def member(value: Json, *names: str) -> Json:
    """The member below objects; None where one of them is missing or no object."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
