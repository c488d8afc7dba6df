"""The mock behind a socket: what no HTTP library would send, and a process that starts and ends well."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from contract_tests.mock import SENDS, TOKEN, Mock, Request, Response, command, serve, stop_request
from contract_tests.mock.command import main
from contract_tests.verifier import exchange
from contract_tests.verifier.transport import OverHttp
from scripts.contract.document import ROOT

COMMAND = [sys.executable, "-m", "contract_tests.mock"]
REQUEST = stop_request(SENDS[0])
HEADERS = f"Host: mock\r\nAuthorization: Bearer {TOKEN}\r\n".encode()


def line(method: bytes = b"POST", target: bytes = REQUEST.target) -> bytes:
    return method + b" " + target + b" HTTP/1.1\r\n"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serve(Mock().handle) as url:
        yield url


def talk(url: str, sent: bytes) -> bytes:
    """Send bytes as they are; return what comes back until the server closes the connection."""
    with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), timeout=5) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def over_http(url: str, request: Request) -> exchange.Response:
    """Send a request as the verifier does."""
    sent = exchange.Request(request.method, request.target, request.headers, request.body)
    return OverHttp(url).converse([sent])[0].response


def test_it_listens_on_loopback_unless_told_otherwise(url: str) -> None:
    assert urlsplit(url).hostname == "127.0.0.1"


def test_the_answer_is_the_same_as_in_process(url: str) -> None:
    for send in SENDS:
        answer = over_http(url, stop_request(send))
        in_process = Mock().handle(stop_request(send))
        assert (answer.status, answer.headers[1:3]) == (in_process.status, in_process.headers)
        assert json.loads(answer.body)["data"]["id"] == send.send


# Everything here asks the server to close the connection, or is so broken that the server must.
RAW = {
    "bad escape": (line(target=b"/api/%zz") + HEADERS + b"Connection: close\r\n\r\n", 404),
    "escapes that are no UTF-8": (
        line(target=REQUEST.target + b"%ff%fe") + HEADERS + b"Connection: close\r\n\r\n",
        404,
    ),
    "lone percent": (line(target=REQUEST.target + b"%") + HEADERS + b"Connection: close\r\n\r\n", 404),
    "bytes above ASCII": (line(target=b"/api/\xc3\xa4") + HEADERS + b"\r\n", 400),
    "NUL in the path": (line(target=b"/api/\0") + HEADERS + b"\r\n", 400),
    "NUL in a header": (line() + HEADERS + b"X: \0\r\n\r\n", 400),
    "no colon in a header": (line() + HEADERS + b"X\r\n\r\n", 400),
    "huge header": (line() + HEADERS + b"X: " + b"x" * 2**20 + b"\r\nConnection: close\r\n\r\n", 200),
    "absolute target": (
        line(target=b"http://mock" + REQUEST.target) + HEADERS + b"Connection: close\r\n\r\n",
        200,
    ),
    "asterisk": (line(b"OPTIONS", b"*") + HEADERS + b"Connection: close\r\n\r\n", 404),
    "unknown method": (line(b"STOP") + HEADERS + b"\r\n", 400),
    "method in lower case": (line(b"post") + HEADERS + b"\r\n", 400),
    "CONNECT": (line(b"CONNECT") + HEADERS + b"Connection: close\r\n\r\n", 405),
    "length that is no number": (line() + HEADERS + b"Content-Length: abc\r\n\r\n", 400),
    "negative length": (line() + HEADERS + b"Content-Length: -1\r\n\r\n", 400),
    "two lengths": (line() + HEADERS + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400),
    "length and chunks": (
        line() + HEADERS + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "chunks": (
        line() + HEADERS + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        200,
    ),
    "bad chunk": (line() + HEADERS + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    "upgrade": (line() + HEADERS + b"Connection: upgrade, close\r\nUpgrade: websocket\r\n\r\n", 200),
    "not HTTP": (b"\x16\x03\x01\x00\xb1\x01\x00\x00\xad", 400),
}


@pytest.mark.parametrize(("sent", "status"), RAW.values(), ids=RAW)
def test_whatever_arrives_is_answered_in_json(url: str, sent: bytes, status: int) -> None:
    head, _, body = talk(url, sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"\r\ncontent-type: application/json\r\n" in head
    assert json.loads(body).keys() == ({"data"} if status == 200 else {"message"})


def test_pipelined_requests_are_answered_in_order(url: str) -> None:
    answers = talk(
        url, line() + HEADERS + b"\r\n" + line(b"GET") + HEADERS + b"\r\n" + line() + b"Connection: close\r\n\r\n"
    )
    assert [answer[:3] for answer in answers.split(b"HTTP/1.1 ")] == [b"", b"200", b"405", b"401"]


def test_head_has_no_body(url: str) -> None:
    answer = talk(url, line(b"HEAD") + HEADERS + b"Connection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 405 ")
    assert answer.endswith(b"\r\n\r\n")


def test_a_caller_who_leaves_in_the_middle_of_a_request_stops_nothing() -> None:
    mock = Mock()
    with serve(mock.handle) as url:
        with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port)) as connection:
            connection.sendall(line() + HEADERS + b"Content-Length: 9\r\n\r\n{")
        assert over_http(url, stop_request(SENDS[1])).status == 200
    changed = {ids for ids, send in mock.state.sends.items() if send != Mock().state.sends[ids]}
    assert changed == {SENDS[1].ids}


def test_what_an_answer_promises_is_not_repaired_on_the_way() -> None:
    short = Response(200, ((b"content-length", b"9"),), b"short")
    with serve(lambda _: short) as url:
        assert talk(url, line() + HEADERS + b"\r\n").endswith(b"\r\ncontent-length: 9\r\n\r\nshort")


def test_a_server_ends_with_its_block_even_while_a_request_hangs() -> None:
    threads = threading.active_count()
    with serve(Mock().handle) as url:
        address = (urlsplit(url).hostname, urlsplit(url).port)
        hanging = socket.create_connection(address)
        hanging.sendall(line() + HEADERS + b"Content-Length: 9\r\n\r\n{")
    hanging.close()
    assert threading.active_count() == threads
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


def test_a_request_arrives_as_it_was_sent() -> None:
    def repeat(request: Request) -> Response:
        repeated = b" ".join([request.method.encode(), request.target, dict(request.headers)[b"x"], request.body])
        return Response(200, ((b"content-length", b"%d" % len(repeated)),), repeated)

    body = b"x" * 2**20
    sent = Request("PUT", b"/%7a%2F?q=%zz&", ((b"X", b"\xff"), (b"Content-Length", b"%d" % len(body))), body)
    with serve(repeat) as url:
        assert over_http(url, sent).body == b"PUT /%7a%2F?q=%zz& \xff " + body


AS_ON_WINDOWS = f"import signal; del signal.pause; from {command.__name__} import main; main()"


@pytest.mark.parametrize("line", [COMMAND, [sys.executable, "-c", AS_ON_WINDOWS]], ids=["here", "without pause"])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_process_says_where_it_is_and_ends_cleanly(end: signal.Signals, line: list[str]) -> None:
    with subprocess.Popen(
        line,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": ""},  # as in a pipe of a shell, where a line may wait in a buffer
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        response = over_http(ready["url"], stop_request(SENDS[2], ready["token"]))
        assert talk(ready["url"], b"not HTTP\r\n\r\n")
        process.send_signal(end)
        assert process.communicate() == ("", "")
    assert (response.status, process.returncode) == (200, 0)
    assert ready["url"].startswith("http://127.0.0.1:")
    assert ready["sends"] == [send._asdict() for send in SENDS]


def test_a_port_in_use_is_one_sentence(url: str) -> None:
    refused = subprocess.run(
        [*COMMAND, "--port", str(urlsplit(url).port)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("python -m contract_tests.mock: cannot listen: ")
    assert refused.stderr.endswith("; choose another --host or --port\n")
    assert len(refused.stderr.splitlines()) == 1


def it_serves(*_: object) -> None:
    pytest.fail("it serves")


@pytest.mark.parametrize("port", ["x", "", "-1", "65536", "1.5", "\u0663"])
def test_what_is_no_port_is_one_sentence(
    port: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "serve", it_serves)
    with pytest.raises(SystemExit) as ended:
        main(["--port", port])
    output = capsys.readouterr()
    assert (ended.value.code, output.out, len(output.err.splitlines())) == (2, "", 1)
    assert f"{port!r} is no port; " in output.err


@pytest.mark.parametrize("host", ["", " "])
def test_an_empty_host_opens_the_mock_to_nobody_else(
    host: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "serve", it_serves)
    with pytest.raises(SystemExit) as ended:
        main(["--host", host])
    output = capsys.readouterr()
    assert (ended.value.code, output.out, len(output.err.splitlines())) == (2, "", 1)
    assert "--host is empty, which means every address of this machine; give one address" in output.err
