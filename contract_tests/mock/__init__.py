"""A server that keeps the contract, written without looking at it: a second statement of the truth.

`sends` and `rules` say what happens and know no HTTP. `app` is the HTTP face and knows no rules.
`loopback` puts it behind a socket. `switchable` lets a test switch the answers.

The wheel carries these files as `comm_sms_mock`, so they import each other by relative names.
"""

from .app import ROUTES, Handle, Mock, Request, Response, asgi, stop_request
from .in_process import InProcessMock
from .loopback import serve
from .rules import TOKEN, TOKENS
from .sends import SENDS, KnownSend
from .switchable import SwitchableMock

__all__ = [
    "ROUTES",
    "SENDS",
    "TOKEN",
    "TOKENS",
    "Handle",
    "InProcessMock",
    "KnownSend",
    "Mock",
    "Request",
    "Response",
    "SwitchableMock",
    "asgi",
    "serve",
    "stop_request",
]
