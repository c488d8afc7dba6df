"""What a law is, and the context it works in.

A law is a function that a decorator registers: its name is the id, its docstring the sentence, and the decorator says
how sure the promise is. There are two kinds. An answer law judges one exchange and knows nothing else, so it holds for
recorded traffic too. A server law asks: it sends requests and compares the answers.

A server law asks in two stages. First comes its core, the few requests that most faulty servers fail. After
`yield THOROUGH` come the others, which the run sends only when every law has asked its core.

A promise is `documented` if the page forces it, if it is the plain meaning of the operation, or if HTTP, JSON or URI
demand it of everybody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias, TypeVar
from urllib.parse import urlsplit

from contract_tests.verifier.exchange import Request
from contract_tests.verifier.guard import Guard, RefusedError
from contract_tests.verifier.ids import is_id
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.pace import OutOfTimeError
from contract_tests.verifier.requests import JSON, example_body, filled, required_headers, required_query
from scripts.contract.levels import Level
from scripts.contract.operations import Operation

THROTTLED = 429
Subject = TypeVar("Subject")
AWAY = {THROTTLED, 503}
"""Statuses that say nothing about the request: the server wants to be asked later."""


class NotExercisedError(Exception):
    """The law had nothing to work on; the text says what was missing."""


NOT_ASKED = (NotExercisedError, RefusedError, OutOfTimeError)
"""Why a law could not ask."""


@dataclass(frozen=True)
class LawContext:
    """What a server law works with: the guarded server, the caller's token, and one operation of the contract.

    `called` keeps the plain calls of each named target, in order: an operation that acts may show its state nowhere
    else.
    """

    guard: Guard
    token: str
    schemas: ResponseSchemas
    operation: Operation
    called: dict[tuple[str, ...], list[Answer]] = field(
        default_factory=lambda: defaultdict[tuple[str, ...], list[Answer]](list)
    )

    def request(  # noqa: PLR0913 (the parts of a request, each of which some law varies)
        self,
        values: Sequence[str],
        *,
        method: str = "",
        authorization: Sequence[bytes] | None = None,
        headers: tuple[tuple[bytes, bytes], ...] = (),
        query: bytes | None = None,
        body: bytes | None = None,
    ) -> Request:
        """A request for the operation, by default exactly as the contract says it.

        Args:
            values: the values of the path's parameters, written into the path as they are.
            method: the method; by default the operation's.
            authorization: values of as many Authorization headers; by default one with the caller's token.
            headers: further headers; one of the default ones in it replaces that, an empty value removes it.
            query: what stands after the question mark; by default the examples of what is required.
            body: the body; by default the contract's example, as JSON.
        """
        prefix = urlsplit(self.guard.base_url).path
        query = required_query(self.operation) if query is None else query
        target = (prefix + filled(self.operation, values)).encode() + (b"?" + query if query else b"")
        tokens = (b"Bearer " + self.token.encode(),) if authorization is None else authorization
        own = {name.lower() for name, _ in headers}
        example = example_body(self.operation) if body is None else None
        content = (body or b"") if example is None else example
        defaults = [(b"Accept", b"application/json"), (b"Accept-Encoding", b"identity")]
        defaults += [(b"Content-Length", b"%d" % len(content)), *required_headers(self.operation)]
        defaults += [(b"Content-Type", JSON.encode())] if example is not None else []
        sent = (
            *((b"Authorization", value) for value in tokens),
            *(header for header in defaults if header[0].lower() not in own),
            *(header for header in headers if header[1]),
        )
        return Request(method or self.operation.method.upper(), target, sent, content)

    def ask(self, request: Request) -> Answer:
        """Send a request; `NotExercisedError` if the server wants to be asked later, however late."""
        return _present(Answer(self.guard.exchange(request), self.schemas))

    def ask_all(
        self, asked: Iterable[tuple[Subject, Request]], connections: int = 0
    ) -> Iterator[tuple[Subject, Answer]]:
        """Send requests that do not depend on each other, and yield each subject with the answer, in their order.

        What the guard does not permit is left out, unless it permits nothing. Why a request was not sent is raised
        after the last answer.
        """
        wanted = list(asked)
        permitted = [(subject, request) for subject, request in wanted if self.guard.permits(request)] or wanted
        results = self.guard.exchange_all([request for _, request in permitted], connections)
        errors: list[Exception] = [result for result in results if isinstance(result, Exception)]
        for (subject, _), result in zip(permitted, results, strict=True):
            if not isinstance(result, Exception):
                try:
                    answer = _present(Answer(result, self.schemas))
                except NotExercisedError as error:
                    errors.append(error)
                else:
                    yield subject, answer
        if errors:
            raise errors[0]

    def recall_all(self, asked: Iterable[tuple[Subject, Request]]) -> Iterator[tuple[Subject, Answer]]:
        """As `ask_all`, for requests that must change nothing: one that was answered before is not sent again."""
        wanted = list(asked)
        before = {each.request: each for each in self.guard.exchanges if not each.failure}
        for subject, request in wanted:
            if request in before:
                yield subject, _present(Answer(before[request], self.schemas))
        yield from self.ask_all((subject, request) for subject, request in wanted if request not in before)

    def converse(self, requests: Sequence[Request]) -> list[Answer]:
        """Send requests over one connection; there are fewer answers when the server ended it."""
        return [_present(Answer(exchange, self.schemas)) for exchange in self.guard.converse(requests)]

    def may_ask(self, values: Sequence[str]) -> bool:
        """Whether the guard lets these values pass at all."""
        return self.guard.permits(self.request(values))

    def answers(self, values: Sequence[str]) -> list[Answer]:
        """All answers of the operation for these values, ids in upper or lower case, whoever asked."""
        answers = (Answer(exchange, self.schemas) for exchange in self.guard.exchanges)
        return [one for one in answers if one.route.operation is self.operation and one.is_for(values)]

    def call(self, values: Sequence[str]) -> Answer:
        """Call the operation for a named target as the contract says it."""
        answer = self.ask(self.request(values))
        self.called[tuple(values)].append(answer)
        return answer

    def calls(self, values: Sequence[str], count: int) -> list[Answer]:
        """The plain calls for a named target so far, made up to `count`."""
        while len(self.called[tuple(values)]) < count:
            self.call(values)
        return self.called[tuple(values)]

    @property
    def targets(self) -> tuple[tuple[str, ...], ...]:
        """The values of the targets that the caller named for this operation, the least asked first; maybe none."""
        here = [target for target in self.guard.named if target.operation == self.operation.operation_id]
        return tuple(target.values for target in sorted(here, key=lambda target: self.guard.spent[target]))

    @property
    def named(self) -> tuple[tuple[str, ...], ...]:
        """The same; `NotExercisedError` without any."""
        if not self.targets:
            raise NotExercisedError("no target was named")
        return self.targets

    @property
    def siblings(self) -> list[Operation]:
        """The operations of every method at the operation's path."""
        return [one for one in self.guard.operations if one.path == self.operation.path]

    def unknown(self, key: str) -> tuple[str, ...]:
        """Values for the path of which no server knows the ids; `NotExercisedError` if a parameter is no id."""
        for parameter in self.operation.ids:
            if not is_id(parameter):
                raise NotExercisedError(f"the path parameter {parameter.name} has no known format: name a target")
        return tuple(self.guard.unknown_id(f"{parameter.name} {key}") for parameter in self.operation.ids)


