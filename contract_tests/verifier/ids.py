"""Ids: what the text of a UUID is, the two ids of a send, and what else a lenient server may take for an id."""

import re
import uuid
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import unquote

from contract_tests.verifier.transport import CouldNotVerifyError

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
NIL = str(uuid.UUID(int=0))


@dataclass(frozen=True)
class Pair:
    """A send that may be stopped, and the campaign it belongs to; both UUIDs in lower case."""

    campaign: str
    send: str

    @classmethod
    def parse(cls, text: str) -> "Pair":
        """Read `CAMPAIGN/SEND`; anything but two UUIDs is a `CouldNotVerifyError`."""
        campaign, _, send = text.strip().partition("/")
        if not (UUID.fullmatch(campaign) and UUID.fullmatch(send)):
            message = f"{text.strip()!r} is no pair: write CAMPAIGN/SEND, two UUIDs with a slash between them."
            raise CouldNotVerifyError(message)
        return cls(campaign.lower(), send.lower())


def spelled(segment: str) -> set[str]:
    """The UUIDs that a path segment may stand for, however it is written, to the most lenient reader."""
    text = normalize("NFKC", unquote(segment)).lower()
    compact = re.sub(r"urn:uuid:|[^0-9a-z]", "", text)
    whole = {str(uuid.UUID(compact))} if re.fullmatch(r"[0-9a-f]{32}", compact) else set[str]()
    return whole | set(UUID.findall(text))
