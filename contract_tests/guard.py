"""What may leave this process: stopping a send is destructive, so a request passes only if the caller named its send.

The guard is a `Server` around a `Server` and the only one that verification ever holds. It does not ask how a request
came about, by which method or with which token: what is not one request to one of the targets below stays here.

A server that was not started by this process may look ids up leniently, so what stands for "unknown" and "malformed"
there is never something a table could hold by accident: no nil, no number, no prefix of an id.
"""

import re
import uuid
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

from contract_tests.mock import Request
from contract_tests.server import CouldNotVerifyError, Exchange, Server

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
TARGET = re.compile(rb"/v1/sms/campaigns/([^/?#]*)/stop/([^/?#]*)(?:\?[!-\"$-~]*)?")
METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
HEADER_VALUE = re.compile(rb"[^\r\n\0]*")
REROUTING = {b"x-original-url", b"x-rewrite-url"}  # a proxy may take the target from these
MALFORMED = (
    "not-a-uuid",
    "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz",
    "unknown-send-that-is-longer-than-the-thirty-six-characters-of-an-id",
)


class RefusedError(Exception):
    """A request that could stop a send which the caller did not name; it was not sent."""


@dataclass(frozen=True)
class Pair:
    """A send that may be stopped, and the campaign it belongs to; both UUIDs in lower case."""

    campaign: str
    send: str

    @classmethod
    def parse(cls, text: str) -> "Pair":
        """Read `CAMPAIGN/SEND`; anything but two UUIDs is a `CouldNotVerifyError`."""
        campaign, _, send = text.strip().partition("/")
        if not (UUID.fullmatch(campaign) and UUID.fullmatch(send)):
            message = f"{text.strip()!r} is no pair: write CAMPAIGN/SEND, two UUIDs with a slash between them."
            raise CouldNotVerifyError(message)
        return cls(campaign.lower(), send.lower())


@dataclass
class Guard:
    """A server seen through the guard.

    `own` says that this process started the server, so that every send on it may be stopped.
    `exchanges` keeps all that was sent, in order.
    """

    server: Server
    pairs: tuple[Pair, ...] = ()
    own: bool = False
    seed: int = 1
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    _strangers: set[str] = field(default_factory=set[str])

    @property
    def base_url(self) -> str:
        """The base URL of the guarded server."""
        return self.server.base_url

    def stranger(self, key: object) -> str:
        """Draw the id of a send that does not exist: a random UUID, the same for the same seed and key."""
        drawn = str(uuid.UUID(int=Random(f"{self.seed} {key}").getrandbits(128), version=4))  # noqa: S311 (no secret)
        self._strangers.add(drawn)
        return drawn

    def exchange(self, request: Request) -> Exchange:
        """Send the request if it may leave, else raise `RefusedError`."""
        if not self.permits(request):
            target = request.target.decode("latin-1")
            message = f"{request.method} {target} could stop a send that was not named; it was not sent."
            raise RefusedError(message)
        exchange = self.server.exchange(request)
        self.exchanges.append(exchange)
        return exchange

    def permits(self, request: Request) -> bool:
        """Whether the request, as its bytes will be read, cannot stop a send that the caller did not name."""
        if self.own:
            return True
        ids = self.ids(request.target)
        harmless = self._strangers.union(MALFORMED)
        return (
            ids is not None
            and ids.campaign in harmless.union(pair.campaign for pair in self.pairs)
            and ids.send in harmless.union(pair.send for pair in self.pairs)
            and self._is_one_request(request)
        )

    def ids(self, target: bytes) -> Pair | None:
        """The ids in a target of the contract's one path, in lower case; None when it is no such target."""
        prefix = urlsplit(self.base_url).path.encode()
        shape = TARGET.fullmatch(target.removeprefix(prefix)) if target.startswith(prefix) else None
        return Pair(*(segment.decode("latin-1").lower() for segment in shape.groups())) if shape else None

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
            and (not request.body or (lengths == [b"%d" % len(request.body)] and b"transfer-encoding" not in names))
        )
