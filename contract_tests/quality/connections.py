"""One connection against eight: a faulty server must be found at fault by the same laws over any number of them."""

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from contract_tests.faults import FAULTS
from contract_tests.mock import Mock
from contract_tests.quality.fault_runs import TARGETS, contexts, schemas, simulated
from contract_tests.verifiable import verifiable
from contract_tests.verifier.exchange import Request, Response
from contract_tests.verifier.guard import CONNECTIONS, Guard
from contract_tests.verifier.laws.runner import ask_and_judge
from contract_tests.verifier.transport import InProcess

COMPARED = {fault.id: fault for fault in FAULTS if fault.law != "at-once"}
"""The catalogue without the faults that show only to requests under way at once."""


def found(id_: str, connections: int) -> set[str]:
    """The laws that a faulty server breaks, asked over so many connections; it answers one request at a time."""
    server, lock = COMPARED[id_].wrap(Mock().handle), threading.Lock()

    def handle(request: Request) -> Response:
        with lock:
            return verifiable(server)(request)

    to = InProcess(handle)
    guard = Guard(to, schemas().operations, TARGETS, own=True, connections=connections, pace=simulated())
    return {finding.check for finding in ask_and_judge(contexts(guard)).findings.listed()}


def difference(id_: str) -> str:
    """What one connection and `CONNECTIONS` find differently, in one line; empty if nothing."""
    one, many = found(id_, 1), found(id_, CONNECTIONS)
    sides = {1: one - many, CONNECTIONS: many - one}
    only = [f"only over {count}: {', '.join(sorted(laws))}" for count, laws in sides.items() if laws]
    return f"{id_}: {'; '.join(only)}" if only else ""


def differences(ids: Iterable[str] = tuple(COMPARED)) -> Iterator[str]:
    """A line for each faulty server that is judged differently, on all processors."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from filter(None, pool.map(difference, ids, chunksize=4))
