"""What the mutation session runs beside the tests: every fault against every law, one after the other.

pytest does not collect this file by itself: test_faults.py says the same and more.
"""

import pytest

from contract_tests.faults import FAULTS
from contract_tests.faults.fault import Fault
from contract_tests.quality.fault_runs import fault_run

SWIFT = [fault for fault in FAULTS if fault.id != "stall"]


@pytest.mark.parametrize("fault", SWIFT, ids=[fault.id for fault in SWIFT])
def test_a_faulty_server_is_noticed_by_the_law_that_it_breaks(fault: Fault) -> None:
    assert fault.law in fault_run(fault.id).detected_by
