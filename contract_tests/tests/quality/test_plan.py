"""The first requests of a run are the most telling ones."""

import pytest

from contract_tests.faults import FAULTS
from contract_tests.quality.plan import finds, noticed

SOME = [fault.id for fault in FAULTS][::8]


def test_a_right_server_with_four_sends_is_blamed_for_nothing() -> None:
    assert not finds(lambda handle: handle, 300)


@pytest.mark.parametrize(("requests", "share"), [(20, 0.57), (60, 0.78), (300, 0.92)])
def test_a_few_requests_notice_most_faults(requests: int, share: float) -> None:
    assert len(noticed(requests, SOME)) / len(SOME) >= share
