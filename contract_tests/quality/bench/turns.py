"""Both sides of a comparison, measured in turns, so that a busy machine slows both alike."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Generic, TypeVar

from contract_tests.quality.bench.rows import Row, Subject, machine

T = TypeVar("T")


class NotAvailableError(Exception):
    """What cannot be measured here; the text says why in a few words."""


@dataclass
class Side(Generic[T]):
    """What one side measured, round by round; `lack` says why it measured nothing."""

    measure: Callable[[], T] | None
    rounds: list[T] = field(default_factory=list[T])
    lack: str = ""

    def take(self) -> None:
        """Measure once more, unless it proved to be impossible."""
        if self.measure is None or self.lack:
            return
        try:
            self.rounds.append(self.measure())
        except NotAvailableError as error:
            self.rounds.clear()
            self.lack = f"not available: {error}"


def in_turns(ours: Callable[[], T], peer: Callable[[], T] | None, rounds: int) -> tuple[Side[T], Side[T]]:
    """Measure both sides so many times; the one that begins changes with each round."""
    sides = Side(ours), Side(peer)
    for number in range(rounds):
        for side in sides if number % 2 == 0 else sides[::-1]:
            side.take()
    return sides


def row(subject: Subject, sides: tuple[Side[T], Side[T]], figure: Callable[[T], float], *, note: str = "") -> Row:
    """The row of a subject: the medians of a figure of both sides."""
    ours, peer = (median(map(figure, side.rounds)) if side.rounds else None for side in sides)
    lacks = [f"{who} {side.lack}" for who, side in zip(("ours", subject.peer), sides, strict=True) if side.lack]
    return Row(subject, ours, peer, "; ".join(filter(None, [*lacks, note])), machine())


def compared(subject: Subject, ours: Callable[[], float], peer: Callable[[], float] | None, rounds: int) -> Row:
    """The row of a subject that measures one figure."""
    return row(subject, in_turns(ours, peer, rounds), lambda figure: figure)


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> Callable[[], float]:
    """Measure the milliseconds of work by a clock of seconds."""

    def measure() -> float:
        start = clock()
        work()
        return 1e3 * (clock() - start)

    return measure


def cpu_of_children() -> float:
    """The CPU seconds of all processes that this one started and that ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
