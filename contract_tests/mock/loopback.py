"""The mock behind a socket: uvicorn in a thread of this process."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from contract_tests.mock.app import AsgiApplication, Handle, asgi, error


class _JsonHttpToolsProtocol(HttpToolsProtocol):
    """Answers what is not HTTP in the same shape as every other error."""

    def send_400_response(self, msg: str) -> None:
        response = error(400, msg, ((b"connection", b"close"),))
        head = b"".join(b"%s: %s\r\n" % header for header in response.headers)
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\n" + head + b"\r\n" + response.body)
        self.transport.close()


@contextmanager
def serve(handle: Handle, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
    """Serve `handle` over HTTP while the block runs; port 0 takes any free one.

    Yields:
        The base URL, such as `http://127.0.0.1:49152/api`.

    Raises:
        OSError: the address cannot be listened on.
    """
    with serve_application(asgi(handle), host, port) as url:
        yield url


@contextmanager
def serve_application(application: AsgiApplication, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
    """As `serve`, for an ASGI application."""
    with socket.create_server((host, port)) as listener:
        config = uvicorn.Config(
            application,
            http=_JsonHttpToolsProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        # The socket already listens: a caller that is faster than the thread waits in its backlog.
        try:
            yield f"http://{host}:{listener.getsockname()[1]}/api"
        finally:
            server.should_exit = True
            thread.join()
