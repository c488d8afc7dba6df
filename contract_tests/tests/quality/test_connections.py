"""Many connections find what one finds."""

import threading

import pytest

from contract_tests.faults import FAULTS
from contract_tests.faults.fault import Fault
from contract_tests.mock import Mock
from contract_tests.quality.fault_runs import TARGETS, contexts, schemas, simulated
from contract_tests.verifiable import verifiable
from contract_tests.verifier.exchange import Request, Response
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.runner import ask_and_judge
from contract_tests.verifier.transport import InProcess

SOME = [fault for fault in FAULTS if fault.law != "at-once"][::9]


@pytest.mark.parametrize("fault", SOME, ids=lambda fault: fault.id)
def test_many_connections_find_what_one_finds(fault: Fault) -> None:
    def found(connections: int) -> set[str]:
        server, lock = fault.wrap(Mock().handle), threading.Lock()

        def handle(request: Request) -> Response:
            with lock:
                return verifiable(server)(request)

        guard = Guard(
            InProcess(handle), schemas().operations, TARGETS, own=True, connections=connections, pace=simulated()
        )
        return {finding.check for finding in ask_and_judge(contexts(guard)).findings.listed()}

    assert found(8) == found(1)
