"""An answer as the laws see it: the exchange, the contract's view of it, and how to report a violation."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.ids import UUID, is_id
from contract_tests.verifier.laws.response_schema import Remark, ResponseSchema, ResponseSchemas
from contract_tests.verifier.laws.strict_json import NotJsonError, parsed
from contract_tests.verifier.proxies import proxy
from contract_tests.verifier.redaction import LEAST_SECRET
from contract_tests.verifier.requests import essence, is_json
from scripts.contract.levels import Level
from scripts.contract.operations import Operation, Route
from scripts.contract.values import Json, Object, members

_BODILESS = {204, 304}


@dataclass(frozen=True)
class Violation:
    """One place where a law is broken: the sentence, the exchange, the pointer into its body.

    `level` replaces the level of the law where a part of the promise is less or more sure. `culprits` are the earlier
    exchanges that brought it about, as far as they are known.
    """

    sentence: str
    exchange: Exchange
    pointer: str = ""
    level: Level | None = None
    operation: str = ""
    culprits: tuple[Exchange, ...] = ()


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

    @cached_property
    def route(self) -> Route:
        """What the request was for."""
        return self.schemas.route(self.exchange.request)

    @property
    def operation_id(self) -> str:
        """The operation at the path of the request; of several, the one of its method, or the first."""
        return self._described_by.operation_id if self._described_by else ""

    @property
    def _described_by(self) -> Operation | None:
        """The operation whose responses describe the answer: errors are described alike for every method of a path."""
        return self.route.operation or next(iter(self.route.siblings), None)

    @property
    def response_key(self) -> str:
        """The key of the response that the contract gives to an answer with this status; empty if it gives none."""
        described_by = self._described_by
        key = described_by.response_key(self.status) if described_by else None
        if described_by is None or key is None:
            return ""
        # Where `default` is the success, it says nothing about another method.
        is_own = self.route.operation is not None or key not in described_by.successes
        return key if is_own else ""

    @property
    def response(self) -> Object:
        """The response object that the contract gives to an answer with this status; empty if it gives none."""
        return self._described_by.responses.get(self.response_key, {}) if self._described_by else {}

    @property
    def media_types(self) -> tuple[str, ...]:
        """The media types that the contract gives to an answer like this; none if it has no body there."""
        return tuple(map(essence, members(self.response.get("content"))))

    @property
    def must_be_json(self) -> bool:
        """Whether the contract gives the success no body but JSON."""
        return self.is_success and bool(self.media_types) and all(map(is_json, self.media_types))

    @property
    def schema(self) -> ResponseSchema | None:
        """The schema that the contract gives to a JSON body with this status; None if it gives none."""
        return self.schemas.of(self.response)

    @cached_property
    def proxy(self) -> str:
        """The proxy that gave this answer in place of the application; empty if none did."""
        return proxy(self.exchange.response, self.method)

    @property
    def has_ids(self) -> bool:
        """Whether every id in the path is written as one, so that nothing but the application can refuse it."""
        return all(
            UUID.fullmatch(value) or not is_id(parameter)
            for one in self.route.siblings[:1]
            for parameter, value in zip(one.ids, self.values, strict=True)
        )

    @property
    def is_documented(self) -> bool:
        """Whether the answer should have the body that the contract gives to its status."""
        if self.proxy or not self.has_body or self.method == "OPTIONS" or not self.media_types:
            return False
        return self.is_error or (self.is_success and self.is_documented_success)

    @property
    def is_documented_success(self) -> bool:
        """Whether the contract has an operation here, and this success among its own."""
        return self.route.operation is not None and self.route.operation.response_key(self.status) in (
            self.route.operation.successes
        )

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def is_error(self) -> bool:
        """Whether the status is 4xx or 5xx."""
        return self.status >= 400

    @property
    def shows_resource(self) -> bool:
        """Whether the body holds a resource with an id, whatever the status says."""
        return not isinstance(self.json, NotJsonError) and isinstance(member(self.json, "data", "id"), str)

    def header(self, name: bytes) -> list[bytes]:
        """The values of a header, one for each time it was sent. `name` is in lower case."""
        return [value for key, value in self.exchange.response.headers if key.lower() == name]

    @property
    def accepts(self) -> tuple[bytes, ...]:
        """The values of the request's Accept headers."""
        return tuple(value for name, value in self.exchange.request.headers if name.lower() == b"accept")

    @property
    def shown_tokens(self) -> dict[bytes, bool]:
        """The last words of the request's Authorization headers, and whether the answer repeats them.

        The name of the scheme is no secret: a 401 names it too.
        """
        sent = [value.split() for name, value in self.exchange.request.headers if name.lower() == b"authorization"]
        last = [words[-1] for words in sent if words and words[-1].lower() != b"bearer"]
        said = b"\n".join((self.body, *(value for _, value in self.exchange.response.headers)))
        return {word: word in said for word in last if len(word) >= LEAST_SECRET}

    @property
    def essence(self) -> tuple[object, ...]:
        """All that laws look at: equal answers get equal verdicts. Ids make no difference to an error."""
        tokens = tuple(self.shown_tokens.values())
        values = None if self.is_error else self.values
        answer = self.exchange.response, self.exchange.failure
        return self.method, self.operation_id, values, self.accepts, tokens, *answer

    def violation(self, sentence: str, pointer: str = "", level: Level | None = None) -> Violation:
        """Say what is wrong with this answer."""
        return Violation(sentence, self.exchange, pointer, level, self.operation_id)

    @cached_property
    def media_type(self) -> str:
        """The media type in lower case without parameters; empty when none was sent."""
        return essence(b",".join(self.header(b"content-type")).decode("latin-1"))

    @property
    def is_json(self) -> bool:
        """Whether the answer calls itself JSON."""
        return is_json(self.media_type)

    @cached_property
    def json(self) -> "Json | NotJsonError":
        """The body as the value that it means, or why it is not JSON."""
        value = parsed(self.body)
        return value if isinstance(value, NotJsonError) or self.schema is None else self.schema.meant(value)

    @cached_property
    def data(self) -> Object | None:
        """The resource in a documented success; None for another answer, or when there is no such object."""
        if not self.is_documented_success or not isinstance(self.json, dict):
            return None
        data = self.json.get("data")
        return data if isinstance(data, dict) else None

    @cached_property
    def remarks(self) -> "tuple[tuple[Remark, str], ...]":
        """Valid but noteworthy deviations, with their JSON pointers into the body."""
        if self.schema is None or isinstance(self.json, NotJsonError):
            return ()
        return tuple(self.schema.remarks(self.json))

    def is_for(self, values: Sequence[str]) -> bool:
        """Whether the request has these values in its path, in upper or lower case."""
        return len(values) == len(self.values) and all(map(_is_same, values, self.values))

    @property
    def values(self) -> tuple[str, ...]:
        """The values of the path's parameters in the request, percent escapes undone; none if it has another path."""
        return self.route.values


def _is_same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def member(value: Json, *names: str) -> Json:
    """The member below objects; None where one of them is missing or no object."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
