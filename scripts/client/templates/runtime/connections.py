# Copied from scripts/client/templates/runtime/connections.py into the client.
"""Everything that knows httpx: clients and transports, requests, and what can be raised on the way."""

import os
import ssl
import sys
from collections.abc import Awaitable, Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

import httpx

from . import settings
from .call import Call
from .contract import VERSION
from .errors import ConnectionFailed, TimedOut
from .pools import LentPool, Pool, Pools
from .settings import Settings
from .shown import line

T = TypeVar("T")

Transport: TypeAlias = httpx.BaseTransport
AsyncTransport: TypeAlias = httpx.AsyncBaseTransport
HttpClient: TypeAlias = httpx.Client
AsyncHttpClient: TypeAlias = httpx.AsyncClient

Exchange: TypeAlias = Callable[[httpx.Request], httpx.Response]
Close: TypeAlias = Callable[[], None]
AsyncExchange: TypeAlias = Callable[[httpx.Request], Awaitable[httpx.Response]]
AsyncClose: TypeAlias = Callable[[], Awaitable[None]]

_Failure: TypeAlias = tuple[tuple[type[Exception], ...], type[ConnectionFailed], bool, str]

# What is raised, what it becomes, whether the request may have been sent, and how it is told. The first row counts.
# The exceptions of httpx hold the request, and with it the token.
_FAILURES: tuple[_Failure, ...] = (
    ((httpx.ConnectTimeout,), TimedOut, False, "no connection within {connecting:g} s"),
    ((httpx.PoolTimeout,), TimedOut, False, "no free connection within {seconds:g} s"),
    ((httpx.TimeoutException, TimeoutError), TimedOut, True, "no whole answer within {seconds:g} s"),
    ((httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol), ConnectionFailed, False, "{error}"),
    ((httpx.HTTPError, OSError), ConnectionFailed, True, "{error}"),
    ((httpx.CookieConflict, httpx.InvalidURL, httpx.StreamError), ConnectionFailed, True, "{error}"),
    ((UnicodeError,), ConnectionFailed, True, "{error}"),  # a Location with an invalid host
)
FAILURES: tuple[type[Exception], ...] = tuple(kind for kinds, *_ in _FAILURES for kind in kinds)
"""What an exchange can raise."""

_CERTIFICATES = frozenset({"SSL_CERT_DIR", "SSL_CERT_FILE", "SSLKEYLOGFILE"})
_PROXIES = frozenset({"ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"})
_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_LIBRARY = f"{httpx.__name__}/{httpx.__version__}"
_AGENT = {"user-agent": f"comm-sms/{VERSION} {_LIBRARY} python/{_PYTHON}"}
_FORMATS = {"accept": "application/json", "accept-encoding": "gzip"}  # those that the client can read


def pools(
    chosen: Settings, transport: Transport | None, http_client: HttpClient | None
) -> Pools[Exchange, Close] | LentPool[Exchange, Close]:
    """The connections of a blocking client; TypeError or ValueError names a wrong argument."""
    _require_one(transport, httpx.BaseTransport, http_client, httpx.Client)
    # A transport is called directly: cookies, redirects and authentication of httpx are not needed.
    if transport is not None:
        return LentPool(Pool(transport.handle_request, transport.close))
    if http_client is not None:
        return LentPool(Pool(_sending(http_client), None))
    tls = _tls(chosen)

    def make() -> Pool[Exchange, Close]:
        hooks = {"response": [_set_location_aside]}
        with _proxies():
            client = httpx.Client(verify=tls, trust_env=chosen.encrypted, event_hooks=hooks)
        return Pool(_sending(client), client.close)

    return Pools(make)


def async_pools(
    chosen: Settings, transport: AsyncTransport | None, http_client: AsyncHttpClient | None
) -> Pools[AsyncExchange, AsyncClose] | LentPool[AsyncExchange, AsyncClose]:
    """The same for a client with asyncio."""
    _require_one(transport, httpx.AsyncBaseTransport, http_client, httpx.AsyncClient)
    if transport is not None:
        return LentPool(Pool(transport.handle_async_request, transport.aclose))
    if http_client is not None:
        return LentPool(Pool(_async_sending(http_client), None))
    tls = _tls(chosen)

    def make() -> Pool[AsyncExchange, AsyncClose]:
        hooks = {"response": [_async_set_location_aside]}
        with _proxies():
            client = httpx.AsyncClient(verify=tls, trust_env=chosen.encrypted, event_hooks=hooks)
        return Pool(_async_sending(client), client.aclose)

    return Pools(make)


