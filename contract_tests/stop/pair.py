"""A pair: the ids of a campaign and of one of its sends, which a stop acts on."""

from pathlib import Path
from typing import NamedTuple

from contract_tests.verifier.ids import UUID
from contract_tests.verifier.laws.law import LawContext
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError

STOP = "stopSmsCampaignSend"
"""The operationId of the stop in openapi.yaml."""

BLANK = " \t\r\n"
"""What may stand around a pair. Other spaces are refused: some readers end a line there, and with it a comment."""
SHOWN = 100
"""How much is shown of what is no pair."""


class Pair(NamedTuple):
    """The values of the stop's path, both UUIDs in lower case."""

    campaign: str
    send: str

    @classmethod
    def parse(cls, text: str) -> "Pair":
        """Read `CAMPAIGN/SEND`; anything but two UUIDs is a `CouldNotVerifyError`."""
        text = text.strip(BLANK)
        campaign, _, send = text.partition("/")
        if not (UUID.fullmatch(campaign) and UUID.fullmatch(send)):
            message = f"{text[:SHOWN]!r} is not a pair: write CAMPAIGN/SEND, two UUIDs separated by a slash."
            raise CouldNotVerifyError(message)
        return cls(campaign.lower(), send.lower())

    @property
    def target(self) -> Target:
        """The pair as the guard knows it."""
        return Target(STOP, self)


def pairs_in(path: Path | None) -> list[Pair]:
    """Read a file of pairs, one a line; blank lines and lines that begin with # do not count.

    Lines end with a line feed only, so that no other character ends a comment.
    """
    if path is None:
        return []
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CouldNotVerifyError(f"{path} cannot be read: give --pairs a text file, one pair a line.") from error
    pairs: list[Pair] = []
    for number, line in enumerate(lines, 1):
        text = line.strip(BLANK)
        try:
            pairs += [Pair.parse(text)] if text and not text.startswith("#") else []
        except CouldNotVerifyError as error:
            raise CouldNotVerifyError(f"{path}:{number}: {error}") from None
    if not pairs:
        raise CouldNotVerifyError(f"{path} names no pair: give --pairs a text file, one pair a line.")
    return pairs


def named_pairs(context: LawContext) -> tuple[Pair, ...]:
    """The sends that may be stopped; `NotExercisedError` without any."""
    return tuple(map(Pair._make, context.named))


def unknown_pair(context: LawContext, key: str) -> Pair:
    """A pair of ids that exist nowhere."""
    return Pair._make(context.unknown(key))
