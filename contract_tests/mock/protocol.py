"""uvicorn as the mock needs it: quiet, and with JSON for what is not HTTP."""

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .app import AsgiApplication, error


class _JsonHttpToolsProtocol(HttpToolsProtocol):
    """Answers what is not HTTP in the same shape as every other error."""

    def send_400_response(self, msg: str) -> None:
        response = error(400, msg, ((b"connection", b"close"),))
        head = b"".join(b"%s: %s\r\n" % header for header in response.headers)
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\n" + head + b"\r\n" + response.body)
        self.transport.close()


def server(application: AsgiApplication) -> uvicorn.Server:
    """A server that runs an application once it is given a socket."""
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
    return uvicorn.Server(config)
