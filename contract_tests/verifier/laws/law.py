"""What a law is, and the context it works in.

A law is a function that a decorator registers: its name is the id, its docstring the sentence, and the decorator says
how sure the promise is. There are two kinds. An answer law judges one exchange and knows nothing else, so it holds for
recorded traffic too. A server law asks: it sends requests and compares the answers.

A promise is `documented` if the page forces it, if it is the plain meaning of stopping a send, or if HTTP, JSON or URI
demand it of everybody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlsplit

from contract_tests.verifier.exchange import Request
from contract_tests.verifier.findings import Level
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.ids import Pair
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.response_schema import ResponseSchemas

THROTTLED = 429
PATH = "/v1/sms/campaigns/{}/stop/{}"


class NotExercisedError(Exception):
    """The law had nothing to work on; the text says what was missing."""


@dataclass(frozen=True)
class LawContext:
    """What a server law works with: the guarded server, the caller's token, the contract's view of answers.

    `stopped` keeps the plain stops of each named send, in order: their answers are the only window to its state.
    """

    guard: Guard
    token: str
    schemas: ResponseSchemas
    stopped: dict[Pair, list[Answer]] = field(default_factory=lambda: defaultdict[Pair, list[Answer]](list))

    def request(  # noqa: PLR0913 (the parts of a request, each of which some law varies)
        self,
        pair: Pair,
        *,
        method: str = "POST",
        authorization: Sequence[bytes] | None = None,
        headers: tuple[tuple[bytes, bytes], ...] = (),
        query: bytes = b"",
        body: bytes = b"",
    ) -> Request:
        """A request to stop a send, by default exactly as the contract says it.

        Args:
            pair: campaign and send, written into the path as they are.
            method: the method.
            authorization: values of as many Authorization headers; by default one with the caller's token.
            headers: further headers; one of the default ones in it replaces that, an empty value removes it.
            query: what stands after the question mark.
            body: the body.
        """
        prefix = urlsplit(self.guard.base_url).path
        target = (prefix + PATH.format(pair.campaign, pair.send)).encode() + (b"?" + query if query else b"")
        tokens = (b"Bearer " + self.token.encode(),) if authorization is None else authorization
        own = {name.lower() for name, _ in headers}
        defaults = ((b"Accept", b"application/json"), (b"Content-Length", b"%d" % len(body)))
        sent = (
            *((b"Authorization", value) for value in tokens),
            *(header for header in defaults if header[0].lower() not in own),
            *(header for header in headers if header[1]),
        )
        return Request(method, target, sent, body)

    def ask(self, request: Request) -> Answer:
        """Send a request; `NotExercisedError` if the server asks to be asked less."""
        answer = Answer(self.guard.exchange(request), self.schemas)
        if answer.status == THROTTLED:
            raise NotExercisedError("the server throttles")
        return answer

    def converse(self, requests: Sequence[Request]) -> list[Answer]:
        """Send requests over one connection; there are fewer answers when the server ended it."""
        return [Answer(exchange, self.schemas) for exchange in self.guard.converse(requests)]

    def may_ask(self, pair: Pair) -> bool:
        """Whether the guard lets ids pass at all."""
        return self.guard.permits(self.request(pair))

    def answers(self, pair: Pair) -> list[Answer]:
        """All answers to POST requests with the ids of a send, in upper or lower case, whoever asked."""
        asked = (exchange for exchange in self.guard.exchanges if exchange.request.method == "POST")
        return [Answer(exchange, self.schemas) for exchange in asked if self.guard.ids(exchange.request.target) == pair]

    def stop(self, pair: Pair) -> Answer:
        """Stop a named send as the contract says it."""
        answer = self.ask(self.request(pair))
        self.stopped[pair].append(answer)
        return answer

    def stops(self, pair: Pair, count: int) -> list[Answer]:
        """The plain stops of a named send so far, made up to `count`."""
        while len(self.stopped[pair]) < count:
            self.stop(pair)
        return self.stopped[pair]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The sends that may be stopped; `NotExercisedError` without any."""
        if not self.guard.pairs:
            raise NotExercisedError("no send was named")
        return self.guard.pairs

    def unknown_pair(self, key: str) -> Pair:
        """A pair of ids that no server knows."""
        return Pair(self.guard.unknown_id(f"campaign {key}"), self.guard.unknown_id(f"send {key}"))


Judge: TypeAlias = Callable[[Answer], Iterable[Violation]]
Probe: TypeAlias = Callable[[LawContext], Iterable[Violation]]


@dataclass(frozen=True)
class AnswerLaw:
    """A promise about every answer of which `concerns` is true."""

    id: str
    sentence: str
    level: Level
    concerns: Callable[[Answer], bool]
    judge: Judge


@dataclass(frozen=True)
class ServerLaw:
    """A promise about how a server behaves; `probe` raises `NotExercisedError` where it cannot ask.

    The laws ask in ascending `order`: first the requests that tell most while no send was stopped yet.
    """

    id: str
    sentence: str
    level: Level
    order: int
    probe: Probe


Law: TypeAlias = AnswerLaw | ServerLaw

LAWS: dict[str, Law] = {}


def answer_law(level: Level, concerns: Callable[[Answer], bool] = lambda _: True) -> Callable[[Judge], Judge]:
    """Register a function as a law about one answer: its name is the law's id, its docstring the law's sentence."""

    def decorate(judge: Judge) -> Judge:
        _register(AnswerLaw(*_named(judge), level, concerns, judge))
        return judge

    return decorate


def server_law(level: Level, *, order: int) -> Callable[[Probe], Probe]:
    """Register a function as a law that asks: its name is the law's id, its docstring the law's sentence."""

    def decorate(probe: Probe) -> Probe:
        _register(ServerLaw(*_named(probe), level, order, probe))
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
