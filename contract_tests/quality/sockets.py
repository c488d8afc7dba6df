"""Servers on a socket that say byte for byte what they are told, right or wrong."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import TypeAlias

Talk: TypeAlias = Callable[[socket.socket], None]
"""What a server does with a connection after it has received a request."""


@contextmanager
def talking(talk: Talk, tls: ssl.SSLContext | None = None) -> Generator[str]:
    """Serve each connection with `talk`, one after the other, while the block runs; yields the base URL."""

    def serve() -> None:
        while True:
            connection, _ = listener.accept()
            with suppress(OSError), connection:
                if closing.is_set():
                    return
                with tls.wrap_socket(connection, server_side=True) if tls else connection as stream:
                    served.append(stream)
                    stream.recv(65536)
                    talk(stream)

    closing = threading.Event()
    served: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http{'s' if tls else ''}://127.0.0.1:{port}/api"
        finally:
            closing.set()
            for stream in served:
                with suppress(OSError):  # it is closed already
                    stream.shutdown(socket.SHUT_RDWR)
            socket.create_connection(("127.0.0.1", port)).close()
            thread.join()


def saying(*pieces: bytes) -> Talk:
    """Send the pieces and close."""

    def talk(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return talk


def resetting(*pieces: bytes) -> Talk:
    """Send the pieces and reset the connection."""

    def talk(connection: socket.socket) -> None:
        saying(*pieces)(connection)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return talk


def stalling(*pieces: bytes) -> Talk:
    """Send the pieces and wait for the client to leave."""

    def talk(connection: socket.socket) -> None:
        saying(*pieces)(connection)
        connection.recv(1)

    return talk


def dripping(beginning: bytes, drop: bytes = b" ") -> Talk:
    """Send the beginning and one drop after the other, without end, so that no single read takes long."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(beginning)
        pause = threading.Event()
        while not pause.wait(0.01):
            connection.sendall(drop)

    return talk
