"""One boundary: every byte that reaches a server is in the guard's record, and no other connection is opened."""

import contextlib
import re
import socket
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests import command
from contract_tests.mock import SENDS, TOKEN, Mock
from contract_tests.mock import Request as Received
from contract_tests.tests.verifier.test_audit import entry, har
from contract_tests.verifier.audit import command as audit
from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.transport import OverHttp
from scripts.contract.document import Contract

HEAD = re.compile(rb".*?\r\n\r\n", re.DOTALL)
LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
PAIR = "/".join(SENDS[2].ids)
_connected: list[object] | None = None
"""Where the sockets of this process connected to, while that is asked for; None otherwise."""

pytestmark = pytest.mark.usefixtures("few_examples")


def note(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: it sees every socket of the process, whichever library opens it."""
    if _connected is not None and event in {"socket.connect", "socket.sendto", "socket.getaddrinfo"}:
        _connected.append(arguments[1] if event != "socket.getaddrinfo" else arguments[:2])


sys.addaudithook(note)


@contextmanager
def connections() -> Generator[list[object]]:
    """Yield the list of addresses that sockets of this process connect to, or ask for, from now on."""
    global _connected  # noqa: PLW0603 (an audit hook cannot be removed)
    _connected = seen = list[object]()
    try:
        yield seen
    finally:
        _connected = None


def length(head: bytes) -> int:
    """How long a head says that its body is."""
    said = LENGTH.search(head)
    return int(said[1]) if said else 0


class Recorder:
    """Answers each connection once, as the mock does, and keeps every byte that came."""

    def __init__(self, listener: socket.socket) -> None:
        """Take what listens."""
        self.received: list[bytes] = []
        self._listener, self._mock = listener, Mock()

    def listen(self) -> None:
        """Serve one connection after another."""
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection, contextlib.suppress(ConnectionError):
                    self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        received = b""
        self.received.append(received)
        while not (head := HEAD.match(received)) or len(received) < head.end() + length(head[0]):
            data = connection.recv(65536)
            if not data:
                return
            self.received[-1] = received = received + data
        method, target = head[0].split(b" ", 2)[:2]
        pairs = [line.partition(b":")[::2] for line in head[0].split(b"\r\n")[1:-2]]
        headers = tuple((name.lower(), value.strip()) for name, value in pairs)
        response = self._mock.handle(Received(method.decode("latin-1"), target, headers, received[head.end() :]))
        lines = [b"HTTP/1.1 %d X" % response.status, *(b"%s: %s" % header for header in response.headers)]
        connection.sendall(b"\r\n".join([*lines, b"connection: close", b"", response.body]))


@contextmanager
def recording() -> Generator[tuple[str, list[bytes]]]:
    """A server that keeps the contract; yields its base URL, and the bytes of each connection."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        recorder = Recorder(listener)
        thread = threading.Thread(target=recorder.listen, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/api", recorder.received
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.fixture
def guards(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Guard]:
    """The guards that the job makes."""
    made: list[Guard] = []

    def current(_: Contract) -> list[str]:
        return []

    original = Guard.__post_init__

    def remember(guard: Guard) -> None:
        original(guard)
        made.append(guard)

    monkeypatch.setattr(command, "check_client", current)
    monkeypatch.setattr(command, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(Guard, "__post_init__", remember)
    monkeypatch.setenv("COMM_API_TOKEN", TOKEN)
    return made


def written(server: OverHttp, exchange: Exchange) -> set[bytes]:
    """The bytes of a request: the last of a connection, and one that others should follow."""
    # The bytes are not part of the transport's face: only this test compares them with those that arrived.
    return {server._written(exchange.request, value) for value in (b"close", b"keep-alive")}  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def test_every_byte_that_reaches_a_server_is_in_the_record_of_the_guard(guards: list[Guard]) -> None:
    with recording() as (url, received), connections() as seen:
        assert command.main(["--base-url", url, "--pair", PAIR]) == 0
    (guard,) = guards
    server = guard.server
    assert isinstance(server, OverHttp)
    assert len(received) == len(guard.exchanges) > 100
    left = list(received)
    for exchange in guard.exchanges:  # some were under way at once
        left.remove(next(sent for sent in left if sent in written(server, exchange)))
    assert left == []
    assert set(seen) == {("127.0.0.1", urlsplit(url).port)}


def test_the_main_job_without_a_server_talks_to_its_own_mock_alone(guards: list[Guard]) -> None:
    with connections() as seen:
        assert command.main([]) == 0
    _, over_http = guards
    assert set(seen) == {("127.0.0.1", urlsplit(over_http.base_url).port)}


def test_the_audit_opens_no_connection(tmp_path: Path) -> None:
    path = tmp_path / "traffic.har"
    path.write_text(har([entry()]), "utf-8")
    with connections() as seen:
        assert audit.main([str(path)]) == 0
    assert seen == []


def test_a_connection_beside_the_guard_is_seen() -> None:
    with recording() as (url, received), connections() as seen:
        httpx.get(url + "/beside")
    assert set(seen) == {("127.0.0.1", urlsplit(url).port)}
    assert b"GET /api/beside HTTP/1.1" in received[0]
