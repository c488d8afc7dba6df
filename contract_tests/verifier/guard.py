"""The one way to a server: nothing leaves this process that the caller did not allow.

The guard stands before a `Server`, and the verifier holds no other. It refuses what `Permission` refuses. What could
act on a named target is counted against that target's budget and written to the ledger before it leaves.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

from contract_tests.verifier.exchange import NO_ANSWER, Exchange, Request
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.permission import Permission
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError, Server
from scripts.contract.operations import Operation

BUDGET = 25
"""How often a named target may be put at risk on a server that is not on this machine."""
WAITING, WAITING_ON_LOOPBACK = 300.0, 60.0
"""How many seconds all answers of a server that is not our own may take together."""
PATIENCE, STALLS, STALLS_ON_LOOPBACK = 25, 30.0, 10.0
"""How many requests in a row, and for how many seconds, may stay unanswered before the server is given up."""


class RefusedError(Exception):
    """A request that the caller did not allow; it was not sent."""


class SpentError(RefusedError):
    """A request more than the caller allows for its target; it was not sent."""


class OutOfTimeError(RefusedError):
    """A request more than there is time for; it was not sent, and neither is any other."""


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
        rate: requests a second; None is without bound.
        waiting: seconds that all answers may take together; None is without bound.
        production: hosts that are refused.
        ledger: where requests that could act are written; without it none leaves.
        watch: told of each exchange.
        clock: seconds from some start.
        sleep: lets seconds pass.
        exchanges: all that was sent and what came back, in order.
        spent: how many requests of this run could act on each target.
        drawn: the ids that stand for unknown ones.
    """

    server: Server
    operations: Sequence[Operation]
    named: tuple[Target, ...] = ()
    own: bool = False
    seed: int = 1
    budget: int | None = None
    rate: float | None = None
    waiting: float | None = None
    production: Collection[str] = ()
    ledger: Ledger | None = None
    watch: Callable[[Exchange], None] = field(default=lambda _: None)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    spent: Counter[Target] = field(default_factory=Counter[Target])
    drawn: set[str] = field(default_factory=set[str])
    _silence: list[Exchange] = field(default_factory=list[Exchange])
    _waited: float = 0.0
    _next: float = 0.0

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
        return Permission(self.base_url, self.server.is_loopback, self.operations, self.named, self.drawn)

    @property
    def answered(self) -> bool:
        """Whether the server answered anything at all."""
        return any(exchange.response is not NO_ANSWER for exchange in self.exchanges)

    def unknown_id(self, key: object) -> str:
        """Draw an id that exists nowhere: a random UUID, the same for the same seed and key."""
        # It begins with a letter: a database that compares it with a number reads no number in it.
        bits = Random(f"{self.seed} {key}").getrandbits(128) | 0xC << 124  # noqa: S311 (no secret)
        drawn = str(uuid.UUID(int=bits, version=4))
        self.drawn.add(drawn)
        return drawn

    def exchange(self, request: Request) -> Exchange:
        """Send the request if it may leave, else raise `RefusedError`."""
        return self.converse([request])[0]

    def converse(self, requests: Sequence[Request]) -> list[Exchange]:
        """Send requests over one connection if all of them may leave, else raise `RefusedError`.

        There are fewer exchanges than requests when the server ended the connection, as it may after any answer.
        """
        self._lose_patience()
        if self.waiting is not None and self._waited >= self.waiting:
            raise OutOfTimeError(f"the {self.waiting:g} s that all answers may take are spent")
        for request in requests:
            self._admit(request)
        for request in requests:
            self._charge(request)
        try:
            exchanges = self.server.converse(requests)
        except CouldNotVerifyError as error:
            if not self.answered:
                raise
            exchanges = [Exchange(requests[0], NO_ANSWER, 0.0, str(error))]
        for exchange in exchanges:
            self._silence = [*self._silence, exchange] if exchange.response is NO_ANSWER else []
            self.exchanges.append(exchange)
            self._waited += exchange.seconds
            self.watch(exchange)
        return exchanges

    def permits(self, request: Request) -> bool:
        """Whether the request may leave."""
        return self.own or not self.permission.refusal(request)

    def _admit(self, request: Request) -> None:
        """Raise `RefusedError` unless the request is permitted."""
        reason = "" if self.own else self.permission.refusal(request)
        if reason:
            raise RefusedError(f"{request.method} {request.target.decode('latin-1')} {reason}; it was not sent.")

    def _charge(self, request: Request) -> None:
        """Count the request against the budgets, write it to the ledger, and wait for its time."""
        what = f"{request.method} {request.target.decode('latin-1')}"
        for target in () if self.own else self.permission.at_risk(request):
            if self.ledger is None:
                raise RefusedError(f"{what} could act on {target}, and there is no ledger; it was not sent.")
            number = self.ledger.charge(
                self.budget, server=self.base_url, operation=target.operation, values="/".join(target.values),
                method=request.method, target=request.target.decode("latin-1"),
            )  # fmt: skip
            if not number:
                raise SpentError(
                    f"the budget of {self.budget} requests for {target} is spent: {self.ledger.path} has them"
                )
            self.spent[target] += 1
        if self.rate is not None:
            self.sleep(max(0.0, self._next - self.clock()))
            self._next = self.clock() + 1 / self.rate

    def _lose_patience(self) -> None:
        count = len(self._silence)
        stalls = STALLS_ON_LOOPBACK if self.server.is_loopback else STALLS
        if count >= PATIENCE or sum(exchange.seconds for exchange in self._silence) >= stalls:
            reason = self._silence[-1].failure.rstrip(".")
            self._silence = []
            raise CouldNotVerifyError(f"{self.base_url} gave no answer to {count} requests in a row: {reason}.")
