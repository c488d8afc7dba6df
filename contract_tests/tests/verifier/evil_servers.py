"""Servers that mean harm: endless, dripping, exploding, lying, echoing, injecting. One row each.

A row says what is sent for a request and the mock's right answer to it; then the connection is closed.
"""

import base64
import contextlib
import gzip
import itertools
import re
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from contract_tests.mock import Mock, Request, Response

Answer = Callable[[Request, Response], Iterable[bytes]]
JSON = b"content-type: application/json"


def head(*lines: bytes, status: bytes = b"200 OK") -> bytes:
    """The head of an answer."""
    return b"\r\n".join((b"HTTP/1.1 " + status, *lines, b"", b""))


def sized(body: bytes, *lines: bytes, status: bytes = b"200 OK", kind: bytes = JSON) -> list[bytes]:
    """An answer with a body and its right length."""
    return [head(kind, b"content-length: %d" % len(body), *lines, status=status) + body]


LONG, LEFT, LATE = b"9" * 5000, b"x-ratelimit-remaining: ", b" 07:28:00 GMT"


def right(response: Response, *lines: bytes, body: bytes | None = None) -> list[bytes]:
    """The right answer, with other lines in its head or another body."""
    return sized(response.body if body is None else body, *lines, status=b"%d X" % response.status)


def forever(*chunks: bytes) -> Iterator[bytes]:
    """The first chunks, then the last one again and again, as fast as it is taken."""
    return itertools.chain(chunks, itertools.repeat(chunks[-1] * 512))


def dripping(*chunks: bytes) -> Iterator[bytes]:
    """The first chunks, then the last one again and again, slowly."""
    for chunk in itertools.chain(chunks, itertools.repeat(chunks[-1])):
        yield chunk
        time.sleep(0.01)  # a drip: slower than a limit of bytes, faster than a limit of silence


def stalling(chunk: bytes) -> Iterator[bytes]:
    """A beginning and then nothing, for longer than anybody waits."""
    yield chunk
    time.sleep(0.2)  # four times the 0.05 s that an answer may take in these tests


def token(request: Request) -> bytes:
    """The token that the request carries."""
    values = [value for name, value in request.headers if name.lower() == b"authorization"]
    return values[0].rpartition(b" ")[2] if values else b"nobody"


def inserted(response: Response, member: bytes) -> bytes:
    """The body with one more member at the beginning of its data."""
    return re.sub(
        rb'^\{"(data|message)":\{?',
        lambda found: found[0] + member + b"," * found[0].endswith(b"{"),
        response.body,
        count=1,
    )


def nest(depth: int) -> bytes:
    """Arrays in arrays."""
    return b"[" * depth + b"]" * depth


def changed(response: Response, value: bytes) -> bytes:
    """The body with another type of the send."""
    return re.sub(rb'"send_type":\s*"[^"]*"', lambda _: b'"send_type":' + value, response.body)


def typed(value: bytes) -> Answer:
    """The right answer, with another type of the send."""
    return lambda _, answer: right(answer, body=changed(answer, value))


def typed_for(text: Callable[[Request], bytes]) -> Answer:
    """The right answer, with a text made of the request as the type of the send."""
    return lambda request, answer: right(answer, body=changed(answer, b'"' + text(request) + b'"'))


def keyed(member: bytes) -> Answer:
    """The right answer, with one more member."""
    return lambda _, answer: right(answer, body=inserted(answer, member))


def chunked(*chunks: bytes) -> list[bytes]:
    """An answer in chunks, as they are written."""
    return [head(JSON, b"transfer-encoding: chunked"), *chunks]


BOMB = gzip.compress(b"\0" * 2**26, 9)
FLOOD = [b"x-%d: y" % number for number in range(900)]
KEYS = [b'"a%d":1' % number for number in range(60_000)]
CHUNKED = head(JSON, b"transfer-encoding: chunked")
LOCATION = b"location: http://127.0.0.1:1/"