def _present(answer: Answer) -> Answer:
    if answer.status in AWAY:
        raise NotExercisedError("the server throttles" if answer.status == THROTTLED else "the server was away: 503")
    return answer


class Stage(Enum):
    """What a server law yields between the stages of its requests."""

    THOROUGH = "thorough"


THOROUGH = Stage.THOROUGH
Probing: TypeAlias = Iterator[Violation | Stage]

Judge: TypeAlias = Callable[[Answer], Iterable[Violation]]
Probe: TypeAlias = Callable[[LawContext], Probing]


@dataclass(frozen=True)
class AnswerLaw:
    """A promise about every answer of which `concerns` is true; with an operation, about its answers alone."""

    id: str
    sentence: str
    level: Level
    concerns: Callable[[Answer], bool]
    judge: Judge
    operation: str = ""

    def is_about(self, answer: Answer) -> bool:
        """Whether the law says anything about an answer; a law with an operation is about no other."""
        return self.operation in {"", answer.operation_id} and self.concerns(answer)


@dataclass(frozen=True)
class ServerLaw:
    """A promise about how a server behaves; `probe` raises `NotExercisedError` where it cannot ask.

    It asks about each operation, or about its own alone.

    The laws ask in ascending `order`: first the requests that tell most while nothing was acted on yet.
    """

    id: str
    sentence: str
    level: Level
    order: int
    probe: Probe
    operation: str = ""


Law: TypeAlias = AnswerLaw | ServerLaw

LAWS: dict[str, Law] = {}


def answer_law(
    level: Level, concerns: Callable[[Answer], bool] = lambda _: True, *, operation: str = ""
) -> Callable[[Judge], Judge]:
    """Register a function as a law about one answer: its name is the law's id, its docstring the law's sentence.

    With an operationId, the law belongs to that operation alone.
    """

    def decorate(judge: Judge) -> Judge:
        _register(AnswerLaw(*_named(judge), level, concerns, judge, operation))
        return judge

    return decorate


def server_law(level: Level, *, order: int, operation: str = "") -> Callable[[Probe], Probe]:
    """Register a function as a law that asks: its name is the law's id, its docstring the law's sentence.

    With an operationId, the law belongs to that operation alone.
    """

    def decorate(probe: Probe) -> Probe:
        _register(ServerLaw(*_named(probe), level, order, probe, operation))
        return probe

    return decorate


def server_laws() -> list[ServerLaw]:
    """The laws that ask, in the order of asking."""
    return sorted((law for law in LAWS.values() if isinstance(law, ServerLaw)), key=lambda law: law.order)


def answer_laws() -> list[AnswerLaw]:
    """The laws that judge one answer, in the order of their registration."""
    return [law for law in LAWS.values() if isinstance(law, AnswerLaw)]


def all_laws() -> list[Law]:
    """Every law, those that ask first."""
    return [*server_laws(), *answer_laws()]


def _named(function: Callable[..., object]) -> tuple[str, str]:
    return function.__name__.replace("_", "-"), " ".join((function.__doc__ or "").split())


def _register(law: Law) -> None:
    if law.id in LAWS:
        raise ValueError(f"two laws have the id {law.id}: rename one of the functions")
    LAWS[law.id] = law
