"""A pair: the ids of a campaign and of one of its sends, which a stop acts on."""

from typing import NamedTuple

from contract_tests.verifier.ids import UUID
from contract_tests.verifier.laws.law import LawContext
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError

STOP = "stopSmsCampaignSend"
"""The operationId of the stop in openapi.yaml."""


class Pair(NamedTuple):
    """The values of the stop's path, both UUIDs in lower case."""

    campaign: str
    send: str

    @classmethod
    def parse(cls, text: str) -> "Pair":
        """Read `CAMPAIGN/SEND`; anything but two UUIDs is a `CouldNotVerifyError`."""
        campaign, _, send = text.strip().partition("/")
        if not (UUID.fullmatch(campaign) and UUID.fullmatch(send)):
            message = f"{text.strip()!r} is not a pair: write CAMPAIGN/SEND, two UUIDs separated by a slash."
            raise CouldNotVerifyError(message)
        return cls(campaign.lower(), send.lower())

    @property
    def target(self) -> Target:
        """The pair as the guard knows it."""
        return Target(STOP, self)


def named_pairs(context: LawContext) -> tuple[Pair, ...]:
    """The sends that may be stopped; `NotExercisedError` without any."""
    return tuple(map(Pair._make, context.named))


def unknown_pair(context: LawContext, key: str) -> Pair:
    """A pair of ids that exist nowhere."""
    return Pair._make(context.unknown(key))
