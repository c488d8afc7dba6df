"""The one way to a server: nothing leaves this process that the caller did not allow.

The guard stands before a `Server`, and the verifier holds no other. It refuses what `Permission` refuses. What could
act on a named target is counted against that target's budget and written to the ledger before it leaves. `Pace` says
when it leaves.
"""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias
from urllib.parse import urlsplit

from contract_tests.verifier.exchange import NO_ANSWER, Exchange, Request
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.pace import OutOfTimeError, Pace
from contract_tests.verifier.permission import Permission
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError, Server
from contract_tests.verifier.wording import number_of
from scripts.contract.operations import Operation

BUDGET = 25
"""How often a named target may be put at risk on a server that is not the caller's own."""
CONNECTIONS = 8
"""How many requests that do not depend on each other are under way at once on such a server."""
VOLUME = 64 * 2**20
"""How many bytes all answers may have together: they are kept until they are judged."""
PATIENCE, STALLS, STALLS_OF_ONES_OWN = 25, 30.0, 10.0
"""How many requests in a row, and for how many seconds, may stay unanswered before the server is given up."""


class RefusedError(Exception):
    """A request that the caller did not allow; it was not sent."""


class SpentError(RefusedError):
    """A request more than the caller allows for its target; it was not sent."""


NotSent: TypeAlias = RefusedError | OutOfTimeError


@dataclass
class _Conversation:
    """Requests over one connection: what came back, by attempt, and why there was no further attempt."""

    requests: Sequence[Request]
    attempts: list[list[Exchange]] = field(default_factory=list[list[Exchange]])
    error: NotSent | None = None


