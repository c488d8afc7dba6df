"""What a fault is: a wrapper around the mock's `handle` that breaks one promise.

The wrapper lets the mock answer and then spoils the answer, or it changes the request before the mock sees it. Each
server gets a wrapper, and so a memory, of its own.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from contract_tests.mock import Handle, Request, Response

Wrapper = Callable[[Handle], Handle]
Table = Mapping[str, Sequence[tuple[str, str, Wrapper]]]
"""Faults by the id of the law that must notice them; a row is an id, a sentence and a wrapper."""


@dataclass(frozen=True)
class Fault:
    """One way to break the contract.

    Attributes:
        id: short and unique.
        sentence: what the server does wrong.
        law: id of the law that must notice.
        wrap: makes the faulty server of a correct one.
    """

    id: str
    sentence: str
    law: str
    wrap: Wrapper


def faults(table: Table) -> tuple[Fault, ...]:
    """The faults of a table."""
    return tuple(Fault(id_, sentence, law, wrap) for law, rows in table.items() for id_, sentence, wrap in rows)


@dataclass(frozen=True)
class Moment:
    """An answer about to be spoilt, and what happened before it.

    Attributes:
        request: what was asked.
        response: what the correct server says.
        number: how many requests the server got, with this one.
        repeats: how often this path got this status, with this answer.
        stopped: the paths that were answered with 200 before.
    """

    request: Request
    response: Response
    number: int = 1
    repeats: int = 1
    stopped: AbstractSet[bytes] = frozenset()


When = Callable[[Moment], bool]
Spoil = Callable[[Moment], Response]


def success(moment: Moment) -> bool:
    """Every 200."""
    return moment.response.status == 200


def spoils(spoil: Spoil, when: When = success) -> Wrapper:
    """Replace answers."""

    def wrap(handle: Handle) -> Handle:
        answered: Counter[tuple[bytes, int]] = Counter()
        stopped: set[bytes] = set()
        number = 0

        def faulty(request: Request) -> Response:
            nonlocal number
            number += 1
            response = handle(request)
            path = request.target.partition(b"?")[0].lower()
            answered[path, response.status] += 1
            moment = Moment(request, response, number, answered[path, response.status], stopped)
            spoilt = spoil(moment) if when(moment) else response
            if response.status == 200:
                stopped.add(path)
            return spoilt

        return faulty

    return wrap


def hears(change: Callable[[Request], Request], when: Callable[[Request], bool]) -> Wrapper:
    """Misunderstand requests."""
    return lambda handle: lambda request: handle(change(request) if when(request) else request)