def headers_beside(http_client: HttpClient | httpx.AsyncClient | None) -> Mapping[str, str]:
    """Our headers and those of the caller's client, without those that only the client may set.

    A User-Agent of the caller replaces ours. One that is not set is that of httpx.
    """
    headers = http_client.headers.items() if http_client is not None else ()
    theirs = {name: value for name, value in headers if name not in settings.OURS and value != f"python-{_LIBRARY}"}
    return _AGENT | theirs | _FORMATS


def host_of(url: str) -> str:
    """The host of a URL as httpx sees it; ValueError if httpx refuses the URL."""
    return httpx.URL(url).host


def http_request(call: Call[T], seconds: float, **extensions: object) -> httpx.Request:
    """The request of one attempt that may take so many seconds. The token is added only here, where the URL is ours."""
    timeouts = {"connect": min(seconds, call.connecting), "read": seconds, "write": seconds, "pool": seconds}
    return httpx.Request(
        call.request.method,
        call.url,
        params=call.request.query or None,
        headers=call.headers(),
        content=call.request.content,
        extensions={"timeout": timeouts, **extensions},
    )


def failed(call: Call[T], error: Exception) -> ConnectionFailed:
    """The exception for one of FAILURES, whose text may quote what the server sent."""
    _, become, sent, told = next(row for row in _FAILURES if isinstance(error, row[0]))
    quoted = line(call.redact(str(error))) or type(error).__name__
    reason = told.format(error=quoted, connecting=call.connecting, seconds=call.seconds)
    return become(f"{call.request.method} {call.url}: {reason}", sent)


def _tls(chosen: Settings) -> ssl.SSLContext:
    """How certificates are checked; ValueError if the environment names none that can be read."""
    try:
        return httpx.create_ssl_context(trust_env=chosen.encrypted)
    except OSError as error:
        raise ValueError(f"{_set(_CERTIFICATES)} cannot be used: {error.strerror or error}") from None


@contextmanager
def _proxies() -> Generator[None]:
    """Turn what httpx raises at the proxies of the environment into a ValueError that does not show them."""
    try:
        yield
    except ImportError as error:  # a package for SOCKS
        raise ValueError(f"{_set(_PROXIES)} cannot be used: {error}") from None
    except (httpx.InvalidURL, ValueError):
        raise ValueError(f"{_set(_PROXIES)} cannot be used: not all of them are what httpx takes for proxies") from None


def _set(names: Collection[str]) -> str:
    """Those of the variables that the environment sets."""
    return ", ".join(name for name in sorted(os.environ) if name.upper() in names) or "the setting of the system"


def _require_one(transport: object, transports: type, http_client: object, clients: type) -> None:
    """Raise TypeError if either is of the wrong kind, or if both are given."""
    for name, value, kind in (("transport", transport, transports), ("http_client", http_client, clients)):
        if value is not None and not isinstance(value, kind):
            raise TypeError(f"{name} must be an {httpx.__name__}.{kind.__name__}, not {type(value).__name__}")
    if transport is not None and http_client is not None:
        raise TypeError("pass either transport or http_client, not both: give the transport to the http_client")


def _sending(client: httpx.Client) -> Exchange:
    def exchange(request: httpx.Request) -> httpx.Response:
        try:
            return client.send(request, stream=True, auth=None, follow_redirects=False)
        except httpx.HTTPStatusError as error:  # raised by a hook, which had the answer
            return error.response

    return exchange


def _async_sending(client: httpx.AsyncClient) -> AsyncExchange:
    async def exchange(request: httpx.Request) -> httpx.Response:
        try:
            return await client.send(request, stream=True, auth=None, follow_redirects=False)
        except httpx.HTTPStatusError as error:
            return error.response

    return exchange


def _set_location_aside(response: httpx.Response) -> None:
    """Hide Location from httpx, which would fail on an invalid URL. Redirects are not followed anyway."""
    if response.has_redirect_location:
        response.extensions["headers"] = response.headers.copy()
        del response.headers["location"]


async def _async_set_location_aside(response: httpx.Response) -> None:
    _set_location_aside(response)
