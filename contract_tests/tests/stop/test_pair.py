"""A pair is read as the caller writes it, or refused in one sentence."""

import pytest

from contract_tests.mock import SENDS
from contract_tests.stop.pair import Pair
from contract_tests.verifier.transport import CouldNotVerifyError

NAMED = Pair(SENDS[0].campaign, SENDS[0].send)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a/b",
        f"a/{NAMED.send}",
        NAMED.send,
        f"{NAMED.campaign}/",
        f"{NAMED.campaign}:{NAMED.send}",
        f"{NAMED.campaign}/{NAMED.send}/x",
    ],
)
def test_a_pair_is_two_uuids(text: str) -> None:
    with pytest.raises(CouldNotVerifyError, match="is not a pair: write CAMPAIGN/SEND"):
        Pair.parse(text)


def test_a_pair_is_read_in_lower_case() -> None:
    assert Pair.parse(f" {NAMED.campaign.upper()}/{NAMED.send}\n") == NAMED
