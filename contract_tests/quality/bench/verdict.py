"""A verdict from a server that is slow or has a rate limit: requests, seconds and faults noticed, beside `st run`.

Both tools are run by their command lines with the options that they have by default, on a server of somebody else's.
The server knows the four sends of the plan. `st run` gets the token and the ids of the sends, and keeps the limit by
`--rate-limit`, which a person has to know.
"""

import os
import sys
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from contract_tests.faults import FAULTS
from contract_tests.mock import TOKEN, Mock
from contract_tests.mock.rules import State
from contract_tests.quality import plan
from contract_tests.quality.bench.processes import end_all, finish
from contract_tests.quality.bench.rows import Aim, Row, Subject, machine
from contract_tests.quality.bench.server import distant
from contract_tests.quality.bench.turns import NotAvailableError, Side, in_turns, row
from contract_tests.quality.stock_schemathesis import INFORMED, informed, is_noticed, st_run
from scripts.crash import TOKEN_VARIABLE

GROUP = "verdict"
LONGEST = 900.0  # seconds that a run may take
ROUNDS, PATIENT = 3, 0.05
"""How often a run is measured that waits less for each answer; those that wait longer are measured once."""
AT_ONCE = 4  # runs that mostly wait
IDS = tuple(fault.id for fault in FAULTS)
SAMPLE = IDS[::8]
"""The faults that `st run` meets, which takes seconds for each."""
# The main job with its reports in a folder of its own, where no earlier run has spent the budget.
PROGRAM = """
import sys
from pathlib import Path
import contract_tests.stop
from contract_tests import command
command.REPORTS = Path(sys.argv[1])
sys.exit(command.main(sys.argv[2:]))
"""


@dataclass(frozen=True)
class Condition:
    """How far away a server is: its name in ids, on axes and in sentences, and the seconds that a verdict may take."""

    id: str
    tick: str
    sentence: str
    latency: float = 0.0
    limit: int | None = None
    aim: float | None = None

    @property
    def is_patient(self) -> bool:
        """Whether a run mostly waits, so that several can be measured at once."""
        return self.limit is not None or self.latency > PATIENT


@dataclass(frozen=True)
class Run:
    """One run of either tool: what the server was asked, and for how long."""

    requests: int
    seconds: float
    refused: int


# fmt: off
CONDITIONS = (
    Condition("0ms", "0", "no delay"),
    Condition("20ms", "20 ms", "20 ms an answer", latency=0.02),
    Condition("100ms", "100 ms", "100 ms an answer", latency=0.1, aim=20.0),
    Condition("300ms", "300 ms", "300 ms an answer", latency=0.3, aim=45.0),
    Condition("1000ms", "1 s", "1 s an answer", latency=1.0, aim=120.0),
    Condition("60-a-minute", "60", "60 requests a minute", limit=60, aim=300.0),
    Condition("300-a-minute", "300", "300 requests a minute", limit=300, aim=300.0),
)
SHARES = {60: 85.0, 300: 95.0}  # percent of the faults that so many requests should notice
# fmt: on


def seconds(one: Condition) -> Subject:
    """How long a verdict takes."""
    aim = None if one.aim is None else Aim("ours", "most", one.aim)
    sentence = f"time to a verdict, {one.sentence}"
    return Subject(f"seconds-{one.id}", GROUP, sentence, "s", INFORMED, aim, _curve("seconds", one), one.tick)


def requests(one: Condition) -> Subject:
    """How many requests a verdict takes."""
    sentence = f"requests to a verdict, {one.sentence}"
    return Subject(f"requests-{one.id}", GROUP, sentence, "requests", INFORMED, None, _curve("requests", one), one.tick)


def _curve(what: str, one: Condition) -> str:
    return f"{what} to a verdict, by {'requests a minute' if one.limit else 'time of an answer'}"


def share(spent: int) -> Subject:
    """How many faults the first requests of a run notice."""
    aim = Aim("ours", "least", SHARES[spent])
    return Subject(f"faults-{spent}", GROUP, f"faults noticed by the first {spent} requests", "%", INFORMED, aim)


FAULTS_NOTICED = Subject("faults", GROUP, "faults noticed by a verdict", "%", INFORMED)
SUBJECTS = (*map(seconds, CONDITIONS), *map(requests, CONDITIONS), FAULTS_NOTICED, *map(share, SHARES))


