"""Calls over httpx, blocking or with asyncio. The only module that knows the HTTP library."""

import sys
from collections.abc import Mapping
from contextlib import aclosing, closing
from functools import partial
from time import sleep
from types import TracebackType
from typing import Self, TypeVar

import httpx

from . import settings
from .call import Answer, Call
from .contract import VERSION
from .errors import CommSmsError, ConnectionFailed, TimedOut
from .messages import Request, Response
from .retries import Retry
from .settings import RETRIES, TIMEOUT, Settings, Token
from .types import InvalidBody

T = TypeVar("T")

CONNECT_TIMEOUT = 5.0
"""Seconds for making a connection."""

_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_HEADERS = {
    "accept": "application/json",
    "accept-encoding": "gzip",
    "user-agent": f"comm-sms/{VERSION} {httpx.__name__}/{httpx.__version__} python/{_PYTHON}",
}
# httpx's own timers run out first, as they know whether the request was sent.
_GRACE = 0.05
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

# What httpx, a hook or a transport raises; UnicodeError is httpx's on a Location with a host that is none.
_FAILURES = (httpx.HTTPError, OSError, UnicodeError, InvalidBody)


class _Settled:
    """What does not depend on how calls are made."""

    base_url = ""  # until it is known: a traceback may show a client that is not made yet
    _closed = False
    _settings: Settings
    _headers: Mapping[str, str]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.base_url}>"

    def _call(
        self,
        request: Request[T],
        timeout: float | None,
        headers: Mapping[str, str] | None,
        retries: int | Retry | None,
    ) -> Call[T]:
        if self._closed:
            raise RuntimeError("the client is closed")
        more = settings.headers({} if headers is None else headers)
        all_headers = {**self._headers, **settings.headers(request.headers), **more}
        return Call(request, all_headers, self._settings, timeout, retries)

    def _request(self, call: Call[T]) -> httpx.Request:
        """The request of an attempt. The token joins it here, so that it can go nowhere but to the base URL."""
        left = call.remaining()
        return httpx.Request(
            call.request.method,
            self.base_url + call.request.path,
            params=call.request.query or None,
            headers={**call.headers, "authorization": self._settings.token.header()},
            content=call.request.content,
            extensions={"timeout": {"connect": min(left, CONNECT_TIMEOUT), "read": left, "write": left, "pool": left}},
        )


