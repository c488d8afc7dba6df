# Generated from openapi.yaml by `nox -s generate`; do not edit.
"""A client library for accessing Comm SMS campaign sends.

Each operation is a module with `sync`, `sync_detailed`, `asyncio` and `asyncio_detailed`:

- `comm_sms.api.sms_campaigns.stop_sms_campaign_send`: Stop a campaign send
"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