def measure() -> Iterator[Row]:
    """Measure each condition, then the faults that so many requests notice."""
    runs: dict[str, tuple[Side[Run], Side[Run]]] = {}
    for one in CONDITIONS:
        if not one.is_patient:
            runs[one.id] = in_turns(partial(ours, one), partial(peer, one), ROUNDS)
    patient = [one for one in reversed(CONDITIONS) if one.is_patient]  # the longest first
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = [(one.id, pool.submit(ours, one), pool.submit(peer, one)) for one in patient]
        try:
            for id_, left, right in begun:
                runs[id_] = Side(left.result), Side(right.result)
                for side in runs[id_]:
                    side.take()
        except BaseException:  # Ctrl-C does not wait for runs that take minutes
            pool.shutdown(wait=False, cancel_futures=True)
            while not all(left.done() and right.done() for _, left, right in begun):
                end_all()
                time.sleep(0.1)  # a thread may start another command until it notices
            raise
    for one in CONDITIONS:
        yield row(seconds(one), runs[one.id], lambda run: run.seconds)
        refused = [sum(run.refused for run in side.rounds) for side in runs[one.id]]
        note = f"refused for the rate: ours {refused[0]}, {INFORMED} {refused[1]}" if one.limit else ""
        yield row(requests(one), runs[one.id], lambda run: run.requests, note=note)
    near, _ = runs[CONDITIONS[0].id]
    yield from noticed(min((run.requests for run in near.rounds), default=None))


def ours(one: Condition) -> Run:
    """The main job, with the options that it has by default."""
    with TemporaryDirectory() as folder:
        pairs = Path(folder, "pairs.txt")
        pairs.write_text("".join(f"{'/'.join(pair)}\n" for pair in plan.PAIRS), "utf-8")
        words = [sys.executable, "-c", PROGRAM, folder, "--pairs", str(pairs), "--base-url"]
        environment = os.environ | {TOKEN_VARIABLE: TOKEN}
        return ended(one, lambda url: finish([*words, url], LONGEST, environment=environment))


def peer(one: Condition) -> Run:
    """`st run`; whether it passes or fails, it has a verdict."""
    with TemporaryDirectory() as folder:
        contract, options = informed(folder, plan.PAIRS)
        limit = ("--rate-limit", f"{one.limit}/m") if one.limit else ()
        return ended(
            one,
            lambda url: finish(st_run(contract, url, *options, *limit), LONGEST, folder=Path(folder), statuses=(0, 1)),
        )


def ended(one: Condition, run: Callable[[str], None]) -> Run:
    """Run a tool against the mock as far away as the condition says."""
    with distant(Mock(State(sends=plan.sends())).handle, latency=one.latency, limit=one.limit) as server:
        start = time.perf_counter()
        run(server.url)
        if not server.requests:
            raise NotAvailableError("it asked nothing")
        return Run(server.requests, time.perf_counter() - start, server.refused)


def noticed(spent: int | None) -> Iterator[Row]:
    """The share of the faults that so many requests of a verdict notice, and that the first requests notice.

    They are counted in process, by requests. `st run` asks a server with each fault of the sample over HTTP.
    """
    counts = share_noticed({*SHARES} if spent is None else {spent, *SHARES})
    by_peer, lack = share_of_peer()
    note = f"{INFORMED} met {len(SAMPLE)} of {len(IDS)} faults{lack}"
    missing = "; ours not available: there was no verdict" if spent is None else ""
    yield Row(FAULTS_NOTICED, None if spent is None else counts[spent], by_peer, note + missing, machine())
    for count in SHARES:
        yield Row(share(count), counts[count], by_peer, note, machine())


def share_noticed(counts: Collection[int]) -> dict[int, float]:
    """The percentage of all faults that so many requests notice, on all processors."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return {count: 100 * sum(pool.map(plan.is_noticed, IDS, [count] * len(IDS))) / len(IDS) for count in counts}


def share_of_peer() -> tuple[float | None, str]:
    """The percentage of the sample that `st run` notices, or why it is not known."""
    known = {fault.id: fault for fault in FAULTS}
    with TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        contract, options = informed(folder)

        def by_peer(id_: str) -> bool:
            return is_noticed(known[id_].wrap, contract, folder, *options)

        try:
            found = list(pool.map(by_peer, SAMPLE))
        except RuntimeError:
            return None, f"; {INFORMED} not available: it ended without a verdict"
    return 100 * sum(found) / len(SAMPLE), ""
