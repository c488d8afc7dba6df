"""The HTTP face of the mock: routing, the bearer scheme, status codes, headers, JSON. It knows no rules.

The types of a request and a response are those of ASGI: text for the method, bytes for everything else.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from . import rules
from .rules import TOKEN, Decision, Outcome, State
from .sends import KnownSend

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Request:
    """A request.

    Attributes:
        method: as it came, upper and lower case differ.
        target: path and query as they came, percent escapes untouched.
        headers: pairs of name and value, repeated names repeated.
        body: the whole body, without any transfer coding.
    """

    method: str
    target: bytes
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    """A response: status, headers as they are sent with names in lower case, the whole body, and seconds before it."""

    status: int
    headers: Headers
    body: bytes
    delay: float = 0


Handle = Callable[[Request], Response]

Message = MutableMapping[str, Any]  # as ASGI has it: the type of a value depends on its key
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApplication = Callable[[Message, Receive, Send], Awaitable[None]]


@dataclass(frozen=True)
class Route:
    """A method and path of the server, and the rule that decides its requests.

    Attributes:
        method: in upper case.
        path: with a name in braces for each variable segment; the rule gets the segments as they came, in order. An id
            with a percent escape is not the id of anything.
        decide: gets the state, the token and the segments.
    """

    method: str
    path: str
    decide: Callable[..., Decision]

    @cached_property
    def pattern(self) -> re.Pattern[bytes]:
        """The pattern of the paths of the route."""
        return re.compile(re.sub(_VARIABLE, "([^/]+)", PREFIX + self.path).encode())


PREFIX = "/api"
_VARIABLE = r"\{\w+\}"
ROUTES = (
    Route("POST", "/v1/sms/campaigns/{campaign}/stop/{campaignSend}", rules.stop),
)  # fmt: skip
_BEARER = re.compile(rb"[ \t]*bearer +([!-~]+)[ \t]*", re.IGNORECASE)

_ERRORS = {
    Outcome.UNAUTHENTICATED: (401, "Unauthenticated.", ((b"www-authenticate", b"Bearer"),)),
    Outcome.UNAVAILABLE: (503, "Service Unavailable", ()),
    Outcome.THROTTLED: (429, "Too Many Attempts.", ()),
    Outcome.UNKNOWN_SEND: (404, "The campaign send could not be found.", ()),
    Outcome.FORBIDDEN: (403, "This action is unauthorized.", ()),
}


class Mock:
    """A fresh server. What it remembers is in `state`."""

    def __init__(self, state: State | None = None) -> None:
        """Start with the three running sends, or with a state of the caller's."""
        self.state = State() if state is None else state

    def handle(self, request: Request) -> Response:
        """Answer a request. Whatever happens, the answer is JSON."""
        try:
            response = self._route(request)
        except Exception:  # noqa: BLE001 - the border: no fault of the rules may end the server
            response = error(500, "Server Error")
        return replace(response, body=b"") if request.method == "HEAD" else response

    def _route(self, request: Request) -> Response:
        path, _, _ = request.target.partition(b"?")
        here = {route.method: (route, found) for route in ROUTES if (found := route.pattern.fullmatch(path))}
        if not here:
            return error(404, "The route could not be found.")
        if request.method not in here:
            allowed = ", ".join(here).encode()
            return error(405, "The method is not supported for this route.", ((b"allow", allowed),))
        route, found = here[request.method]
        segments = [segment.decode("latin-1") for segment in found.groups()]
        return _response(route.decide(self.state, _bearer_token(request), *segments))


def stop_request(send: KnownSend, token: str = TOKEN) -> Request:
    """The request that the published page shows."""
    (route,) = (route for route in ROUTES if route.decide is rules.stop)
    target = PREFIX + re.sub(_VARIABLE, "{}", route.path).format(*send.ids)
    return Request(route.method, target.encode(), ((b"authorization", f"Bearer {token}".encode()),))


def error(status: int, message: str, headers: Headers = ()) -> Response:
    """An error in the one shape that all errors have."""
    return _json(status, {"message": message}, headers)


def _bearer_token(request: Request) -> bytes:
    """The token of the one Authorization header; empty when there is none, more than one, or another scheme."""
    values = [value for name, value in request.headers if name.lower() == b"authorization"]
    bearer = _BEARER.fullmatch(values[0]) if len(values) == 1 else None
    return bearer[1] if bearer else b""


def _response(decision: Decision) -> Response:
    headers = _pace(decision)
    if decision.send:
        return _json(200, {"data": decision.send}, headers)
    status, message, more = _ERRORS[decision.outcome]
    return error(status, message, headers + more)


def _pace(decision: Decision) -> Headers:
    """How often, and how soon, the caller may ask again."""
    headers: dict[bytes, int] = {}
    if decision.allowance:
        headers[b"x-ratelimit-limit"] = decision.allowance.limit
        headers[b"x-ratelimit-remaining"] = decision.allowance.remaining
    if decision.allowance and decision.outcome is Outcome.THROTTLED:
        headers[b"x-ratelimit-reset"] = decision.allowance.reset
    if decision.retry_after is not None:
        headers[b"retry-after"] = decision.retry_after
    return tuple((name, b"%d" % value) for name, value in headers.items())


def _json(status: int, content: object, headers: Headers) -> Response:
    body = json.dumps(content, separators=(",", ":")).encode()
    entity = ((b"content-type", b"application/json"), (b"content-length", b"%d" % len(body)))
    return Response(status, entity + headers, body)


def asgi(handle: Handle) -> AsgiApplication:
    """An ASGI application that answers with `handle`; a client that leaves before its request is complete gets none."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(f"{scope['type']} is not HTTP")
        body = b""
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        query = scope["query_string"]
        target = scope["raw_path"] + (b"?" + query if query else b"")
        response = handle(Request(scope["method"], target, tuple(map(tuple, scope["headers"])), body))
        if response.delay and await _leaves(receive, response.delay):
            return
        await send({"type": "http.response.start", "status": response.status, "headers": list(response.headers)})
        await send({"type": "http.response.body", "body": response.body})

    return application


async def _leaves(receive: Receive, seconds: float) -> bool:
    """Wait, and say whether the client left meanwhile."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
            return True
    return False
