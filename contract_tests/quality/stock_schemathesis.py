"""The same faulty servers before stock Schemathesis: how many does `st run` notice?

`st run` is run as a person would: with nothing but the contract and the URL, then with the token and the ids of the
sends as well. Every run starts a fresh server and takes some seconds.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from contract_tests.faults import FAULTS
from contract_tests.faults.fault import Fault, Wrapper
from contract_tests.mock import TOKEN, Mock, serve
from contract_tests.quality.fault_runs import PAIRS
from contract_tests.stop.pair import STOP, Pair
from contract_tests.verifier.schemathesis_run import with_examples
from scripts.contract.document import PATH, load
from scripts.contract.operations import operations

BARE, INFORMED = "bare `st run`", "`st run` with token and ids"
"""Both ways of asking, as tables name them."""


class Noticed(NamedTuple):
    """The faults that each way of asking noticed, by id."""

    stock: frozenset[str]
    informed: frozenset[str]


def compare(faults: Iterable[Fault] = FAULTS) -> Noticed:
    """Run `st run` twice against every faulty server, on all processors."""
    chosen = list(faults)
    with TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        named, options = informed(folder)

        def by_stock(fault: Fault) -> bool:
            return is_noticed(fault.wrap, PATH, folder)

        def by_informed(fault: Fault) -> bool:
            return is_noticed(fault.wrap, named, folder, *options)

        verdicts = [list(pool.map(judge, chosen)) for judge in (by_stock, by_informed)]
    return Noticed(*(frozenset(fault.id for fault, red in zip(chosen, reds, strict=True) if red) for reds in verdicts))


def informed(folder: str, pairs: Sequence[Pair] = PAIRS) -> tuple[Path, tuple[str, ...]]:
    """The contract with the ids of the sends as its examples, written to a folder, and options with the token."""
    named, contract = Path(folder, "openapi.json"), load()
    known = {STOP: pairs}
    named.write_text(json.dumps(with_examples(contract.document, [*operations(contract.document)], known)), "utf-8")
    return named, ("--header", f"Authorization: Bearer {TOKEN}", "--max-response-time", "2")


def is_noticed(wrap: Wrapper, contract: Path, folder: str, *options: str) -> bool:
    """Whether `st run` finds the server of a wrapper at fault.

    Raises:
        RuntimeError: it neither passed nor failed.
    """
    with serve(wrap(Mock().handle)) as url:
        words = st_run(contract, url, *options)
        run = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 (Schemathesis)
    if run.returncode not in {0, 1}:
        raise RuntimeError(f"st run ended with {run.returncode}: {run.stderr or run.stdout}")
    return run.returncode == 1


def st_run(contract: Path, url: str, *options: str) -> list[str]:
    """The command of `st run` for a contract and a URL."""
    words = [sys.executable, "-m", "schemathesis.cli", "run", str(contract), "--seed", "1", "--no-color"]
    return [*words, "--generation-database", "none", "--url", url, *options]
