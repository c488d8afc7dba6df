"""The transport: requests in, exchanges out, in process or over HTTP.

Laws and Schemathesis reach a server only through `Server`. So no request can bypass the guard, and the same checks
judge a function, a local port and a remote host.

Requests are written by hand, because some checks send what no HTTP library would. h11 reads the answers, strictly.
"""

import contextlib
import re
import socket
import ssl
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

import h11

from contract_tests.verifier.exchange import NO_ANSWER, Exchange, Request, Response
from contract_tests.verifier.places import HERE, spelled

LIMIT, LIMIT_OF_ONES_OWN = 10.0, 2.0
"""The longest time for one exchange in seconds; the second for the caller's own server, on this machine."""
LINGER = 0.1
BIGGEST_BODY = 8 * 2**20
BIGGEST_BEGINNING = 2**16
"""How many bytes are kept of a body that was not read to its end."""
MOST_SURPLUS = 400
"""So many bytes after an answer are told. More are counted, not cut: nobody could mask half of a token."""
PLAIN = {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"}
"""What OpenSSL says of an answer that is no TLS."""
BASE_URL = re.compile(r"https?://[^/?#@\s]+(?:/[^?#\s]*)?", re.ASCII | re.IGNORECASE)


def without_credentials(url: str) -> str:
    """A URL as it may be shown: what stands before an @ is masked, and so is a query."""
    return re.sub(r"\?.*", "?[masked]", re.sub("//.*@", "//[masked]@", url))


class CouldNotVerifyError(Exception):
    """No verdict is possible. The text is one sentence: what is wrong and what to do about it."""


class Server(Protocol):
    """Anything that answers requests whose targets begin with the path of `base_url`."""

    @property
    def base_url(self) -> str:
        """The URL that the contract's paths are relative to, without a slash at its end."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether it is the caller's own server, on this machine."""
        ...

    def converse(self, requests: Sequence[Request]) -> list[Exchange]:
        """Send requests one after another over one connection.

        A server may close the connection after any answer; then there are fewer exchanges than requests. An unanswered
        request may have been processed, so it is not sent again.

        Raises:
            CouldNotVerifyError: there was no connection.
        """
        ...


@dataclass(frozen=True)
class InProcess:
    """A server that is a function of this process, such as the mock's `handle`. An `OSError` is a lost connection."""

    handle: Callable[[Request], Response]
    base_url: str = "http://127.0.0.1:8000/api"  # a printed curl line works after `nox -s mock -- --port 8000`
    limit: float = LIMIT_OF_ONES_OWN
    is_local: bool = True

    def converse(self, requests: Sequence[Request]) -> list[Exchange]:
        """Call the function."""
        return [self._call(request) for request in requests]

    def _call(self, request: Request) -> Exchange:
        start = time.perf_counter()
        try:
            response, failure = self.handle(request), ""
        except OSError as error:
            response, failure = NO_ANSWER, _reason(error)
        seconds = time.perf_counter() - start
        return Exchange(request, response, seconds, failure or (_late(self.limit) if seconds > self.limit else ""))


class OverHttp:
    """A server behind a URL. Redirects are not followed, requests are not retried."""

    def __init__(self, base_url: str, *, limit: float | None = None, is_local: bool = False) -> None:
        """Take a base URL such as `https://staging.example.com/api`.

        Args:
            base_url: the base URL.
            limit: the longest time for one exchange, in seconds: by default 10, or 2 for the caller's own server.
            is_local: it is the caller's own server, on this machine. A port of this machine may lead elsewhere.
        """
        self.base_url = base_url.rstrip("/")
        try:
            url = urlsplit(self.base_url)
            port = url.port
            host = url.hostname or ""
        except ValueError:
            url, port, host = urlsplit(""), None, ""
        if not (host and port != 0 and self.base_url.isascii() and BASE_URL.fullmatch(self.base_url)):
            shown = without_credentials(self.base_url)
            raise CouldNotVerifyError(
                f"{shown!r} is no base URL: write something like https://staging.example.com/api, "
                "without credentials, query or fragment."
            )
        self._tls = ssl.create_default_context() if url.scheme == "https" else None
        self._host = host
        self._port = port or (443 if self._tls else 80)
        self._authority = url.netloc.encode()
        self.is_local = is_local
        self._limit = limit or (LIMIT_OF_ONES_OWN if is_local else LIMIT)
        self._closes = True

    @property
    def is_loopback(self) -> bool:
        """Whether the URL is of this machine."""
        return spelled(self._host) == HERE

    @property
    def is_overheard(self) -> bool:
        """Whether requests leave this machine unencrypted."""
        return self._tls is None and not self.is_loopback

    def converse(self, requests: Sequence[Request]) -> list[Exchange]:
        """Send each request after the answer to the one before was read completely."""
        exchanges: list[Exchange] = []
        with self._connect() as connection:
            for number, request in enumerate(requests, 1):
                start = time.perf_counter()
                last = number == len(requests)
                # A server may answer, and close, before it has read everything.
                with contextlib.suppress(ConnectionError):
                    connection.sendall(self._written(request, b"close" if last else b"keep-alive"))
                answer = _Answer(connection, request.method, start + self._limit)
                failure = ""
                try:
                    answer.read()
                except TimeoutError:
                    failure = _late(self._limit)
                except (OSError, h11.ProtocolError) as error:
                    if exchanges and not answer.begun:
                        break
                    failure = _reason(error) if answer.begun else "the connection was closed without an answer"
                if failure:
                    answer.shorten()
                exchange = Exchange(request, answer.response, time.perf_counter() - start, failure)
                surplus = b"" if failure else answer.surplus or (self._lingering(connection) if last else b"")
                if surplus:
                    more = repr(surplus) if len(surplus) <= MOST_SURPLUS else f"{len(surplus)} bytes"
                    failure = f"after the end of the answer came more: {more}"
                    exchange = replace(exchange, failure=failure)
                exchanges.append(exchange)
                if exchange.failure or not answer.may_be_followed:
                    break
        return exchanges

    def _connect(self) -> socket.socket:
        try:
            connection = socket.create_connection((self._host, self._port), self._limit)
            try:
                return self._tls.wrap_socket(connection, server_hostname=self._host) if self._tls else connection
            except BaseException:
                connection.close()
                raise
        except ssl.SSLError as error:
            is_plain = error.reason in PLAIN
            advice = "it may speak plain http there" if is_plain else "SSL_CERT_FILE names trusted roots"
            message = f"{self.base_url} gave no TLS connection: {_reason(error)}; {advice}."
            raise CouldNotVerifyError(message) from error
        except (OSError, UnicodeError) as error:
            advice = self._passed_by() or "is it running? --wait SECONDS waits for a server that is starting"
            message = f"{self.base_url} gave no connection: {_reason(error)}; {advice}."
            raise CouldNotVerifyError(message) from error

    def _passed_by(self) -> str:
        """The variable that names a proxy for this server, which is not used; empty without one."""
        scheme = "https" if self._tls else "http"
        proxies = urllib.request.getproxies_environment()
        name = next((name for name in (scheme, "all") if proxies.get(name)), "")
        if not name or urllib.request.proxy_bypass(self._host, proxies):
            return ""
        return f"the proxy of {name.upper()}_PROXY is not used, as requests go straight to the server"

    def _written(self, request: Request, connection: bytes) -> bytes:
        names = {name.lower() for name, _ in request.headers}
        host = () if b"host" in names else ((b"Host", self._authority),)
        kept = tuple(header for header in request.headers if header[0].lower() != b"connection")
        headers = (*host, *kept, (b"Connection", connection))
        lines = [b"%s %s HTTP/1.1" % (request.method.encode("latin-1"), request.target)]
        lines += [b"%s: %s" % header for header in headers]
        return b"\r\n".join([*lines, b"", request.body])

    def _lingering(self, connection: socket.socket) -> bytes:
        """What comes after the last answer. A server that once kept the connection open is not waited for again."""
        if not self._closes:
            return b""
        connection.settimeout(LINGER)
        try:
            return connection.recv(65536)
        except TimeoutError:
            self._closes = False
        except OSError:
            pass
        return b""


class _Answer:
    """The reading of one answer."""

    def __init__(self, connection: socket.socket, method: str, deadline: float) -> None:
        self.begun = False
        self._head: h11.Response | None = None
        self._body = bytearray()
        self._connection = connection
        self._deadline = deadline
        # h11 needs a request before it reads an answer; only whether it is HEAD matters.
        self._reader = h11.Connection(h11.CLIENT)
        self._reader.send(
            h11.Request(method="HEAD" if method == "HEAD" else "POST", target="/", headers=[("Host", "reader")])
        )
        self._reader.send(h11.EndOfMessage())

    @property
    def surplus(self) -> bytes:
        """What came after the end of the answer, so far."""
        return bytes(self._reader.trailing_data[0])

    @property
    def may_be_followed(self) -> bool:
        """Whether the server left the connection open for another request."""
        return self._reader.their_state is h11.DONE

    @property
    def response(self) -> Response:
        """What was read so far."""
        if self._head is None:
            return NO_ANSWER
        return Response(self._head.status_code, tuple(self._head.headers), bytes(self._body))

    def shorten(self) -> None:
        """Keep the beginning of the body alone."""
        del self._body[BIGGEST_BEGINNING:]

    def read(self) -> None:
        """Read the whole answer.

        Raises:
            OSError: the connection ended, or the deadline passed.
            h11.ProtocolError: it is not HTTP.
        """
        while not isinstance(event := self._reader.next_event(), h11.EndOfMessage):
            if time.perf_counter() > self._deadline:
                raise TimeoutError
            if event is h11.NEED_DATA:
                self._receive()
            elif isinstance(event, h11.Response):
                self._head = event
            elif isinstance(event, h11.Data):
                self._body += event.data
                if len(self._body) > BIGGEST_BODY:
                    raise OSError(f"the body is larger than {BIGGEST_BODY} bytes")

    def _receive(self) -> None:
        left = self._deadline - time.perf_counter()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        data = self._connection.recv(65536)
        self.begun = self.begun or bool(data)
        self._reader.receive_data(data)


def _late(limit: float) -> str:
    return f"no complete answer within {limit:g} s"


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
