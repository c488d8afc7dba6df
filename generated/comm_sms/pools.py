# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/pools.py into the client.
"""Pools of connections by process and event loop. Without I/O.

Processes that share a connection after a fork can get each other's answers. A connection of asyncio ends with the
event loop that opened it. So each process has a pool of its own, and with asyncio each event loop.
"""

import os
from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar

E = TypeVar("E")
C = TypeVar("C")


class Loop(Protocol):
    """An event loop of asyncio."""

    def is_closed(self) -> bool:
        """Whether it has ended."""
        ...


User: TypeAlias = tuple[int, Loop | None]
"""The id of a process, and with asyncio an event loop in it."""


class Pool(NamedTuple, Generic[E, C]):
    """`exchange` sends a request and returns the response before its body. `close` is None if the caller closes."""

    exchange: E
    close: C | None


class Pools(Generic[E, C]):
    """Our own pools. The first is made at once, so that a wrong environment shows when the client is made."""

    def __init__(self, make: Callable[[], Pool[E, C]]) -> None:
        self._make = make
        self._pools: dict[User | None, Pool[E, C]] = {None: make()}

    def take(self, loop: Loop | None = None) -> Pool[E, C]:
        """The pool of this process and loop."""
        user = os.getpid(), loop
        return self._pools.get(user) or self._add(user)

    def release(self, loop: Loop | None = None) -> Iterator[Pool[E, C]]:
        """Give up the pools that may be closed here: nobody touches those of another process or loop."""
        for user in (None, (os.getpid(), loop)):
            if pool := self._pools.pop(user, None):
                yield pool

    def _add(self, user: User) -> Pool[E, C]:
        for process, loop in filter(None, [*self._pools]):
            if process == user[0] and loop and loop.is_closed():
                self._pools.pop((process, loop), None)
        unused = self._pools.pop(None, None)
        return self._pools.setdefault(user, unused or self._make())


class LentPool(Generic[E, C]):
    """A pool over a transport or an httpx client of the caller. Only its first process and loop may use it."""

    def __init__(self, pool: Pool[E, C]) -> None:
        self._pool = pool
        self._user: dict[str, User] = {}  # a dict, because setdefault lets only one of two threads be the first

    def take(self, loop: Loop | None = None) -> Pool[E, C]:
        """The pool; RuntimeError if another process or loop has it."""
        process, first = self._user.setdefault("first", (os.getpid(), loop))
        if process != os.getpid():
            raise RuntimeError(_TAKEN.format("process"))
        if first is not loop:
            raise RuntimeError(_TAKEN.format("event loop"))
        return self._pool

    def release(self, loop: Loop | None = None) -> Iterator[Pool[E, C]]:
        """Give up the pool if it may be closed here."""
        here = os.getpid(), loop
        if self._user.get("first", here) == here:
            yield self._pool


_TAKEN = "transport and http_client belong to the {0} that used them first: make a client in each {0}; nothing was sent"
