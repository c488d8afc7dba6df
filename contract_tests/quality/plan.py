"""The plan of requests, measured: how many faulty servers the first requests of a run with four named sends notice."""

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from contract_tests.faults import FAULTS
from contract_tests.faults.fault import Wrapper
from contract_tests.mock import Mock
from contract_tests.mock.rules import State
from contract_tests.mock.sends import RUNNING, SENDS, Send
from contract_tests.quality.fault_runs import contexts, schemas, simulated
from contract_tests.stop.pair import STOP, Pair
from contract_tests.verifiable import verifiable
from contract_tests.verifier.guard import BUDGET, Guard
from contract_tests.verifier.laws.runner import ask_and_judge
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import InProcess

SPENT = (10, 30, 60, 100, 300)
"""Requests after which the faults noticed are counted."""
_FAULTS = {fault.id: fault for fault in FAULTS}
_FOURTH = SENDS[0]._replace(
    campaign="9d40f1b2-63ac-4f7e-8d15-b09e7c24a6d1", send="9d40f1c7-8b2e-4a95-b6d3-5e07c1a94f38"
)


def sends() -> dict[Pair, Send]:
    """The running sends of the mock, and a copy of the first one under another campaign."""
    text = json.dumps(RUNNING[0]).replace(SENDS[0].send, _FOURTH.send).replace(SENDS[0].campaign, _FOURTH.campaign)
    pairs = (send.ids for send in (*SENDS, _FOURTH))
    return dict(zip(pairs, (*RUNNING, json.loads(text)), strict=True))


PAIRS = tuple(sends())
TARGETS = tuple(Target(STOP, pair) for pair in PAIRS)


def finds(wrap: Wrapper, requests: int) -> bool:
    """Whether so many requests, sent to a server of somebody else's with the default budget, find anything."""
    pace = simulated()
    pace.rate, pace.seconds = 1.0, requests - 0.5
    server = InProcess(verifiable(wrap(Mock(State(sends=sends())).handle)), is_local=False)
    with TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger")
        guard = Guard(server, schemas().operations, TARGETS, budget=BUDGET, pace=pace, ledger=ledger)
        return bool(ask_and_judge(contexts(guard)).findings.listed())


def is_noticed(id_: str, requests: int) -> bool:
    """Whether so many requests notice a fault."""
    return finds(_FAULTS[id_].wrap, requests)


def noticed(requests: int, ids: Iterable[str] = tuple(_FAULTS)) -> list[str]:
    """The faults that so many requests notice."""
    return [id_ for id_ in ids if is_noticed(id_, requests)]


def lines(spent: Sequence[int] = SPENT) -> Iterator[str]:
    """A line for each number of requests: how many faults they notice."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for requests, found in zip(spent, pool.map(noticed, spent), strict=True):
            yield line(requests, len(found))


def line(requests: int, found: int) -> str:
    """The line of a number of requests that notice so many faults."""
    return f"{requests:>4} requests notice {found} of {len(_FAULTS)}: {found / len(_FAULTS):.1%}"