# fmt: off
EVIL: list[tuple[str, Answer]] = [
    # endless
    ("endless body", lambda _, __: forever(head(JSON), b"x")),
    ("endless body of JSON", lambda _, __: forever(head(JSON) + b"[", b"1,")),
    ("endless chunks", lambda _, __: forever(CHUNKED, b"1\r\nx\r\n")),
    ("endless large chunks", lambda _, __: forever(CHUNKED, b"400\r\n" + b"x" * 1024 + b"\r\n")),
    ("endless extension of a chunk", lambda _, __: forever(CHUNKED + b"1;", b"x")),
    ("endless trailers", lambda _, __: forever(CHUNKED + b"0\r\n", b"x: y\r\n")),
    ("endless headers", lambda _, __: forever(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n")),
    ("endless header value", lambda _, __: forever(b"HTTP/1.1 200 OK\r\nx: ", b"y")),
    ("endless reason", lambda _, __: forever(b"HTTP/1.1 200 ", b"y")),
    ("endless line feeds", lambda _, __: forever(b"\r\n")),
    ("endless NUL bytes", lambda _, __: forever(b"\0")),
    ("endless 100 Continue", lambda _, __: forever(head(status=b"100 Continue"))),
    ("endless 103 Early Hints", lambda _, __: forever(head(b"link: </a>", status=b"103 Early Hints"))),
    ("endless answers", lambda _, answer: forever(*right(answer))),
    ("more than its length, endless", lambda _, answer: forever(*right(answer), b"x")),
    # dripping
    ("drips a body", lambda _, __: dripping(head(JSON, b"content-length: 1000"), b" ")),
    ("drips a head", lambda _, __: dripping(b"HTTP/1.1 200 OK\r\nx: ", b"y")),
    ("drips 100 Continue", lambda _, __: dripping(head(status=b"100 Continue"))),
    ("drips chunks", lambda _, __: dripping(CHUNKED, b"1\r\n \r\n")),
    ("drips trailers", lambda _, __: dripping(CHUNKED + b"0\r\n", b"x: y\r\n")),
    ("stalls at once", lambda _, __: stalling(b"")),
    ("stalls in the head", lambda _, __: stalling(b"HTTP/1.1 200 OK\r\n")),
    ("stalls in the body", lambda _, __: stalling(head(JSON, b"content-length: 9") + b"{")),
    ("stalls before the last chunk", lambda _, __: stalling(CHUNKED + b"1\r\n1\r\n")),
    # exploding
    ("100,000 nested arrays", lambda _, __: sized(nest(100_000))),
    ("a million nested arrays", lambda _, __: sized(nest(1_000_000))),
    ("100,000 nested objects", lambda _, __: sized(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)),
    ("990 nested arrays", lambda _, __: sized(nest(990))),
    ("300 nested arrays where a text should be", typed(nest(300))),
    ("120 nested arrays where a text should be", typed(nest(120))),
    ("a number of 5000 digits", typed(b"9" * 5000)),
    ("a number of a million digits", typed(b"9" * 1_000_000)),
    ("a fraction of a million digits", typed(b"0." + b"1" * 1_000_000)),
    ("an exponent of a million digits", typed(b"1e" + b"9" * 1_000_000)),
    ("60,000 keys, one of them twice", lambda _, __: sized(b"{" + b",".join([*KEYS, KEYS[7]]) + b"}")),
    ("60,000 unknown keys", keyed(b",".join(KEYS))),
    ("a text of 4 MB", typed(b'"' + b"x" * 2**22 + b'"')),
    ("a list of 100,000 wrong things", typed(b"[" + b"{}," * 100_000 + b"1]")),
    ("8 MB of brackets", lambda _, __: sized(b"[" + b"[]," * 2_700_000 + b"1]")),
    ("8 MB of backslashes", lambda _, __: sized(b'"' + b"\\" * 8_000_000 + b'"')),
    ("a bomb of gzip", lambda _, __: sized(BOMB, b"content-encoding: gzip")),
    ("a bomb of gzip in chunks", lambda _, __: chunked(b"%x\r\n" % len(BOMB), BOMB, b"\r\n0\r\n\r\n")),
    ("deflate that is none", lambda _, answer: right(answer, b"content-encoding: deflate", body=b"x\x9c\xff")),
    ("900 headers", lambda _, answer: right(answer, *FLOOD)),
    ("900 cookies", lambda _, answer: right(answer, *[b"set-cookie: a=b"] * 900)),
    ("900 values of Allow", lambda _, answer: right(answer, *[b"allow: A%d" % number for number in range(900)])),
    # lying
    ("a length that is too long", lambda _, __: [head(JSON, b"content-length: 999999999999") + b"{}"]),
    ("a length of 5000 digits", lambda _, __: [head(JSON, b"content-length: " + b"9" * 5000) + b"{}"]),
    ("a negative length", lambda _, __: [head(JSON, b"content-length: -1") + b"{}"]),
    ("two lengths", lambda _, __: [head(JSON, b"content-length: 2", b"content-length: 3") + b"{}"]),
    ("a length and chunks", lambda _, __: [head(b"content-length: 2", b"transfer-encoding: chunked") + b"0\r\n\r\n"]),
    ("a chunk of 2**64 bytes", lambda _, __: chunked(b"ffffffffffffffff\r\nx")),
    ("a chunk of 5000 digits", lambda _, __: chunked(b"f" * 5000 + b"\r\nx")),
    ("a status of 9 digits", lambda _, __: sized(b"{}", status=b"200000000 OK")),
    ("status 000", lambda _, __: sized(b"{}", status=b"000 No")),
    ("status 999", lambda _, __: sized(b"{}", status=b"999 No")),
    ("101 to every request", lambda _, __: [head(b"upgrade: x", b"connection: upgrade", status=b"101 Switching")]),
    ("HTTP/9.9", lambda _, __: [b"HTTP/9.9 200 OK\r\n\r\n{}"]),
    ("HTTP/0.9", lambda _, __: [b"<html>"]),
    ("HTTP/2 settings", lambda _, __: [b"\0\0\x12\x04\0\0\0\0\0" + b"\0" * 18]),
    ("TLS", lambda _, __: [b"\x15\x03\x01\0\x02\x02\x16"]),
    ("a redirect to itself", lambda request, _: sized(b"", b"location: " + request.target, status=b"307 X")),
    ("a redirect elsewhere", lambda _, __: [head(LOCATION, b"content-length: 0", status=b"302 X")]),
    ("Retry-After for ever", lambda _, __: sized(b"{}", b"retry-after: 99999999999", status=b"429 X")),
    ("a date in a year of 20 digits", lambda _, answer: right(answer, b"retry-after: Wed, 21 Oct " + LONG[:20] + LATE)),
    ("limits of 5000 digits", lambda _, answer: right(answer, b"x-ratelimit-limit: " + LONG, LEFT + LONG)),
    ("Retry-After of 5000 digits", lambda _, __: sized(b"{}", b"retry-after: " + b"9" * 5000, status=b"503 X")),
    ("everything succeeds", lambda _, __: sized(b'{"data":{}}')),
    ("closes at once", lambda _, __: []),
    # echoing
    ("echoes the token in the body", typed_for(token)),
    ("echoes the token in a key", lambda request, answer: keyed(b'"' + token(request) + b'":1')(request, answer)),
    ("echoes the token in a header", lambda request, answer: right(answer, b"x-you: " + token(request))),
    ("echoes the token in Location", lambda request, _: sized(b"", b"location: /" + token(request), status=b"302 X")),
    ("echoes the token in Content-Type", lambda request, _: sized(b"{}", kind=b"content-type: " + token(request))),
    ("echoes the token in Allow", lambda request, _: sized(b"{}", b"allow: " + token(request), status=b"405 X")),
    ("echoes the token as status", lambda request, _: [b"HTTP/1.1 " + token(request) + b"\r\n\r\n"]),
    ("echoes the token as reason", lambda request, _: sized(b"{}", status=b"500 " + token(request))),
    ("echoes the token as what is no HTTP", lambda request, _: [token(request) + b"\r\n\r\n"]),
    ("echoes the token after the end", lambda request, answer: [*right(answer), b"x" * 30 + token(request)]),
    ("echoes the token in base64", typed_for(lambda request: base64.b64encode(token(request)))),
    ("echoes the token in escapes", typed_for(lambda request: quote(token(request)).encode())),
    ("echoes the token of a length", lambda request, _: [head(JSON, b"content-length: " + token(request))]),
    ("echoes the token as a chunk", lambda request, _: chunked(token(request) + b"\r\n")),
    ("echoes the request", lambda request, _: sized(repr(request).encode(), kind=b"content-type: text/plain")),
    # injecting
    ("a command for GitHub in a value", typed(b'"\\n::error::x\\n::stop-commands::y"')),
    ("a command for GitHub in a key", keyed(b'"\\n::error::x":1')),
    ("escape sequences in a value", typed(b'"\\u001b[2J\\u009b31m"')),
    ("escape sequences in a header", lambda _, answer: right(answer, b"allow: \x1b[2J")),
    ("the end of a script in a value", typed(b'"</script><script>alert(1)</script>"')),
    ("the end of CDATA in a value", typed(b'"]]></failure><x a=\'1\'>"')),
    ("half a character", typed(b'"\\ud800"')),
    ("half a character in a key", keyed(b'"\\udfff":1')),
    ("what XML cannot hold", typed(b'"\\u0000\\ufffe\\uffff\\u0008"')),
    ("what is not UTF-8", typed(b'"\xff\xfe\xc0\x80"')),
    ("another direction", keyed(b'"\xe2\x80\xae\xe2\x81\xa6":1')),
    ("UTF-16", lambda _, answer: right(answer, body=answer.body.decode().encode("utf-16"))),
    ("a pointer of slashes and tildes", keyed(b'"~/~0/%s":1' % (b"/" * 9000))),
    ("a charset that does not exist", lambda _, answer: sized(answer.body, kind=JSON + b"; charset=x-\xff")),
    ("a Content-Type of 9000 parameters", lambda _, answer: sized(answer.body, kind=JSON + b";a" * 7000)),
]
# fmt: on


class EvilServer:
    """Listens on this machine; counts the connections."""

    def __init__(self, answer: Answer, listener: socket.socket) -> None:
        """Take the row's answer."""
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        self._answer, self._listener, self._mock = answer, listener, Mock()
        self._lock = threading.Lock()

    def listen(self) -> None:
        """Answer each connection in a thread of its own."""
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(2)  # a client that takes no more has left
        with connection, contextlib.suppress(OSError, ValueError), connection.makefile("rb") as file:
            method, target, _ = file.readline().split(b" ", 2)
            lines = iter(file.readline, b"\r\n")
            pairs = [line.rstrip().partition(b":")[::2] for line in lines if line]
            headers = tuple((name.strip().lower(), value.strip()) for name, value in pairs)
            body = file.read(int(dict(headers).get(b"content-length", b"0")))
            request = Request(method.decode("latin-1"), target, headers, body)
            with self._lock:
                answer = self._mock.handle(request)
            for chunk in self._answer(request, answer):
                connection.sendall(chunk)


@contextmanager
def serving(answer: Answer) -> Generator[str]:
    """Serve a row; yields the base URL."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        server = EvilServer(answer, listener)
        thread = threading.Thread(target=server.listen, daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
