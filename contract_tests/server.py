"""The seam: one request in, one exchange out, in process or over HTTP.

What verifies (Schemathesis, the laws) knows a server only through `Server`; so the guard that stands before it cannot
be walked around, and the same checks judge a callable, a loopback port and a live host.

Requests are written by hand because checks must send what no HTTP library would. Answers are read by h11, strictly.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import h11

from contract_tests.mock import Request, Response

TIMEOUT = 10.0
BIGGEST_BODY = 8 * 2**20
BASE_URL = re.compile(r"https?://[^/?#@\s]+(?:/[^?#\s]*)?", re.ASCII)


class CouldNotVerifyError(Exception):
    """What stands between us and a verdict, and what to do about it: the one sentence that a person gets."""


@dataclass(frozen=True)
class Exchange:
    """One request, its answer, and the seconds from the first byte sent to the last byte read."""

    request: Request
    response: Response
    seconds: float


class Server(Protocol):
    """Anything that answers requests whose targets begin with the path of `base_url`."""

    @property
    def base_url(self) -> str:
        """The URL below which the contract's paths live, without a slash at its end."""
        ...

    def exchange(self, request: Request) -> Exchange:
        """Send one request and read its answer; `CouldNotVerifyError` when there is none."""
        ...


@dataclass(frozen=True)
class InProcess:
    """A server that is a function of this process, such as the mock's `handle`."""

    handle: Callable[[Request], Response]
    base_url: str = "http://127.0.0.1:8000/api"  # a printed curl line works after `nox -s mock -- --port 8000`

    def exchange(self, request: Request) -> Exchange:
        """Call the function."""
        start = time.perf_counter()
        response = self.handle(request)
        return Exchange(request, response, time.perf_counter() - start)


class OverHttp:
    """A server behind a URL; each exchange has a connection of its own and follows no redirect."""

    def __init__(self, base_url: str, *, timeout: float = TIMEOUT) -> None:
        """Take a base URL such as `https://staging.example.com/api`; `timeout` bounds each exchange, in seconds."""
        self.base_url = base_url.rstrip("/")
        self._timeout = timeout
        try:
            url = urlsplit(self.base_url)
            port = url.port
            host = url.hostname or ""
        except ValueError:
            url, port, host = urlsplit(""), None, ""
        if not (host and port != 0 and self.base_url.isascii() and BASE_URL.fullmatch(self.base_url)):
            shown = re.sub("//.*@", "//[masked]@", self.base_url)
            raise CouldNotVerifyError(
                f"{shown!r} is no base URL: write something like https://staging.example.com/api, "
                "without credentials, query or fragment."
            )
        self._tls = ssl.create_default_context() if url.scheme == "https" else None
        self._host = host
        self._port = port or (443 if self._tls else 80)
        self._authority = url.netloc.encode()

    def exchange(self, request: Request) -> Exchange:
        """Open a connection, write the request, read one answer up to its end."""
        start = time.perf_counter()
        try:
            with self._connect() as connection:
                connection.sendall(self._written(request))
                response = self._read(connection, request.method, start + self._timeout)
        except (OSError, h11.ProtocolError) as error:
            reason = str(error) or type(error).__name__
            target = request.target.decode("latin-1")
            message = f"{self.base_url} gave no answer to {request.method} {target}: {reason}."
            raise CouldNotVerifyError(message) from error
        return Exchange(request, response, time.perf_counter() - start)

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((self._host, self._port), self._timeout)
        if self._tls is None:
            return connection
        try:
            return self._tls.wrap_socket(connection, server_hostname=self._host)
        except BaseException:
            connection.close()
            raise

    def _written(self, request: Request) -> bytes:
        names = {name.lower() for name, _ in request.headers}
        host = () if b"host" in names else ((b"Host", self._authority),)
        kept = tuple(header for header in request.headers if header[0].lower() != b"connection")
        headers = (*host, *kept, (b"Connection", b"close"))
        lines = [b"%s %s HTTP/1.1" % (request.method.encode("latin-1"), request.target)]
        lines += [b"%s: %s" % header for header in headers]
        return b"\r\n".join([*lines, b"", request.body])

    def _read(self, connection: socket.socket, method: str, deadline: float) -> Response:
        # h11 wants to know a request before it reads an answer; only its method matters (HEAD has no body).
        reader = h11.Connection(h11.CLIENT)
        reader.send(h11.Request(method=method, target="/", headers=[("Host", "reader")]))
        reader.send(h11.EndOfMessage())
        head: h11.Response | None = None
        body = bytearray()
        while True:
            event = reader.next_event()
            if event is h11.NEED_DATA:
                connection.settimeout(max(deadline - time.perf_counter(), 0.001))
                data = connection.recv(65536)
                if not data and head is None:
                    raise OSError("the connection was closed without an answer")
                reader.receive_data(data)
            elif isinstance(event, h11.Response):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > BIGGEST_BODY:
                    raise OSError(f"the body is larger than {BIGGEST_BODY} bytes")
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return Response(head.status_code, tuple(head.headers), bytes(body))
