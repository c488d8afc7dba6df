# Copied from scripts/client/templates/runtime/session.py into the client.
"""Calls over httpx, blocking or with asyncio. The only module that imports httpx."""

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
from .retries import RETRIES, Retry
from .settings import TIMEOUT, Settings, Token
from .types import InvalidBody

T = TypeVar("T")

CONNECT_TIMEOUT = 5.0
"""The longest time for opening a connection, in seconds."""

_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_HEADERS = {
    "accept": "application/json",
    "accept-encoding": "gzip",
    "user-agent": f"comm-sms/{VERSION} {httpx.__name__}/{httpx.__version__} python/{_PYTHON}",
}
# httpx's own timers expire first, because httpx knows whether the request was sent.
_GRACE = 0.05
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

# Errors that httpx, a hook or a transport may raise. A Location with an invalid host is a UnicodeError.
_FAILURES = (httpx.HTTPError, OSError, UnicodeError, InvalidBody)


class _Settled:
    """Everything that blocking and asyncio clients have in common."""

    base_url = ""  # for repr() in a traceback before __init__ is done
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
        """The httpx request of one attempt. The token is added only here, so it is only sent to the base URL."""
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
    """Makes blocking calls. Thread-safe. Close it after use, or use it in a `with` block.

    Args:
        token: The API token. Default: the environment variable COMM_API_TOKEN.
        base_url: The URL before every path. Default: COMM_BASE_URL, or the server of the API description.
        timeout: Seconds for a whole call, retries included.
        retries: How many times a failed call is retried, or a `Retry` with more options.
        transport: An httpx transport, for a proxy, HTTP/2, connection limits or tests.
        http_client: An httpx client to use instead. You close it yourself.
        allow_http: Allow http:// to other hosts than localhost. The token is then sent unencrypted.

    Raises:
        TypeError, ValueError: An argument is invalid; the message names it.
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
        del token  # so that no traceback shows it
        self._settings = settings.check(secret, base_url, timeout, retries, allow_http, _host)
        self.base_url = self._settings.base_url
        _pluggable(transport, httpx.BaseTransport, http_client, httpx.Client)
        client = http_client or httpx.Client(
            transport=transport,
            trust_env=self._settings.encrypted,
            event_hooks={"response": [_set_location_aside]},
        )
        self._headers = _headers_beside(client)
        # A transport is called directly: cookies, redirects and authentication of httpx are not needed.
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
        """Send a request and return the response with result, status, headers and request id.

        Args:
            request: A request made by a module of `comm_sms.api`.
            timeout: Seconds for the whole call. Default: the client's timeout.
            headers: Additional headers.
            retries: How many times the call is retried. Default: the client's retries.

        Raises:
            CommSmsError: The call failed. `comm_sms.errors` lists all subclasses.
            RuntimeError: The client is closed.
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
        """Close all connections. The client cannot be used afterwards."""
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
    """Makes calls with asyncio. Tasks may share it. Close it after use, or use it in an `async with` block.

    Arguments and errors are the same as for `CommSms`; `transport` and `http_client` are httpx's asynchronous ones.
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
        del token  # so that no traceback shows it
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
        timeout: float | None = None,  # noqa: ASYNC109 - for the whole call, retries included
        headers: Mapping[str, str] | None = None,
        retries: int | Retry | None = None,
    ) -> Response[T]:
        """Send a request and return the response, like `CommSms.send`."""
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
        """Close all connections. The client cannot be used afterwards."""
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
        raise TypeError("pass either transport or http_client, not both: give the transport to the http_client")


def _host(url: str) -> str:
    return httpx.URL(url).host


def _headers_beside(client: httpx.Client | httpx.AsyncClient) -> Mapping[str, str]:
    """The headers of the httpx client and our own, without those that only the client may set."""
    return {name: value for name, value in client.headers.items() if name not in settings.OURS} | _HEADERS


def _set_location_aside(response: httpx.Response) -> None:
    """Hide Location from httpx, which would fail on an invalid URL. Redirects are not followed anyway."""
    if response.has_redirect_location:
        response.extensions["headers"] = response.headers.copy()
        del response.headers["location"]


async def _set_location_aside_too(response: httpx.Response) -> None:
    _set_location_aside(response)


def _cut(error: Exception, call: Call[T]) -> ConnectionFailed | InvalidBody:
    """Convert an error of httpx to our own. httpx's exceptions hold the request, and with it the token."""
    if isinstance(error, InvalidBody):
        return error
    what = f"{call.request.method} {call.request.path}"
    sent = not isinstance(error, _UNSENT)
    if isinstance(error, httpx.ConnectTimeout):
        return TimedOut(f"{what}: no connection within {min(CONNECT_TIMEOUT, call.seconds):g} s", sent)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return TimedOut(f"{what}: no whole answer within {call.seconds:g} s", sent)
    return ConnectionFailed(f"{what}: {str(error) or type(error).__name__}", sent)
