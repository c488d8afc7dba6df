"""What may leave this process: stopping a send is destructive, so a request passes only if the caller named its send.

The guard is around a `Server` and the only one that verification ever holds. It does not ask how a request came about,
by which method or with which token: what is not one request to one of the targets below stays here, and what could stop
a send is counted against that send's budget and written to the ledger before it leaves.

A server that was not started by this process may look ids up leniently, so what stands for "unknown" and "malformed"
there is never something a table could hold by accident: no nil, no number, no prefix of an id. On this machine an odd
id may stand beside a named one, as long as it does not spell another send.
"""

import re
import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

from contract_tests.verifier.exchange import NO_ANSWER, Exchange, Request
from contract_tests.verifier.ids import NIL, Pair, spelled
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.transport import CouldNotVerifyError, Server

TARGET = re.compile(rb"/v1/sms/campaigns/([^/?#\0- \x7f]*)/stop/([^/?#\0- \x7f]*)(?:\?[!-\"$-~]*)?")
METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
HEADER_VALUE = re.compile(rb"[^\r\n\0]*")
REROUTING = {b"x-original-url", b"x-rewrite-url"}  # a proxy may take the target from these
MALFORMED = (
    "not-a-uuid",
    "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz",
    "unknown-send-that-is-longer-than-the-thirty-six-characters-of-an-id",
)
BUDGET = 25
"""How often a named send may be put at risk on a server that is not on this machine."""
WAITING, WAITING_ON_LOOPBACK = 300.0, 60.0
"""How many seconds all answers of a server that is not our own may take together."""
PATIENCE, STALLS, STALLS_ON_LOOPBACK = 25, 30.0, 10.0
"""How many requests in a row, and for how many seconds, may stay unanswered before the server is given up."""


class RefusedError(Exception):
    """A request that could stop a send which the caller did not name; it was not sent."""


class SpentError(RefusedError):
    """A request more than the caller allows, or has time for; it was not sent."""


@dataclass
class Guard:
    """A server seen through the guard.

    Attributes:
        server: the server.
        pairs: the sends that may be stopped.
        own: this process started the server, so that every send on it may be stopped, without ledger or budget.
        seed: decides which ids stand for unknown sends.
        budget: requests that could stop a send, for each named send; None is without bound.
        rate: requests a second; None is without bound.
        waiting: seconds that all answers may take together; None is without bound.
        production: hosts that are refused.
        ledger: where requests that could stop a send are written; without it none leaves.
        watch: told of each exchange.
        clock: seconds from some start.
        sleep: lets seconds pass.
        exchanges: all that was sent and what came back, in order.
        spent: how much of each send's budget is used up.
    """

    server: Server
    pairs: tuple[Pair, ...] = ()
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
    spent: Counter[Pair] = field(default_factory=Counter[Pair])
    _unknown_ids: set[str] = field(default_factory=set[str])
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
    def answered(self) -> bool:
        """Whether the server answered anything at all."""
        return any(exchange.response is not NO_ANSWER for exchange in self.exchanges)

    def unknown_id(self, key: object) -> str:
        """Draw the id of a send that does not exist: a random UUID, the same for the same seed and key."""
        drawn = str(uuid.UUID(int=Random(f"{self.seed} {key}").getrandbits(128), version=4))  # noqa: S311 (no secret)
        self._unknown_ids.add(drawn)
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
            raise SpentError(f"the {self.waiting:g} s that all answers may take are spent")
        for request in requests:
            self._admit(request)
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
        """Whether the request, as its bytes will be read, cannot stop a send that the caller did not name."""
        if self.own:
            return True
        ids = self.ids(request.target)
        if ids is None or not self._is_one_request(request):
            return False
        campaigns = {pair.campaign for pair in self.pairs}
        sends = {pair.send for pair in self.pairs}
        if self.server.is_loopback:  # named ids may stand in each other's place
            campaigns = sends = campaigns | sends
        return self._harmless(ids.campaign, campaigns, beside=spelled(ids.send) & sends) and self._harmless(
            ids.send, sends, beside=spelled(ids.campaign) & campaigns
        )

    def at_risk(self, target: bytes) -> list[Pair]:
        """The named sends that a request with this target could stop, by a server that looks ids up leniently."""
        ids = self.ids(target)
        if ids is None or ids.send in MALFORMED:
            return []
        campaigns, sends = spelled(ids.campaign), spelled(ids.send) - {NIL}
        either = sends | campaigns
        return [pair for pair in self.pairs if pair.send in either or (not sends and pair.campaign in campaigns)]

    def ids(self, target: bytes) -> Pair | None:
        """The ids in a target of the contract's one path, in lower case; None when it is no such target."""
        prefix = urlsplit(self.base_url).path.encode()
        shape = TARGET.fullmatch(target.removeprefix(prefix)) if target.startswith(prefix) else None
        return Pair(*(segment.decode("utf-8", "replace").lower() for segment in shape.groups())) if shape else None

    def _harmless(self, segment: str, named: set[str], *, beside: set[str]) -> bool:
        if segment in MALFORMED:
            return True
        ids = spelled(segment)
        if ids and NIL not in ids:
            return ids <= named | self._unknown_ids
        return self.server.is_loopback and bool(beside) and ids <= {NIL}

    def _is_one_request(self, request: Request) -> bool:
        """Whether the bytes are one request to its target: no line break hides another, no header leads elsewhere."""
        names = [name.lower() for name, _ in request.headers]
        lengths = [value for name, value in request.headers if name.lower() == b"content-length"]
        hosts = {value for name, value in request.headers if name.lower() == b"host"}
        return (
            METHOD.fullmatch(request.method) is not None
            and all(METHOD.fullmatch(name.decode("latin-1")) for name in names)
            and all(HEADER_VALUE.fullmatch(value) for _, value in request.headers)
            and REROUTING.isdisjoint(names)
            and hosts <= {urlsplit(self.base_url).netloc.encode()}
            # A body that is not framed is read as the next request; without a slash it has no target.
            and (
                b"/" not in request.body
                or (lengths == [b"%d" % len(request.body)] and b"transfer-encoding" not in names)
            )
        )

    def _admit(self, request: Request) -> None:
        """Let the request pass, at its time and on record, or raise `RefusedError`."""
        what = f"{request.method} {request.target.decode('latin-1')}"
        if not self.permits(request):
            raise RefusedError(f"{what} could stop a send that was not named; it was not sent.")
        for pair in () if self.own else self.at_risk(request.target):
            if self.budget is not None and self.spent[pair] >= self.budget:
                raise SpentError(f"the budget of {self.budget} requests for send {pair.send} is spent")
            if self.ledger is None:
                raise RefusedError(f"{what} could stop a send, and there is no ledger; it was not sent.")
            self.spent[pair] += 1
            self.ledger.write(
                server=self.base_url, send=pair.send, number=self.spent[pair], method=request.method,
                target=request.target.decode("latin-1"),
            )  # fmt: skip
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
