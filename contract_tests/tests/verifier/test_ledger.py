"""The ledger is exact: never does one request more leave than it has lines, or than a budget allows."""

import json
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.document import ROOT

SERVER = "https://staging.example.com/api"


def charge(ledger: Ledger, budget: int | None, *, server: str = SERVER, values: str = "a/b") -> int:
    return ledger.charge(budget, server=server, operation="stop", values=values, method="POST", target="/api/a/b")


def charge_often(path: Path, budget: int) -> int:
    """Ask more often than the budget; returns how many requests may leave."""
    return sum(charge(Ledger(path), budget) > 0 for _ in range(2 * budget))


def numbers(path: Path) -> list[int]:
    return [json.loads(line)["number"] for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reports" / "ledger.jsonl"


def test_processes_share_the_budget_of_a_target(path: Path) -> None:
    with get_context("spawn").Pool(4) as pool:
        allowed = pool.starmap(charge_often, [(path, 50)] * 4)
    assert sum(allowed) == 50
    assert numbers(path) == list(range(1, 51))


def test_two_that_take_turns_share_a_budget_too(path: Path) -> None:
    one, other = Ledger(path), Ledger(path)
    assert [charge(one, 3), charge(other, 3), charge(one, 3), charge(other, 3), charge(one, 3)] == [1, 2, 3, 0, 0]


def test_earlier_runs_count(path: Path) -> None:
    assert [charge(Ledger(path), 2) for _ in range(4)] == [1, 2, 0, 0]
    assert charge(Ledger(path), 3) == 3


def test_every_target_of_every_server_has_a_budget_of_its_own(path: Path) -> None:
    ledger = Ledger(path)
    assert [charge(ledger, 1), charge(ledger, 1, values="a/c"), charge(ledger, 1, server="http://x")] == [1, 1, 1]
    assert charge(ledger, 1, server=SERVER.replace("staging", "STAGING")) == 0


@pytest.mark.parametrize(
    "servers",
    [
        ("https://h/api", "HTTPS://H/api", "https://h:443/api", "https://h./api", "http://h/api"),
        ("http://127.0.0.1:8/api", "http://localhost:8/api", "http://LOCALHOST.:8", "http://[::1]:8/api"),
        ("http://127.0.0.1:8/api", "http://127.9.9.9:8/api", "http://127.1:8", "http://[::ffff:127.0.0.1]:8"),
        ("http://[2001:db8::1]/api", "http://[2001:DB8:0::1]:80/api"),
        ("http://h/api", "http://h/%61pi", "http://h//api"),
    ],
)
def test_a_server_has_one_budget_however_it_is_spelled(path: Path, servers: tuple[str, ...]) -> None:
    assert [charge(Ledger(path), 1, server=server) for server in servers] == [1, *[0] * (len(servers) - 1)]


@pytest.mark.parametrize("other", ["https://production.example.com/api", "https://staging.example.com:8443/api"])
def test_another_host_or_port_is_another_server(path: Path, other: str) -> None:
    assert [charge(Ledger(path), 1), charge(Ledger(path), 1, server=other)] == [1, 1]


@pytest.mark.parametrize("token", ["staging", SERVER, "values", "server", "a/bcdef"])
def test_a_token_that_is_a_word_of_the_line_gives_no_second_budget(path: Path, token: str) -> None:
    assert [charge(Ledger(path, token), 2, values="a/bcdef") for _ in range(3)] == [1, 2, 0]


def test_without_a_budget_all_is_written(path: Path) -> None:
    ledger = Ledger(path)
    assert [charge(ledger, None) for _ in range(30)] == numbers(path) == list(range(1, 31))


@pytest.mark.parametrize(
    "line",
    ["", "{}", "[]", "7", "not JSON", '{"server": 1}', "[" * 100_000, '{"server": "\\ud800"}', "\xff", "9" * 5000],
)
def test_a_line_of_somebody_else_counts_for_nothing(path: Path, line: str) -> None:
    path.parent.mkdir()
    path.write_text(line + "\n", "latin-1")
    assert [charge(Ledger(path), 2) for _ in range(3)] == [1, 2, 0]


def removed(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_loop_of_links(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("lose", [removed, emptied])
def test_a_ledger_that_is_lost_gives_a_run_no_second_budget(path: Path, lose: Callable[[Path], object]) -> None:
    ledger = Ledger(path)
    assert [charge(ledger, 2), charge(ledger, 2)] == [1, 2]
    lose(path)
    assert charge(ledger, 2) == 0


def test_a_full_disk_leaves_whole_lines_and_lets_nothing_more_leave(tmp_path: Path) -> None:
    program = """
import resource, sys
from pathlib import Path
from contract_tests.tests.verifier.test_ledger import charge
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.transport import CouldNotVerifyError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
accepted = 0
for _ in range(50):
    try:
        accepted += charge(Ledger(Path(sys.argv[1])), None) > 0
    except CouldNotVerifyError as error:
        print(error, file=sys.stderr)
print(accepted)
"""
    path = tmp_path / "ledger"
    done = subprocess.run([sys.executable, "-c", program, path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert numbers(path) == list(range(1, int(done.stdout) + 1))
    assert int(done.stdout) > 0
    assert len(done.stderr.splitlines()) == 50 - int(done.stdout)
    assert "without its ledger nothing is acted on." in done.stderr


@pytest.mark.parametrize("hinder", [a_folder, a_loop_of_links])
def test_a_ledger_that_cannot_be_opened_is_one_sentence(path: Path, hinder: Callable[[Path], object]) -> None:
    path.parent.mkdir()
    hinder(path)
    with pytest.raises(CouldNotVerifyError, match=r"ledger\.jsonl: .*; without its ledger nothing is acted on\."):
        charge(Ledger(path), None)
