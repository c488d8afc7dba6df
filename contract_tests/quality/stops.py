"""A stop as the client makes it, for whatever ids the path has."""

from collections.abc import Sequence
from inspect import signature
from typing import Any

from comm_sms.api.sms_campaigns import stop_sms_campaign_send


def arguments(ids: Sequence[str]) -> dict[str, Any]:
    """The ids of a send, in the order of the path, by the names of the client's arguments."""
    return dict(zip(signature(stop_sms_campaign_send.request).parameters, ids, strict=True))


def path(ids: Sequence[str]) -> str:
    """The path of the stop of a send, below the base URL."""
    return stop_sms_campaign_send.request(**arguments(ids)).path