@dataclass
class Guard:
    """A server seen through the guard.

    Attributes:
        server: the server.
        operations: the operations of the contract.
        named: what the caller lets this process act on.
        own: this process started the server, so that everything may be sent, without ledger or budget.
        seed: decides which ids stand for unknown ones.
        budget: requests that could act on a named target, for each of them, by all runs that share the ledger; None
            is without bound.
        connections: how many requests that do not depend on each other may be under way at once.
        pace: says when a request may leave.
        production: hosts that are refused.
        ledger: where requests that could act are written; without it none leaves.
        watch: told of each exchange.
        sleep: lets seconds pass.
        exchanges: all that was sent and what came back; requests under way at once are in the order of asking.
        spent: how many requests of this run could act on each target.
        drawn: the ids that stand for unknown ones.
    """

    server: Server
    operations: Sequence[Operation]
    named: tuple[Target, ...] = ()
    own: bool = False
    seed: int = 1
    budget: int | None = None
    connections: int = 1
    pace: Pace = field(default_factory=Pace)
    production: Collection[str] = ()
    ledger: Ledger | None = None
    watch: Callable[[Exchange], None] = field(default=lambda _: None)
    sleep: Callable[[float], None] = time.sleep
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    spent: Counter[Target] = field(default_factory=Counter[Target])
    drawn: set[str] = field(default_factory=set[str])
    _used_up: dict[Target, str] = field(default_factory=dict[Target, str])
    _silence: list[Exchange] = field(default_factory=list[Exchange])
    _answered: bool = False
    _volume: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Refuse a host of production."""
        host = str(urlsplit(self.base_url).hostname).rstrip(".")
        if host in self.production:
            raise CouldNotVerifyError(f"{host} is production: nothing was sent; add --production if you mean it.")

    @property
    def base_url(self) -> str:
        """The base URL of the guarded server."""
        return self.server.base_url

    @property
    def permission(self) -> Permission:
        """What judges the requests."""
        return Permission(self.base_url, self.server.is_local, self.operations, self.named, self.drawn)

    @property
    def answered(self) -> bool:
        """Whether the server answered anything at all."""
        return self._answered

    def unknown_id(self, key: object) -> str:
        """Draw an id that exists nowhere: a random UUID, the same for the same seed and key."""
        # It begins with a letter: a database that compares it with a number reads no number in it.
        bits = Random(f"{self.seed} {key}").getrandbits(128) | 0xC << 124  # noqa: S311 (no secret)
        drawn = str(uuid.UUID(int=bits, version=4))
        self.drawn.add(drawn)
        return drawn

    def exchange(self, request: Request) -> Exchange:
        """Send the request, and return what came back.

        A request that the server refuses for its rate is sent again, after the pause that the server asks for.

        Raises:
            RefusedError: it may not leave.
            OutOfTimeError: there is no time for it.
        """
        return self.converse([request])[0]

    def converse(self, requests: Sequence[Request]) -> list[Exchange]:
        """Send requests over one connection if all of them may leave, else raise as `exchange` does.

        There are fewer exchanges than requests when the server ended the connection, as it may after any answer.
        """
        conversation = _Conversation(requests)
        self._hold_all([conversation], 1)
        if conversation.error:
            raise conversation.error
        return conversation.attempts[-1]

    def exchange_all(self, requests: Sequence[Request], connections: int = 0) -> list[Exchange | NotSent]:
        """Send requests that do not depend on each other; return what came back, or why a request was not sent.

        As many are under way at once as `connections` says, by default the guard's. Those that put the same target at
        risk are sent one after another.
        """
        conversations = [_Conversation([request]) for request in requests]
        self._hold_all(conversations, connections or self.connections)
        return [one.error or one.attempts[-1][0] for one in conversations]

    def permits(self, request: Request) -> bool:
        """Whether the request may leave."""
        return self.own or not self.permission.refusal(request)

    def spent_by_others(self, target: Target) -> int:
        """How many requests of a budget that is spent were sent by other runs; 0 while it is not spent."""
        return (self.budget or 0) - self.spent[target] if target in self._used_up else 0

    def _hold_all(self, conversations: Sequence[_Conversation], connections: int) -> None:
        """Hold all conversations, at most so many at once; what was exchanged is kept in their order."""
        lanes = self._lanes(conversations) if connections > 1 else [conversations]
        ended = threading.Event()

        def hold(lane: Sequence[_Conversation]) -> None:
            for conversation in lane:
                if not ended.is_set():
                    self._hold(conversation)

        try:
            if len(lanes) == 1:
                hold(lanes[0])
                return
            with ThreadPoolExecutor(connections) as pool:
                try:
                    for held in as_completed([pool.submit(hold, lane) for lane in lanes]):
                        held.result()
                except BaseException as error:
                    ended.set()
                    if not isinstance(error, Exception):  # Ctrl-C ends the pauses too
                        self.pace.stop()
                    raise
        finally:
            for conversation in conversations:
                for attempt in conversation.attempts:
                    self.exchanges.extend(attempt)

    def _lanes(self, conversations: Sequence[_Conversation]) -> list[Sequence[_Conversation]]:
        """Conversations that may be held at once; what puts the same target at risk is in one lane."""
        permission = self.permission
        risks = [{target for each in one.requests for target in permission.at_risk(each)} for one in conversations]
        is_simple = all(len(risk) <= 1 for risk in risks)
        lanes: dict[object, list[_Conversation]] = {}
        for number, (conversation, risk) in enumerate(zip(conversations, risks, strict=True)):
            lane = (next(iter(risk)) if is_simple else "any") if risk else number
            lanes.setdefault(lane, []).append(conversation)
        return list(lanes.values())

    def _hold(self, conversation: _Conversation) -> None:
        try:
            for request in conversation.requests:
                self._admit(request)
            for _ in range(self.pace.tries):
                for request in conversation.requests:
                    self._afford(request)  # before it waits for its turn
                conversation.attempts.append(self._sent(conversation.requests))
                refused = [self.pace.learn(exchange.response) for exchange in conversation.attempts[-1]]
                if not any(refused):
                    return
        except (RefusedError, OutOfTimeError) as error:
            conversation.error = error

    def _sent(self, requests: Sequence[Request]) -> list[Exchange]:
        """Send requests over one connection, each counted before."""
        with self.pace.turn(len(requests)):
            with self._lock:
                self._lose_patience()
                if self._volume >= VOLUME:
                    raise OutOfTimeError(f"the {VOLUME // 2**20} MiB that all answers may have are spent")
                for request in requests:
                    self._charge(request)
            try:
                exchanges = self.server.converse(requests)
            except CouldNotVerifyError as error:
                if not self._answered:
                    raise
                exchanges = [Exchange(requests[0], NO_ANSWER, 0.0, str(error))]
        with self._lock:
            for exchange in exchanges:
                self._answered = self._answered or exchange.response is not NO_ANSWER
                self._silence = [*self._silence, exchange] if exchange.response is NO_ANSWER else []
                self._volume += len(exchange.response.body)
                self.watch(exchange)
        return exchanges

    def _admit(self, request: Request) -> None:
        """Raise `RefusedError` unless the request is permitted."""
        reason = "" if self.own else self.permission.refusal(request)
        if reason:
            raise RefusedError(f"{request.method} {request.target.decode('latin-1')} {reason}; it was not sent.")

    def _afford(self, request: Request) -> list[Target]:
        """The targets against whose budgets the request counts; `SpentError` if one of them is known to be spent."""
        targets = [] if self.own else self.permission.at_risk(request)
        for target in targets:
            if target in self._used_up:
                raise SpentError(self._used_up[target])
        return targets

    def _charge(self, request: Request) -> None:
        """Count the request against the budgets, and write it to the ledger."""
        for target in self._afford(request):
            if self.ledger is None:
                what = f"{request.method} {request.target.decode('latin-1')}"
                raise RefusedError(f"{what} could act on {target}, and there is no ledger; it was not sent.")
            number = self.ledger.charge(
                self.budget, server=self.base_url, operation=target.operation, values="/".join(target.values),
                method=request.method, target=request.target.decode("latin-1"),
            )  # fmt: skip
            if not number:
                where = "/".join(self.ledger.path.parts[-2:])
                said = f"the budget of {number_of('request', self.budget or 0)} for {target} is spent: {where} has them"
                self._used_up[target] = said
                raise SpentError(said)
            self.spent[target] += 1

    def _lose_patience(self) -> None:
        count = len(self._silence)
        stalls = STALLS_OF_ONES_OWN if self.server.is_local else STALLS
        if count >= PATIENCE or sum(exchange.seconds for exchange in self._silence) >= stalls:
            reason = self._silence[-1].failure.rstrip(".")
            self._silence = []
            raise CouldNotVerifyError(
                f"{self.base_url} gave no answer to {number_of('request', count)} in a row: {reason}."
            )
