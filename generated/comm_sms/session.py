# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/session.py into the client.
"""Calls, blocking or with asyncio."""

from collections.abc import Callable, Mapping
from contextlib import aclosing, closing
from time import sleep
from types import TracebackType
from typing import Self, TypeVar

from . import connections, deadlines, settings
from .answers import Answer
from .call import Call
from .connections import FAILURES, AsyncHttpClient, AsyncTransport, HttpClient, Transport, failed, http_request
from .deadlines import Deadline
from .errors import CommSmsError
from .invalid import InvalidBody
from .messages import Request, Response
from .pools import Loop
from .retries import RETRIES, Retry
from .settings import CONNECT_TIMEOUT, TIMEOUT
from .settled import Settled

T = TypeVar("T")

# httpx's own timers expire first, because httpx knows whether the request was sent.
_GRACE = 0.05


class Session(Settled):
    """Makes blocking calls. Threads and forked processes may share it. Close it after use, or use a `with` block.

    Args:
        token: The API token, or a function that returns it and is asked before each attempt. Default: the environment
            variable COMM_API_TOKEN.
        base_url: The URL before every path. Default: COMM_BASE_URL, or the server of the API description.
        timeout: Seconds for a whole call, retries included.
        connect_timeout: Seconds for opening a connection.
        retries: How many times a failed call is retried, or a `Retry` with more options.
        transport: An httpx transport, for a proxy, HTTP/2, connection limits or tests.
        http_client: An httpx client to use instead. You close it yourself.
        allow_http: Allow http:// to other hosts than localhost. The token is then sent unencrypted.

    Raises:
        TypeError, ValueError: An argument is invalid; the message names it.
    """

    def __init__(
        self,
        *,
        token: str | Callable[[], str] | None = None,
        base_url: str | None = None,
        timeout: float = TIMEOUT,
        connect_timeout: float = CONNECT_TIMEOUT,
        retries: int | Retry = RETRIES,
        transport: Transport | None = None,
        http_client: HttpClient | None = None,
        allow_http: bool = False,
    ) -> None:
        secret = settings.secret(token)
        del token  # so that no traceback shows it
        self._settings = settings.check(
            secret, base_url, timeout, connect_timeout, retries, allow_http, connections.host_of
        )
        self._pools = connections.pools(self._settings, transport, http_client)
        self._headers = connections.headers_beside(http_client)

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
            RuntimeError: The client is closed, or its transport or http_client is used elsewhere; nothing was sent.
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
        answer = Answer(call.request.method)
        request = http_request(call, Deadline(call.remaining()), trace=deadlines.keep)
        exchange = self._pools.take().exchange
        try:
            with closing(exchange(request)) as response:
                answer.begin(response.status_code, response.extensions.get("headers", response.headers))
                if response.is_stream_consumed:  # by a hook
                    answer.add_decoded(response.content)
                else:
                    for piece in response.iter_raw():
                        answer.add(piece)
                        call.check_time()
                    answer.end()
        except InvalidBody as problem:
            answer.cut = problem
        except FAILURES as error:
            answer.cut = failed(call, error)
        return answer

    def close(self) -> None:
        """Close the connections of this process. The client cannot be used afterwards."""
        self._closed = True
        for pool in self._pools.release():
            if pool.close:
                pool.close()

    def __enter__(self) -> Self:
        self._require_open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncSession(Settled):
    """Makes calls with asyncio. Tasks and event loops may share it. Close it after use, or use an `async with` block.

    Arguments and errors are the same as for `CommSms`; `transport` and `http_client` are httpx's asynchronous ones.
    """

    def __init__(
        self,
        *,
        token: str | Callable[[], str] | None = None,
        base_url: str | None = None,
        timeout: float = TIMEOUT,
        connect_timeout: float = CONNECT_TIMEOUT,
        retries: int | Retry = RETRIES,
        transport: AsyncTransport | None = None,
        http_client: AsyncHttpClient | None = None,
        allow_http: bool = False,
    ) -> None:
        secret = settings.secret(token)
        del token  # so that no traceback shows it
        self._settings = settings.check(
            secret, base_url, timeout, connect_timeout, retries, allow_http, connections.host_of
        )
        self._pools = connections.async_pools(self._settings, transport, http_client)
        self._headers = connections.headers_beside(http_client)

    async def send(
        self,
        request: Request[T],
        *,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        retries: int | Retry | None = None,
    ) -> Response[T]:
        """Send a request and return the response, like `CommSms.send`."""
        from asyncio import sleep

        call = self._call(request, timeout, headers, retries)
        while True:
            try:
                return call.result(await self._attempt(call))
            except CommSmsError as failure:
                pause = call.pause(failure)
                if pause is None:
                    raise
            await sleep(pause)

    async def _attempt(self, call: Call[T]) -> Answer:
        from asyncio import timeout

        answer = Answer(call.request.method)
        request = http_request(call, call.remaining())
        exchange = self._pools.take(_running_loop()).exchange
        try:
            async with timeout(call.remaining() + _GRACE), aclosing(await exchange(request)) as response:
                answer.begin(response.status_code, response.extensions.get("headers", response.headers))
                if response.is_stream_consumed:
                    answer.add_decoded(response.content)
                else:
                    async for piece in response.aiter_raw():
                        answer.add(piece)
                    answer.end()
        except InvalidBody as problem:
            answer.cut = problem
        except FAILURES as error:
            answer.cut = failed(call, error)
        return answer

    async def close(self) -> None:
        """Close the connections of this event loop. The client cannot be used afterwards."""
        self._closed = True
        for pool in self._pools.release(_running_loop()):
            if pool.close:
                await pool.close()

    async def __aenter__(self) -> Self:
        self._require_open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def _running_loop() -> Loop:
    """The event loop that runs the call; RuntimeError if it is none of asyncio."""
    from asyncio import get_running_loop

    try:
        return get_running_loop()
    except RuntimeError:
        raise RuntimeError("AsyncCommSms needs an event loop of asyncio; nothing was sent") from None
