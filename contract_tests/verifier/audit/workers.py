"""Who judges blocks: processes of this machine, or the workers of a Dask cluster. Both are an executor."""

import logging
import os
import signal
from collections.abc import Generator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, TypeAlias

from contract_tests.verifier.audit.judge import Block, Judged, OtherVersionError, Terms, judge
from contract_tests.verifier.interruption import SIGNALS
from scripts import crash

AHEAD = 4
"""How many blocks for each worker are handed over before the result of the first is taken."""
MANY = 64
"""The same for a cluster, which may grow."""
OFTEN, PATIENCE = 5.0, 30.0
"""Seconds after which a cluster is asked whether it has workers, and for how long it may have none."""
DEAD = "a worker process ended by itself; it was killed, or there is too little memory: try fewer --jobs"
NO_DASK = "--dask needs distributed and fsspec, which are not installed: install the dependency group dask"
NO_SCHEDULER = "no scheduler answers at {}: start one with `dask scheduler`"
NO_WORKERS = "the scheduler has no workers: start some with `dask worker`"
NO_PROJECT = "scheduler and workers need the repository, such as by PYTHONPATH"
OTHER_VERSION = "a worker has another version of the project: give it the same files"

Outstanding: TypeAlias = Future[Judged]
"""What will become of a block."""


class LostError(Exception):
    """There are no workers, or no more; the text says why, and what to do."""


class Workers:
    """An executor that judges blocks.

    Attributes:
        ahead: how many blocks it should have at a time.
    """

    def __init__(self, executor: Executor, terms: Terms, ahead: int) -> None:
        """Take an executor."""
        self.ahead = ahead
        self._executor, self._terms = executor, terms

    def submit(self, block: Block) -> Outstanding:
        """Hand a block over."""
        # A signal may reach all processes of a terminal; one that is started here is ended by this one instead.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            return self._executor.submit(judge, self._terms, block)
        except Exception as error:  # noqa: BLE001 - whatever an executor raises
            raise LostError(self.said(error)) from None
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def result(self, future: Outstanding) -> Judged:
        """Wait for what became of a block.

        Raises:
            LostError: no worker can tell.
        """
        while True:
            try:
                return future.result(OFTEN)
            except OtherVersionError:
                raise LostError(OTHER_VERSION) from None
            except Exception as error:  # noqa: BLE001 - as above
                if not isinstance(error, TimeoutError) or future.done():
                    raise LostError(self.said(error)) from None
            self.check()

    def said(self, error: Exception) -> str:
        """What an exception of the executor means."""
        return DEAD if isinstance(error, BrokenExecutor) else crash.recorded("audit").rstrip(".")

    def check(self) -> None:
        """Check, while waiting, that there are workers; an executor of processes says so itself."""


@contextmanager
def processes(terms: Terms, jobs: int) -> Generator[Workers]:
    """Processes of this machine; they end with this one."""
    before = active_children()
    executor = ProcessPoolExecutor(jobs, get_context("spawn"), _end_with_parent)
    try:
        yield Workers(executor, terms, AHEAD * jobs)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in active_children():
            if process not in before:
                process.kill()


def _end_with_parent() -> None:
    """Let this worker end when the process that started it has ended, however that was."""

    def watch(sentinel: int) -> None:
        wait([sentinel])
        os._exit(1)

    if parent := parent_process():
        Thread(target=watch, args=(parent.sentinel,), daemon=True).start()


class _Cluster(Workers):
    """The workers of a Dask cluster. What one of them did not finish, the scheduler gives to another."""

    def __init__(self, client: Any, terms: Terms) -> None:  # noqa: ANN401 (of a library that may be missing)
        super().__init__(client.get_executor(pure=False), terms, max(MANY, AHEAD * sum(client.nthreads().values())))
        self._client = client
        self._alone = 0.0

    def said(self, error: Exception) -> str:
        line = next(iter(str(error).splitlines()), "")
        return f"the cluster failed with {type(error).__name__} {line}".rstrip(". ") + f"; {NO_PROJECT}"

    def check(self) -> None:
        try:
            self._alone = 0.0 if self._client.nthreads() else self._alone + OFTEN
        except Exception as error:  # noqa: BLE001 - as above
            raise LostError(self.said(error)) from None
        if self._alone >= PATIENCE:
            raise LostError(NO_WORKERS)


@contextmanager
def cluster(terms: Terms, address: str) -> Generator[Workers]:
    """The workers of the scheduler with an address.

    Raises:
        LostError: Dask is not installed, no scheduler answers, or it has no workers.
    """
    try:
        distributed = import_module("distributed")
        import_module("fsspec")
    except ImportError:
        raise LostError(NO_DASK) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception:  # noqa: BLE001 - as above
        raise LostError(NO_SCHEDULER.format(address)) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise LostError(NO_WORKERS) from None
        workers = _Cluster(client, terms)
        yield workers
