"""The seam writes what it is given, reads strictly, and has one sentence for everything that is no answer."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from contract_tests.mock import Request, Response, serve
from contract_tests.server import CouldNotVerifyError, InProcess, OverHttp

REQUEST = Request("POST", b"/api/x?y=%zz", ((b"X-Odd", b"\xff"), (b"Content-Length", b"2")), b"{}")


@contextmanager
def answering(answer: bytes) -> Generator[tuple[str, list[bytes]]]:
    """Serve one raw answer; yield the base URL and the list that the request's bytes go to."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve_once() -> None:
            connection, _ = listener.accept()
            with connection:
                received.append(connection.recv(65536))
                connection.sendall(answer)

        thread = threading.Thread(target=serve_once)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/api", received
        finally:
            thread.join()


def test_a_request_is_written_as_it_is() -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as (url, received):
        OverHttp(url).exchange(REQUEST)
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
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    ],
)
def test_every_framing_of_http_is_read(answer: bytes, body: bytes) -> None:
    with answering(answer) as (url, _):
        assert OverHttp(url).exchange(REQUEST).response.body == body


def test_a_redirect_is_an_answer() -> None:
    with answering(b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n") as (url, _):
        exchange = OverHttp(url).exchange(REQUEST)
    assert (exchange.response.status, exchange.response.headers[0]) == (302, (b"location", b"/login"))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_answer_is_one_sentence(answer: bytes) -> None:
    with answering(answer) as (url, _), pytest.raises(CouldNotVerifyError) as caught:
        OverHttp(url).exchange(REQUEST)
    assert str(caught.value).startswith(f"{url} gave no answer to POST /api/x?y=%zz: ")


def test_a_server_that_stalls_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(CouldNotVerifyError, match="timed out"):
            OverHttp(url, timeout=0.05).exchange(REQUEST)


def test_a_closed_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(CouldNotVerifyError, match="gave no answer"):
        OverHttp(url).exchange(REQUEST)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "ftp://x",
        "http://",
        "http://x:99999",
        "http://x:y",
        "http://x/api?a=b",
        "file:///etc",
        "http://[::1/api",
        "http://x/ä",
        "http://x/a b",
    ],
)
def test_what_is_no_base_url_is_refused(url: str) -> None:
    with pytest.raises(CouldNotVerifyError, match="is no base URL"):
        OverHttp(url)


def test_credentials_in_a_base_url_are_refused_and_not_repeated() -> None:
    with pytest.raises(CouldNotVerifyError) as caught:
        OverHttp("https://user:secret@staging.example.com/api")
    assert "'https://[masked]@staging.example.com/api' is no base URL" in str(caught.value)


def test_a_closed_connection_is_named() -> None:
    with answering(b"") as (url, _), pytest.raises(CouldNotVerifyError, match="the connection was closed without"):
        OverHttp(url).exchange(REQUEST)


def test_head_has_no_body_to_wait_for() -> None:
    with answering(b"HTTP/1.1 405 No\r\nContent-Length: 99\r\n\r\n") as (url, _):
        assert OverHttp(url).exchange(Request("HEAD", b"/api/x")).response == Response(
            405, ((b"content-length", b"99"),), b""
        )


def test_in_process_and_over_http_give_the_same_answer() -> None:
    def handle(request: Request) -> Response:
        return Response(200, ((b"content-length", b"%d" % len(request.target)),), request.target)

    with serve(handle) as url:
        over_http = OverHttp(url).exchange(Request("POST", b"/api/%zz?q=1")).response
    in_process = InProcess(handle).exchange(Request("POST", b"/api/%zz?q=1")).response
    assert (over_http.status, over_http.body) == (in_process.status, in_process.body)
