"""Measures reading, checking, comparing and generating as the contract grows, beside stock generation.

Each job runs in a process of its own, which measures the CPU seconds of the job alone: neither imports nor what the job
is given count.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from contract_tests.quality.bench.growth import RESOURCE, grown
from contract_tests.quality.bench.rows import Row, Subject
from contract_tests.quality.bench.turns import NotAvailableError, Side, cpu_of_children, row
from contract_tests.quality.stock_client import generate
from contract_tests.verifier.wording import number_of
from scripts.client import package
from scripts.contract import rules
from scripts.contract.document import Contract, load
from scripts.diff.compare import compare
from scripts.diff.revisions import Version

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

GROUP = "jobs"
PEER = "stock generation"
SIZES = {1: 3, 10: 3, 100: 3, 500: 1}  # operations, and how often each job is measured
LONGEST = 600.0  # seconds that a job may take
Work: TypeAlias = Callable[[Path, Contract], object]


def read(path: Path, _: Contract) -> object:
    """Read openapi.yaml."""
    return load(path)


def checked(_: Path, contract: Contract) -> object:
    """Check it against all rules."""
    return rules.check(contract)


def compared(_: Path, contract: Contract) -> object:
    """Compare it with itself after one operation got a new property."""
    document: Any = deepcopy(dict(contract.document))
    document["components"]["schemas"][RESOURCE]["properties"]["stopped_at"] = {"type": "string"}
    return compare(Version("old", contract, None), Version("new", replace(contract, document=document), None))


def generated(_: Path, contract: Contract) -> object:
    """Generate the client, formatted."""
    return package.render(contract)


def stock(path: Path, _: Contract) -> None:
    """Generate the stock client, formatted as it is by default."""
    with TemporaryDirectory() as directory:
        generate(path, Path(directory), formatted=True)


JOBS: dict[str, Work] = {"read": read, "rules": checked, "diff": compared, "generate": generated}


def subject(job: str, count: int) -> Subject:
    """A job at a size."""
    sentence = f"{job}, {number_of('operation', count)}"
    return Subject(f"{job}-{count}", GROUP, sentence, "CPU s", PEER, curve=f"{job}, by operations", tick=str(count))


SUBJECTS = tuple(subject(job, count) for job in JOBS for count in SIZES)


def measure() -> Iterator[Row]:
    """Measure the stock generation and each job in turns, size by size."""
    for count, rounds in SIZES.items():
        with TemporaryDirectory() as directory:
            path = Path(directory, "openapi.yaml")
            path.write_bytes(grown(load(), count))
            contract = load(path)
            sides = {job: Side(partial(seconds, work, path, contract)) for job, work in (JOBS | {PEER: stock}).items()}
            for side in [*sides.values()] * rounds:
                side.take()
        for job in JOBS:
            yield row(subject(job, count), (sides[job], sides[PEER]), float)


def seconds(work: Work, path: Path, contract: Contract, longest: float = LONGEST) -> float:
    """The CPU seconds of work in a process of its own."""
    spawn = get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_work, args=(work, path, contract, sender))
    process.start()
    sender.close()
    try:
        if not receiver.poll(longest):
            raise NotAvailableError(f"it took longer than {longest:g} s")
        taken: float = receiver.recv()
    except EOFError:
        raise NotAvailableError("it failed") from None
    finally:
        process.kill()
        process.join()
    return taken


def _work(work: Work, path: Path, contract: Contract, sender: "Connection[float, object]") -> None:
    os.environ["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    )  # ruff is there
    start = time.process_time() + cpu_of_children()
    work(path, contract)
    sender.send(time.process_time() + cpu_of_children() - start)