class Session(_Settled):
    """Makes blocking calls; threads may share it. Close it, or use it in a `with` block.

    Args:
        token: The API token; else that of the environment variable COMM_API_TOKEN.
        base_url: What stands before every path; else COMM_BASE_URL, else the server that the contract names.
        timeout: Seconds for a whole call, its repetitions included.
        retries: How often a failed call is repeated, or a `Retry` that says more.
        transport: An httpx transport: a proxy, HTTP/2, limits of the pool, or a double for tests.
        http_client: A whole httpx client instead; closing it stays with the caller.
        allow_http: Let the token travel unencrypted to a host that is not this machine.

    Raises:
        TypeError, ValueError: An argument is wrong; the text names it.
    """

    def __init__(  # noqa: PLR0913 - keywords, most with a default
        self,
        *,
        token: str | None = None,
        base_url: str | None = None,
        timeout: float = TIMEOUT,
        retries: int | Retry = RETRIES,
        transport: httpx.BaseTransport | None = None,
        http_client: httpx.Client | None = None,
        allow_http: bool = False,
    ) -> None:
        secret = Token(token)
        del token  # from here on no traceback shows it
        self._settings = settings.check(secret, base_url, timeout, retries, allow_http, _host)
        self.base_url = self._settings.base_url
        _pluggable(transport, httpx.BaseTransport, http_client, httpx.Client)
        client = http_client or httpx.Client(
            transport=transport,
            trust_env=self._settings.encrypted,
            event_hooks={"response": [_set_location_aside]},
        )
        self._headers = _headers_beside(client)
        # A bare transport needs nothing that a client adds: no cookies, redirects, authentication.
        self._exchange = (
            transport.handle_request
            if transport
            else partial(client.send, stream=True, auth=None, follow_redirects=False)
        )
        self._close = None if http_client else client.close

    def send(
        self,
        request: Request[T],
        *,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        retries: int | Retry | None = None,
    ) -> Response[T]:
        """Send a request and return the response: result, status, headers, request id.

        Args:
            request: What a module of `comm_sms.api` makes of an operation's arguments.
            timeout: Seconds for the whole call, if not those of the client.
            headers: Further headers.
            retries: How often the call is repeated, if not as the client says.

        Raises:
            CommSmsError: The call failed; `comm_sms.errors` draws the tree.
        """
        call = self._call(request, timeout, headers, retries)
        while True:
            try:
                return call.result(self._attempt(call))
            except CommSmsError as failure:
                pause = call.pause(failure)
                if pause is None:
                    raise
            sleep(pause)

    def _attempt(self, call: Call[T]) -> Answer:
        answer = Answer()
        request = self._request(call)
        try:
            with closing(self._exchange(request)) as response:
                answer.begin(response.status_code, response.extensions.get("headers", response.headers))
                request.extensions["timeout"]["read"] = call.remaining()
                if response.is_stream_consumed:  # by a hook
                    answer.add_decoded(response.content)
                else:
                    for piece in response.iter_raw():
                        answer.add(piece)
                        call.check_time()
        except _FAILURES as error:
            answer.cut = _cut(error, call)
        return answer

    def close(self) -> None:
        """Close the connections."""
        self._closed = True
        if self._close:
            self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncSession(_Settled):
    """Makes calls with asyncio; tasks of one event loop may share it. Close it, or use it in an `async with` block.

    Arguments and errors are those of the blocking client, with httpx's asynchronous transports and client.
    """

    def __init__(  # noqa: PLR0913 - keywords, most with a default
        self,
        *,
        token: str | None = None,
        base_url: str | None = None,
        timeout: float = TIMEOUT,
        retries: int | Retry = RETRIES,
        transport: httpx.AsyncBaseTransport | None = None,
        http_client: httpx.AsyncClient | None = None,
        allow_http: bool = False,
    ) -> None:
        secret = Token(token)
        del token  # from here on no traceback shows it
        self._settings = settings.check(secret, base_url, timeout, retries, allow_http, _host)
        self.base_url = self._settings.base_url
        _pluggable(transport, httpx.AsyncBaseTransport, http_client, httpx.AsyncClient)
        client = http_client or httpx.AsyncClient(
            transport=transport,
            trust_env=self._settings.encrypted,
            event_hooks={"response": [_set_location_aside_too]},
        )
        self._headers = _headers_beside(client)
        self._exchange = (
            transport.handle_async_request
            if transport
            else partial(client.send, stream=True, auth=None, follow_redirects=False)
        )
        self._close = None if http_client else client.aclose

    async def send(
        self,
        request: Request[T],
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - for the whole call, its repetitions included
        headers: Mapping[str, str] | None = None,
        retries: int | Retry | None = None,
    ) -> Response[T]:
        """As `send` of the blocking client."""
        import asyncio  # noqa: PLC0415 - a blocking caller need not pay for it

        call = self._call(request, timeout, headers, retries)
        while True:
            try:
                return call.result(await self._attempt(call))
            except CommSmsError as failure:
                pause = call.pause(failure)
                if pause is None:
                    raise
            await asyncio.sleep(pause)

    async def _attempt(self, call: Call[T]) -> Answer:
        from asyncio import timeout  # noqa: PLC0415 - as above

        answer = Answer()
        request = self._request(call)
        try:
            async with timeout(call.remaining() + _GRACE), aclosing(await self._exchange(request)) as response:
                answer.begin(response.status_code, response.extensions.get("headers", response.headers))
                if response.is_stream_consumed:
                    answer.add_decoded(response.content)
                else:
                    async for piece in response.aiter_raw():
                        answer.add(piece)
        except _FAILURES as error:
            answer.cut = _cut(error, call)
        return answer

    async def close(self) -> None:
        """Close the connections."""
        self._closed = True
        if self._close:
            await self._close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def _pluggable(transport: object, transports: type, http_client: object, clients: type) -> None:
    """Raise TypeError if either is of the wrong kind, or if both are given."""
    for name, value, kind in (("transport", transport, transports), ("http_client", http_client, clients)):
        if value is not None and not isinstance(value, kind):
            raise TypeError(f"{name} must be an {httpx.__name__}.{kind.__name__}, not {type(value).__name__}")
    if transport is not None and http_client is not None:
        raise TypeError("transport and http_client exclude each other: give the transport to the http_client")


def _host(url: str) -> str:
    return httpx.URL(url).host


def _headers_beside(client: httpx.Client | httpx.AsyncClient) -> Mapping[str, str]:
    """The headers of a client and ours, but for those that no caller sets."""
    return {name: value for name, value in client.headers.items() if name not in settings.OURS} | _HEADERS


def _set_location_aside(response: httpx.Response) -> None:
    """Keep httpx from reading a Location, which fails if it is no URL; redirects are not followed."""
    if response.has_redirect_location:
        response.extensions["headers"] = response.headers.copy()
        del response.headers["location"]


async def _set_location_aside_too(response: httpx.Response) -> None:
    _set_location_aside(response)


def _cut(error: Exception, call: Call[T]) -> ConnectionFailed | InvalidBody:
    """What cut an answer short, in our own words: httpx's exceptions hold the request, and with it the token."""
    if isinstance(error, InvalidBody):
        return error
    what = f"{call.request.method} {call.request.path}"
    sent = not isinstance(error, _UNSENT)
    if isinstance(error, httpx.ConnectTimeout):
        return TimedOut(f"{what}: no connection within {min(CONNECT_TIMEOUT, call.seconds):g} s", sent)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return TimedOut(f"{what}: no whole answer within {call.seconds:g} s", sent)
    return ConnectionFailed(f"{what}: {str(error) or type(error).__name__}", sent)
