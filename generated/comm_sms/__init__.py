# Generated from openapi.yaml by `nox -s generate`; do not edit.
"""Python client for Comm SMS campaign sends.

`CommSms` makes blocking calls, `AsyncCommSms` calls with asyncio. Each operation of the API is a method of both:

- `stop_sms_campaign_send`: Stop a campaign send
"""

from . import models
from .client import AsyncCommSms, CommSms
from .contract import VERSION as __version__
from .errors import (
    ApiError,
    CommSmsError,
    Conflict,
    ConnectionFailed,
    Forbidden,
    InvalidResponse,
    NotFound,
    RateLimited,
    ServerError,
    TimedOut,
    Unauthenticated,
    Unprocessable,
)
from .messages import Request, Response
from .retries import Retry
from .times import as_datetime

__all__ = [
    "ApiError",
    "AsyncCommSms",
    "CommSms",
    "CommSmsError",
    "Conflict",
    "ConnectionFailed",
    "Forbidden",
    "InvalidResponse",
    "NotFound",
    "RateLimited",
    "Request",
    "Response",
    "Retry",
    "ServerError",
    "TimedOut",
    "Unauthenticated",
    "Unprocessable",
    "__version__",
    "as_datetime",
    "models",
]
