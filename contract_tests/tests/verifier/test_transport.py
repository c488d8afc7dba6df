"""The seam writes what it is given, reads strictly, and has one sentence for everything that is no answer."""

import contextlib
import re
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from contract_tests import mock
from contract_tests.mock import SENDS, Mock, serve, stop_request
from contract_tests.verifiable import verifiable
from contract_tests.verifier.exchange import NO_ANSWER, Exchange, Request, Response
from contract_tests.verifier.transport import CouldNotVerifyError, InProcess, OverHttp

REQUEST = Request("POST", b"/api/x?y=%zz", ((b"X-Odd", b"\xff"), (b"Content-Length", b"2")), b"{}")


@contextmanager
def answering(answer: bytes, family: socket.AddressFamily = socket.AF_INET) -> Generator[tuple[str, list[bytes]]]:
    """Serve one raw answer; yield the base URL and the list that the request's bytes go to."""
    received: list[bytes] = []
    host = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}[family]
    with socket.create_server((host, 0), family=family) as listener:

        def serve_once() -> None:
            connection, _ = listener.accept()
            with connection:
                received.append(connection.recv(65536))
                with contextlib.suppress(ConnectionError):  # who reads may have read enough
                    connection.sendall(answer)

        thread = threading.Thread(target=serve_once)
        thread.start()
        try:
            yield f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/api", received
        finally:
            thread.join()


def exchange(url: str, request: Request = REQUEST, *, limit: float | None = None) -> Exchange:
    (exchange,) = OverHttp(url, limit=limit).converse([request])
    return exchange


def test_a_request_is_written_as_it_is() -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as (url, received):
        exchange(url)
    host = url.removeprefix("http://").removesuffix("/api").encode()
    assert received == [
        b"POST /api/x?y=%zz HTTP/1.1\r\nHost: "
        + host
        + b"\r\nX-Odd: \xff\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
    ]


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", b"ok"),
        (b"HTTP/1.1 200 OK\r\n\r\nok", b"ok"),
        (b"HTTP/1.0 200 OK\r\n\r\nok", b"ok"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    ],
)
def test_every_framing_of_http_is_read(answer: bytes, body: bytes) -> None:
    with answering(answer) as (url, _):
        answered = exchange(url)
    assert (answered.response.body, answered.failure) == (body, "")


def test_a_redirect_is_an_answer() -> None:
    with answering(b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n") as (url, _):
        response = exchange(url).response
    assert (response.status, response.headers[0]) == (302, (b"location", b"/login"))


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (b"", "closed without an answer"),
        (b"SSH-2.0-OpenSSH\r\n", "peer unexpectedly closed connection"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", "conflicting Content-Length"),
    ],
)
def test_what_is_no_answer_says_why(answer: bytes, failure: str) -> None:
    with answering(answer) as (url, _):
        failed = exchange(url)
    assert failed.response == NO_ANSWER
    assert failure in failed.failure


@pytest.mark.parametrize(
    ("framing", "body", "failure"),
    [
        (b"Content-Length: 9", b"short", "received 5 bytes, expected 9"),
        (b"Transfer-Encoding: chunked", b"2\r\nok\r\nzz\r\n", "illegal chunk header"),
        (b"Content-Length: 9000000", b" " * 9000000, "larger than 8388608 bytes"),
    ],
)
def test_an_answer_that_breaks_off_is_kept_as_far_as_it_came(framing: bytes, body: bytes, failure: str) -> None:
    with answering(b"HTTP/1.1 200 OK\r\n" + framing + b"\r\n\r\n" + body) as (url, _):
        failed = exchange(url)
    assert failed.response.status == 200
    assert failed.response.body
    assert failure in failed.failure


@pytest.mark.parametrize("method", ["POST", "HEAD"])
def test_more_than_one_answer_is_a_failure_too(method: str) -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n") as (url, _):
        failed = exchange(url, Request(method, b"/api/x"))
    assert failed.response.status == 200
    assert failed.failure == "after the end of the answer came more: b'HTTP/1.1 200 OK\\r\\n'"


@pytest.mark.parametrize(
    ("surplus", "told"),
    [(b"x" * 30 + b"a-long-token", f"b'{'x' * 30}a-long-token'"), (b"x" * 390 + b"a-long-token", "402 bytes")],
)
def test_what_comes_after_the_answer_is_told_whole_or_counted(surplus: bytes, told: str) -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" + surplus) as (url, _):
        assert exchange(url).failure == f"after the end of the answer came more: {told}"


