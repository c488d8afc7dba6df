"""Records are split into blocks, judged here or by workers, and merged in the order of the records."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from contract_tests.verifier.audit.judge import Block, Judge, Judged
from contract_tests.verifier.audit.outcome import Outcome, merge
from contract_tests.verifier.audit.records import NotReadError, Record, is_one_value
from contract_tests.verifier.audit.workers import Outstanding, Workers
from contract_tests.verifier.interruption import INTERRUPTION

BLOCK = 2**19
"""How many bytes a block has: few, so that an interrupt loses little; many, so that handing over costs little."""
WORTH = 2**22
"""How many bytes are worth a process of their own, which takes a second to start."""

Tell: TypeAlias = Callable[[int, int], object]
"""Hears how many bytes and exchanges were read."""


def split(record: Record, size: int) -> Iterator[Block]:
    """The blocks of a record; a HAR or an array is one, as only its beginning tells where its entries begin."""
    length = max(record.size or 0, 1)
    starts = range(0, length, length if length <= size or _is_whole(record) else size)
    for start in starts:
        end = start + size if start + size in starts else None
        yield Block(record.name, record.place, start, end, is_beginning=not start)


def _is_whole(record: Record) -> bool:
    try:
        return is_one_value(record.place)
    except NotReadError:  # as will be said when it is judged
        return True


def blocks(records: Iterable[Record]) -> Iterator[tuple[Record, Block]]:
    """The blocks of all records, each with its record."""
    return ((record, block) for record in records for block in split(record, BLOCK))


def judge_here(judge: Judge, records: Sequence[Record], outcome: Outcome, tell: Tell) -> bool:
    """Judge records in this process, each as one block; as `fold`."""

    def results() -> Iterator[Judged]:
        size = 0
        for record in records:
            yield judge.judge(Block(record.name, record.place), partial(_tell_more, tell, size, outcome.exchanges))
            size += record.size or 0

    return fold(results(), outcome, judge.judge)


def _tell_more(tell: Tell, size: int, exchanges: int, more: int, others: int) -> None:
    tell(size + more, exchanges + others)


def judge_by(workers: Workers, judge: Judge, records: Sequence[Record], outcome: Outcome, tell: Tell) -> bool:
    """Let workers judge the blocks of records, except what can only be read from its beginning; as `fold`.

    Raises:
        LostError: there are no more workers.
    """

    def results() -> Iterator[Judged]:
        waiting: deque[Outstanding] = deque()
        for future in _handed_over(workers, judge, records):
            waiting.append(future)
            if len(waiting) >= workers.ahead:
                yield workers.result(waiting.popleft())
        yield from map(workers.result, waiting)

    def told() -> Iterator[Judged]:
        sizes, size = {record.name: record.size or 0 for record in records}, 0
        for judged in results():
            tell(size, outcome.exchanges)
            block = judged.block
            size += (sizes[block.name] if block.end is None else block.end) - block.start
            yield judged

    return fold(told(), outcome, lambda block: workers.result(workers.submit(block)))


def _handed_over(workers: Workers, judge: Judge, records: Sequence[Record]) -> Iterator[Outstanding]:
    for record, block in blocks(records):
        if record.size is None:
            done = Outstanding()
            done.set_result(judge.judge(block))
            yield done
        else:
            yield workers.submit(block)


def fold(results: Iterable[Judged], outcome: Outcome, judge: Callable[[Block], Judged]) -> bool:
    """Merge what became of blocks, in their order; returns whether no signal ended that.

    A block may begin inside of an entry of the block before it, which only that one could see. It is judged again,
    from where that one ended.
    """
    read: dict[str, float] = {}
    try:
        for judged in results:
            block = judged.block
            place = read.get(block.name, 0)
            if judged.start is None or place >= (math.inf if block.end is None else block.end):
                continue
            if judged.start < place:
                judged = judge(replace(block, start=int(place), is_beginning=True))  # noqa: PLW2901
            with INTERRUPTION.settling():
                merge(outcome, judged.outcome)
            read[block.name] = math.inf if judged.stop is None else judged.stop
            if judged.is_interrupted or INTERRUPTION.seen:
                return False
    except KeyboardInterrupt:
        return False
    return True
