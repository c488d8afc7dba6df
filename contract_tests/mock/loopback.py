"""The mock behind a socket: uvicorn in a thread of this process."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .app import Handle, asgi

if TYPE_CHECKING:
    import uvicorn


@contextmanager
def serve(handle: Handle, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
    """Serve `handle` over HTTP while the block runs; port 0 takes any free one.

    Yields:
        The base URL, such as `http://127.0.0.1:49152/api`.

    Raises:
        ModuleNotFoundError: uvicorn or httptools is not installed.
        OSError: the address cannot be listened on.
    """
    server = _server(handle)
    with socket.create_server((host, port)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        # The socket already listens: a caller that is faster than the thread waits in its backlog.
        try:
            yield f"http://{host}:{listener.getsockname()[1]}/api"
        finally:
            server.should_exit = True
            thread.join()


def _server(handle: Handle) -> "uvicorn.Server":
    try:
        from .protocol import server  # noqa: PLC0415 - the client is used, and pytest starts, without uvicorn
    except ModuleNotFoundError as error:
        sentence = f"the mock needs {error.name}, which is not installed: pip install 'comm-sms[mock]'"
        raise ModuleNotFoundError(sentence, name=error.name) from None
    return server(asgi(handle))
