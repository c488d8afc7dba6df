"""A server that takes 60 requests a minute gets a verdict within the time of a run."""

from pathlib import Path

import pytest

from contract_tests.mock import TOKEN, Mock
from contract_tests.quality.fault_runs import TARGETS, schemas
from contract_tests.tests.verifier.throttling import Clock, Throttled
from contract_tests.verifiable import verifiable
from contract_tests.verifier.guard import BUDGET, Guard
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.run import ServerRun, verify
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import load


def verified(server: Throttled, clock: Clock, path: Path, *, seconds: float = 300, connections: int = 1) -> ServerRun:
    """Verify a server of somebody else's with the options that are given by default."""
    to = InProcess(server, "https://staging.example.com/api", limit=60, is_local=False)
    guard = Guard(
        to, schemas().operations, TARGETS, budget=BUDGET, connections=connections,
        pace=clock.pace(seconds=seconds), ledger=Ledger(path), sleep=clock.sleep,
    )  # fmt: skip
    return verify(load(), guard, token=TOKEN)


@pytest.mark.parametrize("says", [True, False])
def test_a_right_server_behind_sixty_requests_a_minute_is_kept(tmp_path: Path, says: bool) -> None:  # noqa: FBT001
    clock = Clock()
    server = Throttled(verifiable(Mock().handle), clock, latency=0.05, says=says)
    run = verified(server, clock, tmp_path / "ledger")
    assert (run.findings, run.unproven, run.crash) == ((), (), "")
    assert 0 not in run.acted.values()
    assert len(server.refused) == len(set(server.refused)) == (0 if says else 5)
    assert clock.passed <= 300
    asked = {row.id for row in run.rows if row.state != "not exercised"}
    assert {"untouched", "steady", "at-once", "malformed-id", "status_code_conformance"} <= asked


def test_what_there_is_no_time_for_is_named(tmp_path: Path) -> None:
    clock = Clock()
    server = Throttled(verifiable(Mock().handle), clock)
    run = verified(server, clock, tmp_path / "ledger", seconds=60)
    assert (run.findings, run.unproven) == ((), ())
    notes = {row.id: row.note for row in run.rows if row.state == "not exercised"}
    assert "1 min that the run may take" in notes["one-connection"]
    assert "unknown-id" not in notes


def test_a_server_that_always_throttles_proves_nothing(tmp_path: Path) -> None:
    clock = Clock()
    server = Throttled(verifiable(Mock().handle), clock, limit=0)
    run = verified(server, clock, tmp_path / "ledger")
    assert run.findings == ()
    assert run.unproven
