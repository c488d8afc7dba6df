"""Every printed curl line sends the request that it is about, byte for byte, and shows no secret."""

import contextlib
import os
import socket
import subprocess
import threading
from collections.abc import Generator, Iterator

import pytest

from contract_tests.mock import TOKEN, Mock
from contract_tests.quality.fault_runs import TARGETS, contexts, schemas
from contract_tests.verifiable import verifiable
from contract_tests.verifier.curl import curl
from contract_tests.verifier.exchange import Headers, Request
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.runner import ask_and_judge
from contract_tests.verifier.transport import InProcess

ADDED = {b"host", b"user-agent", b"content-length", b"expect"}
"""What curl sends of its own."""
SECRET = "1|se'cret\"$HOME`!\\ x"  # noqa: S105 (opens nothing)


@contextlib.contextmanager
def recorder() -> Generator[tuple[str, list[Request]]]:
    """Listen on this machine; yield the base URL, and a list that gets each request as it came. All are answered."""
    requests: list[Request] = []
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    def listen() -> None:
        with contextlib.suppress(OSError):
            while True:
                with listener.accept()[0] as connection:
                    connection.settimeout(20)
                    requests.append(_read(connection))
                    connection.sendall(b"HTTP/1.1 204 Nothing\r\nConnection: close\r\n\r\n")

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/api", requests
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        listener.close()


def _read(connection: socket.socket) -> Request:
    """Read one request."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536) or b"\r\n\r\n"
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    method, target, _ = first.split(b" ")
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(b":") for line in lines))
    length = next((int(value) for name, value in headers if name.lower() == b"content-length"), 0)
    if (b"expect", b"100-continue") in {(name.lower(), value.lower()) for name, value in headers}:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    while len(body) < length:
        body += connection.recv(65536)
    return Request(method.decode("latin-1"), target, headers, body)


def _sent(request: Request) -> tuple[str, bytes, list[tuple[bytes, bytes]], bytes]:
    """What must arrive of a request."""
    headers = sorted(
        (name, value.strip()) for name, value in request.headers if name.lower() not in ADDED | {b"expect"}
    )
    return request.method, request.target, headers, request.body


def _run(lines: list[str], token: str) -> None:
    environment = os.environ | {"COMM_API_TOKEN": token}
    script = "\n".join(line + " --silent --show-error --max-time 10 || exit 1" for line in lines)
    subprocess.run(["bash"], input=script.encode(), env=environment, check=True, capture_output=True, timeout=120)


def _requests_of_the_laws() -> Iterator[Request]:
    guard = Guard(InProcess(verifiable(Mock().handle)), schemas().operations, TARGETS, own=True)
    ask_and_judge(contexts(guard))
    yield from dict.fromkeys(exchange.request for exchange in guard.exchanges)


def test_every_request_of_the_laws_is_sent_again_by_its_curl_line() -> None:
    requests = list(_requests_of_the_laws())
    with recorder() as (base_url, received):
        lines = [curl(base_url, request, TOKEN) for request in requests]
        _run(lines, TOKEN)
    assert len(requests) > 300
    assert list(map(_sent, received)) == list(map(_sent, requests))
    assert [line for line in lines if TOKEN in line or "[masked]" in line or len(line) > 5000] == []


@pytest.mark.parametrize(
    ("method", "target", "body", "headers"),
    [
        ("POST", b"/a/../b?x=%20", b"", ()),
        ("POST", b"/a/%2e%2E/b", b"", ()),
        ("POST", b"/a", b"@file 'quoted' $HOME", ()),
        ("PUT", b"/a", b"\x00\xff\n%", ((b"content-type", b"application/json"),)),
        ("DELETE", b"/a", b"plain", ()),
        ("HEAD", b"/a", b"", ()),
        ("GET", b"/a[1-3]/{x,y}?b[]=\\", b"", ()),
        ("GET", b"/a#b", b"", ()),
        ("GET", b"//host/a", b"", ()),
        ("GET", b"/caf\xc3\xa9\xff", b"", ()),
        ("GET", b"*", b"", ()),
        ("OPTIONS", b"/a?'\"$x`id`!!", b"", ((b"Accept", b""), (b"X-Bytes", b"\xff'\x80\t$x"))),
        ("POST", b"/a", b"\\n%s -" + b"'" * 300 + b"%" * 100 + b"\r\n", ((b"Content-Type", b"text/plain"),)),
        ("POST", b"/" + b"z" * 5000, b"\0" * 200_000, ()),
        ("POST", b"/a?token=" + SECRET.encode()[2:9], b"{" + SECRET.encode() + b"}", ()),
        ("GET", b"/a", b"", ((b"Authorization", b"Bearer " + SECRET.encode()), (b"Authorization", b"Bearer x"))),
        ("GET", b"/a", b"", ((b"authorization", SECRET.swapcase().encode() + b"x"), (b"Cookie", SECRET.encode()))),
    ],
)  # fmt: skip
def test_a_printed_command_sends_the_same_request(method: str, target: bytes, body: bytes, headers: Headers) -> None:
    request = Request(method, target, headers if b"Accept" in dict(headers) else (*headers, (b"Accept", b"*/*")), body)
    with recorder() as (base_url, received):
        line = curl(base_url, request, SECRET)
        _run([line], SECRET)
    assert list(map(_sent, received)) == [_sent(request)]
    assert SECRET not in line
    assert len(line) < 2000


def test_a_header_that_curl_would_add_is_left_out() -> None:
    request = Request("POST", b"/a", (), b"x")
    with recorder() as (base_url, received):
        _run([curl(base_url, request)], "")
    assert list(map(_sent, received)) == [_sent(request)]


def test_other_secrets_than_the_token_are_masked() -> None:
    request = Request("GET", b"/a?key=another-secret", ((b"Authorization", b"Bearer the-token"), (b"Accept", b"*/*")))
    expected = (
        "curl -X GET -H \"Authorization: Bearer $COMM_API_TOKEN\" -H 'Accept: */*' 'http://127.0.0.1/a?key=[masked]'"
    )
    assert curl("http://127.0.0.1/api", request, "the-token", "another-secret") == expected
