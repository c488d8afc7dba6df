"""The first requests of a run are the most telling ones."""

import re

import pytest

from contract_tests.faults import FAULTS
from contract_tests.quality.plan import SPENT, finds, line, noticed
from scripts.contract.document import ROOT

SOME = [fault.id for fault in FAULTS][::8]


def test_a_right_server_with_four_sends_is_blamed_for_nothing() -> None:
    assert not finds(lambda handle: handle, 300)


@pytest.mark.parametrize(("requests", "share"), [(20, 0.57), (60, 0.78), (300, 0.92)])
def test_a_few_requests_notice_most_faults(requests: int, share: float) -> None:
    assert len(noticed(requests, SOME)) / len(SOME) >= share


def test_a_line_tells_the_share_with_one_decimal() -> None:
    assert line(300, len(FAULTS) - 1).endswith(f"of {len(FAULTS)}: {(len(FAULTS) - 1) / len(FAULTS):.1%}")


def test_the_shares_of_the_guide_fit_its_counts() -> None:
    guide = (ROOT / "contract_tests" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| ([0-9]+) \| ([0-9]+) \((.*) %\) \|$", guide, re.MULTILINE)
    assert [int(spent) for spent, _, _ in rows] == list(SPENT)
    assert [share for _, _, share in rows] == [f"{100 * int(count) / len(FAULTS):.1f}" for _, count, _ in rows]
