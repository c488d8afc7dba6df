"""The sends behind each of these servers: those of the mock, stopped by its rules, with the real time of their stop."""

import os
from datetime import UTC, datetime
from uuid import UUID

from contract_tests.mock import rules
from contract_tests.mock.sends import Send

TOKEN = os.environ["COMM_API_TOKEN"]

_STATE = rules.State(clock=lambda: datetime.now(UTC))


def stop(*ids: UUID) -> Send:
    """Stop a send, unless it is stopped already, and return it; `KeyError` if the campaign has no such send."""
    decision = rules.stop(_STATE, TOKEN.encode(), *map(str, ids))
    if decision.send is None:
        raise KeyError(ids)
    return decision.send
