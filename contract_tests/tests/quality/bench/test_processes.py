"""Commands that are measured end in time, with all that they started."""

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contract_tests.quality.bench import processes, verdict
from contract_tests.quality.bench.turns import NotAvailableError, Side


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; sys.exit(3)", "it ended with exit status 3; is there a network?"),
        ("import time; time.sleep(60)", "it took longer than 0.5 s"),
    ],
)
def test_a_command_that_does_not_end_well_is_not_available(program: str, said: str) -> None:
    with pytest.raises(NotAvailableError, match=re.escape(said)):
        processes.finish(
            [sys.executable, "-c", program], 0.5 if "sleep" in program else 60, advice="; is there a network?"
        )


def test_a_command_that_is_not_installed_is_not_available(tmp_path: Path) -> None:
    with pytest.raises(NotAvailableError, match="uvx cannot be started"):
        processes.finish([str(tmp_path / "uvx")], 60)


def test_a_command_ends_with_all_that_it_started(tmp_path: Path) -> None:
    fifo = tmp_path / "open while anything runs"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    processes.finish(["sh", "-c", 'exec 3> "$0"; echo begun >&3; sleep 3600 &', str(fifo)], 60)
    os.set_blocking(reader, True)
    assert os.read(reader, 100) == b"begun\n"
    assert not os.read(reader, 100)  # the end comes when the last process is gone
    os.close(reader)


def test_an_interruption_ends_the_commands_of_all_threads() -> None:
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(processes.finish, ["sleep", "3600"], 3600)
        while not processes.RUNNING:
            assert not held.done()
        processes.end_all()
        with pytest.raises(NotAvailableError, match="exit status -9"):
            held.result()


def test_an_interruption_of_patient_runs_ends_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def held(_: verdict.Condition) -> verdict.Run:
        processes.finish(["sleep", "3600"], 3600)
        raise AssertionError

    def interrupted(_: Side[verdict.Run]) -> None:
        while not processes.RUNNING:
            pass
        raise KeyboardInterrupt

    monkeypatch.setattr(verdict, "CONDITIONS", [one for one in verdict.CONDITIONS if one.is_patient])
    monkeypatch.setattr(verdict, "ours", held)
    monkeypatch.setattr(verdict, "peer", held)
    monkeypatch.setattr(Side, "take", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(verdict.measure())
    assert not processes.RUNNING
