"""A server that keeps the contract, written without looking at it: a second statement of the truth.

`sends` and `rules` say what happens and know no HTTP. `app` is the HTTP face and knows no rules.
`loopback` puts it behind a socket.
"""

from contract_tests.mock.app import ROUTES, Handle, Mock, Request, Response, asgi, stop_request
from contract_tests.mock.loopback import serve
from contract_tests.mock.rules import TOKEN, TOKENS
from contract_tests.mock.sends import SENDS, KnownSend

__all__ = [
    "ROUTES",
    "SENDS",
    "TOKEN",
    "TOKENS",
    "Handle",
    "KnownSend",
    "Mock",
    "Request",
    "Response",
    "asgi",
    "serve",
    "stop_request",
]