@pytest.mark.parametrize("dribble", [b"", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-A: "])
def test_a_server_that_stalls_is_left(dribble: bytes) -> None:
    left = threading.Event()

    def stall(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            while not left.wait(0.001):
                connection.sendall(dribble)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=stall, args=(listener,))
        thread.start()
        try:
            failed = exchange(f"http://127.0.0.1:{listener.getsockname()[1]}", limit=0.05)
        finally:
            left.set()
            thread.join()
    assert (failed.response, failed.failure) == (NO_ANSWER, "no complete answer within 0.05 s")


def test_in_process_too_an_answer_may_be_late_or_lost() -> None:
    def lost(_: Request) -> Response:
        raise ConnectionResetError("reset")

    (late,) = InProcess(verifiable(Mock().handle), limit=0.0).converse([REQUEST])
    assert (late.response.status, late.failure) == (404, "no complete answer within 0 s")
    (failed,) = InProcess(lost).converse([REQUEST])
    assert (failed.response, failed.failure) == (NO_ANSWER, "reset")


def test_a_closed_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(CouldNotVerifyError, match=r"gave no connection: .*refused"):
        exchange(url)


def test_a_host_without_address_is_one_sentence() -> None:
    with pytest.raises(CouldNotVerifyError, match="gave no connection"):
        exchange("http://a..b/api")


def test_a_server_without_tls_is_one_sentence() -> None:
    said = r"gave no TLS connection: .*; it may speak plain http there\.$"
    with serve(Mock().handle) as url, pytest.raises(CouldNotVerifyError, match=said):
        exchange(url.replace("http:", "https:"))


@pytest.mark.parametrize(
    ("variables", "advice"),
    [
        ({}, "is it running?"),
        (
            {"HTTP_PROXY": "http://proxy:3128"},
            "the proxy of HTTP_PROXY is not used, as requests go straight to the server.",
        ),
        ({"all_proxy": "http://proxy:3128"}, "the proxy of ALL_PROXY is not used"),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "is it running?"),
        ({"HTTP_PROXY": "http://proxy:3128", "NO_PROXY": "127.0.0.1"}, "is it running?"),
    ],
)
def test_a_proxy_that_is_not_used_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], advice: str
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(CouldNotVerifyError, match=re.escape(advice)):
        exchange(url)


def test_several_requests_share_a_connection() -> None:
    with serve(Mock().handle) as url:
        exchanges = OverHttp(url).converse([REQUEST, Request(**vars(stop_request(SENDS[0]))), REQUEST])
    assert [exchange.response.status for exchange in exchanges] == [404, 200, 404]


def test_a_connection_that_the_server_ends_is_not_an_answer_missed() -> None:
    for answer in (
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    ):
        with answering(answer) as (url, _):
            exchanges = OverHttp(url).converse([REQUEST, REQUEST])
        assert [(exchange.response.status, exchange.failure) for exchange in exchanges] == [(200, "")]


def test_an_answer_is_heard_though_the_request_was_not_read_to_its_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            connection, _ = listener.accept()
            connection.shutdown(socket.SHUT_RD)
            connection.sendall(b"HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n")
            connection.close()

        thread = threading.Thread(target=refuse)
        thread.start()
        answered = exchange(f"http://127.0.0.1:{listener.getsockname()[1]}")
        thread.join()
    assert (answered.response.status, answered.failure) == (413, "")


@pytest.mark.parametrize(
    ("url", "is_loopback"),
    [
        ("http://127.0.0.1:1/api", True),
        ("http://127.9.9.9/api", True),
        ("http://[::1]:1/api", True),
        ("http://LOCALHOST", True),
        ("http://localhost.:8000/api", True),
        ("http://0.0.0.0:8000/api", True),
        ("http://127.1/api", True),
        ("http://[::ffff:127.0.0.1]/api", True),
        ("http://[::]/api", True),
        ("http://localhost.example.com", False),
        ("http://10.0.0.1", False),
        ("https://staging.example.com/api", False),
    ],
)
def test_loopback_is_what_cannot_be_elsewhere(url: str, is_loopback: bool) -> None:  # noqa: FBT001 (a parameter)
    assert OverHttp(url).is_loopback is is_loopback


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_ipv6_is_a_host_too() -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", socket.AF_INET6) as (url, received):
        assert exchange(url).response.status == 200
    assert f"\r\nHost: {url.removeprefix('http://').removesuffix('/api')}\r\n".encode() in received[0]


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "x",
            "ftp://x",
            "http://",
            "http://x:99999",
            "http://x:y",
            "http://x/api?a=b",
            "http://x/#a",
            "file:///etc",
        ),
        *(
            "http://user:secret@x/api",
            "http://x/a b",
            "http://x/\n",
            "http://b\xfccher.example",
            "http://:80",
            "http://x:0",
        ),
    ],
)
def test_what_is_no_base_url_is_refused(url: str) -> None:
    with pytest.raises(CouldNotVerifyError, match="is no base URL"):
        OverHttp(url)


def test_credentials_in_a_base_url_are_refused_and_not_repeated() -> None:
    with pytest.raises(CouldNotVerifyError) as caught:
        OverHttp("https://user:secret@staging.example.com/api")
    assert "'https://[masked]@staging.example.com/api' is no base URL" in str(caught.value)


def test_head_has_no_body_to_wait_for() -> None:
    with answering(b"HTTP/1.1 405 No\r\nContent-Length: 99\r\n\r\n") as (url, _):
        assert exchange(url, Request("HEAD", b"/api/x")).response == Response(405, ((b"content-length", b"99"),), b"")


def test_in_process_and_over_http_give_the_same_answer() -> None:
    request = Request("POST", b"/api/%zz?q=1")

    def handle(request: mock.Request) -> mock.Response:
        return mock.Response(200, ((b"content-length", b"%d" % len(request.target)),), request.target)

    with serve(handle) as url:
        over_http = exchange(url, request).response
    in_process = InProcess(verifiable(handle)).converse([request])[0].response
    assert (over_http.status, over_http.body) == (in_process.status, in_process.body)
