"""The sends behind each of these servers, in memory, with the real time of their stop."""

import copy
import os
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from contract_tests.mock.sends import RUNNING, Send

TOKEN = os.environ["COMM_API_TOKEN"]

_SENDS = {(UUID(send["sms_campaign_id"]), UUID(send["id"])): copy.deepcopy(send) for send in RUNNING}


def stop(campaign: UUID, send: UUID) -> Send:
    """Stop a send, unless it is stopped already, and return it; `KeyError` if the campaign has no such send."""
    found = _SENDS[campaign, send]
    if found["status"] != "stopped":
        now = datetime.now(UTC).isoformat()
        _rest(found["meta"])
        found |= {"status": "stopped", "next_step_timestamp": None, "updated_at": now}
        found["logs"].append({"caller_id": found["id"], "caller_type": "Send", "text": "Stopped", "created_at": now})
    return found


def _rest(block: Send) -> None:
    """Mark every plan below as inactive, and the steps as stopped."""
    for name, below in block.items():
        if name == "is_active":
            block[name] = False
        elif name == "status":
            block[name] = "stopped"
        elif isinstance(below, dict):
            _rest(cast("Send", below))
