"""The token goes to the server of the base URL, encrypted, and nowhere else: no text that we make shows it."""

import logging
import socket
import traceback
from enum import Enum
from typing import Any

import httpx
import pytest
from comm_sms import AsyncCommSms, CommSms, CommSmsError, ConnectionFailed, InvalidResponse

from contract_tests.quality.sockets import saying, talking
from contract_tests.tests.client.client_harness import (
    CALLERS,
    TOKEN,
    Caller,
    Options,
    blocking,
)

every_caller = pytest.mark.parametrize("call", CALLERS)
every_client = pytest.mark.parametrize("client", [CommSms, AsyncCommSms])
Client = type[CommSms] | type[AsyncCommSms]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the variables of this machine does not count."""
    monkeypatch.delenv("COMM_API_TOKEN", raising=False)
    monkeypatch.delenv("COMM_BASE_URL", raising=False)


def recorded(error: BaseException) -> str:
    """The traceback below the test, with the local variables of every frame, as error reporters record it."""
    below = error.__traceback__ and error.__traceback__.tb_next
    return "".join(traceback.TracebackException(type(error), error, below, capture_locals=True).format())


@every_caller
def test_the_token_is_sent_as_a_bearer_token(call: Caller) -> None:
    received: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        received.append(request.headers["Authorization"])
        return httpx.Response(404)

    with pytest.raises(CommSmsError):
        call(Options(transport=httpx.MockTransport(answer)))
    assert received == [f"Bearer {TOKEN}"]


class Tokens(str, Enum):  # noqa: UP042 - as many write it
    """Tokens by name."""

    STAGING = TOKEN


@every_caller
def test_a_token_may_be_a_member_of_an_enum_of_texts(call: Caller) -> None:
    received: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        received.append(request.headers["Authorization"])
        return httpx.Response(404)

    with pytest.raises(CommSmsError):
        call(Options(token=Tokens.STAGING, transport=httpx.MockTransport(answer)))
    assert received == [f"Bearer {TOKEN}"]


@every_client
def test_a_client_does_not_show_its_token(client: Client) -> None:
    comm = client(token=TOKEN)
    parts = [comm, *vars(comm).values()]
    assert TOKEN not in f"{parts} {[vars(part) for part in parts if hasattr(part, '__dict__')]}"
    assert repr(comm) == f"<{client.__name__} https://api.comm.com/api>"


@every_caller
@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{"],
    ids=["none", "error", "misfit"],
)
def test_no_failure_shows_the_token(call: Caller, answer: bytes, caplog: pytest.LogCaptureFixture) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(answer)

    caplog.set_level(logging.DEBUG)
    with talking(talk) as url, pytest.raises(CommSmsError) as caught:
        call(Options(base_url=url))
    error = caught.value
    assert TOKEN not in f"{error!r} {error} {vars(error)} {caplog.text}"
    assert TOKEN not in recorded(error).replace(repr(Options(base_url=url)), "")
    assert "comm_sms" in caplog.text


@every_caller
@pytest.mark.parametrize(
    "answer",
    [
        f"{TOKEN}\r\n\r\n",
        f"HTTP/1.1 200 OK\r\nNo header {TOKEN}\r\n\r\n",
        f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{TOKEN}\r\n",
        f"HTTP/1.1 200 OK\r\n{'x' * 2000} {TOKEN}\r\n\r\n",
    ],
    ids=["status line", "header", "chunk", "long header"],
)
def test_an_answer_that_is_no_http_is_told_in_short_without_the_token(call: Caller, answer: str) -> None:
    with talking(saying(answer.encode())) as url, pytest.raises(ConnectionFailed) as caught:
        call(Options(base_url=url))
    assert "illegal" in str(caught.value)
    assert TOKEN not in f"{caught.value!r} {caught.value}"
    assert len(str(caught.value)) < 500


ECHOES: dict[str, tuple[bytes, dict[str, str]]] = {
    "no JSON": (f"<pre>Bearer {TOKEN}</pre>".encode(), {}),
    "no UTF-8": (f"\xff {TOKEN}".encode("latin-1"), {}),
    "NaN": (f'{{"data": {{"token": "{TOKEN}", "id": NaN}}}}'.encode(), {}),
    "a member missing": (f'{{"data": {{"token": "{TOKEN}"}}}}'.encode(), {}),
    "a wrong item": (f'{{"data": {{"id": "1", "status": "x", "logs": [{{}}, "{TOKEN}"]}}}}'.encode(), {}),
    "no gzip": (TOKEN.encode(), {"Content-Encoding": "gzip"}),
    "too large": (TOKEN.encode() * 2**20, {}),
}


@every_caller
@pytest.mark.parametrize("echo", ECHOES)
def test_a_misfit_that_repeats_the_token_shows_it_in_no_frame_of_the_client(call: Caller, echo: str) -> None:
    content, headers = ECHOES[echo]
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(content)))
    options = Options(transport=transport)
    with pytest.raises(InvalidResponse) as caught:
        call(options)
    assert TOKEN not in recorded(caught.value).replace(repr(options), "")


def test_a_redirect_that_repeats_the_token_does_not_show_it() -> None:
    response = httpx.Response(302, headers={"Location": f"/login?token={TOKEN}"})
    with pytest.raises(CommSmsError, match=r"/login\?token=\.\.\., which") as caught:
        blocking(Options(transport=httpx.MockTransport(lambda _: response)))
    assert TOKEN not in f"{caught.value!r} {caught.value}"


WRONG = {
    "empty": "",
    "a line end": f"{TOKEN}\n",
    "a line end inside": f"{TOKEN}\r\nX-Admin: 1",
    "a space": f"{TOKEN} {TOKEN}",
    "not ASCII": f"{TOKEN}é",
}


@every_client
@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_cannot_be_one_is_refused_without_being_shown(client: Client, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^token (must be a non-empty text|contains a space)") as caught:
        client(token=WRONG[wrong])
    assert TOKEN not in f"{caught.value!r} {recorded(caught.value)}"


@every_client
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_token_of_the_environment_is_refused_by_its_name(
    client: Client, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMM_API_TOKEN", WRONG[wrong])
    with pytest.raises(ValueError, match=r"^COMM_API_TOKEN (must be a non-empty text|contains a space)") as caught:
        client()
    assert TOKEN not in f"{caught.value!r} {recorded(caught.value)}"


async def ask() -> str:
    """A token that has to be awaited, which a client does not do."""
    return TOKEN


@every_client
@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (TOKEN.encode(), "token must be a non-empty text, not bytes"),
        (5, "token must be a non-empty text, not int"),
        (ask, "token must be a text or a function that returns one, not an async function"),
    ],
    ids=["bytes", "int", "async"],
)
def test_a_token_of_a_wrong_type_is_refused_without_being_shown(
    client: Client,
    wrong: Any,  # noqa: ANN401 - of a wrong type
    refusal: str,
) -> None:
    with pytest.raises(TypeError, match=f"^{refusal}$") as caught:
        client(token=wrong)
    assert TOKEN not in f"{caught.value!r} {recorded(caught.value)}"


@every_client
def test_without_a_token_there_is_no_client(client: Client) -> None:
    with pytest.raises(ValueError, match=r"^token is missing: pass token=, or set COMM_API_TOKEN$"):
        client()


@every_client
def test_a_wrong_argument_beside_it_does_not_show_the_token(client: Client) -> None:
    with pytest.raises(ValueError, match=r"^timeout must") as caught:
        client(token=TOKEN, timeout=-1)
    assert TOKEN not in recorded(caught.value)


# A token that changes


@every_caller
def test_a_function_is_asked_for_the_token_of_each_attempt(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[str] = []
    tokens = iter(["first", "second"])

    def answer(request: httpx.Request) -> httpx.Response:
        received.append(request.headers["Authorization"])
        return httpx.Response(429, json={"message": received[-1]})

    monkeypatch.setattr("comm_sms.call.random", lambda: 0.0)
    options = Options(token=lambda: next(tokens), transport=httpx.MockTransport(answer), retries=1)
    with pytest.raises(CommSmsError, match=r"^HTTP 429: Bearer \.\.\.$"):
        call(options)
    assert received == ["Bearer first", "Bearer second"]


def unreachable(_: httpx.Request) -> httpx.Response:
    raise AssertionError


@every_caller
@pytest.mark.parametrize("wrong", [*WRONG.values(), None, 5, lambda: TOKEN])
def test_a_function_that_returns_no_token_sends_nothing(call: Caller, wrong: Any) -> None:  # noqa: ANN401 - of a wrong type
    options = Options(token=lambda: wrong, transport=httpx.MockTransport(unreachable))
    with pytest.raises(ValueError, match=r"^token\(\) (must be a non-empty text|contains)") as caught:
        call(options)
    assert TOKEN not in f"{caught.value!r} {recorded(caught.value)}"


@every_caller
def test_what_a_function_for_the_token_raises_is_passed_on(call: Caller) -> None:
    def fail() -> str:
        raise LookupError("no vault")

    with pytest.raises(LookupError, match=r"^no vault$"):
        call(Options(token=fail, transport=httpx.MockTransport(unreachable)))


# Where it goes


@every_client
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/api",
        "http://127.8.9.10/api/",
        "http://localhost:1",
        "http://[::1]:8000/api",
        "https://api.comm.com",
        "https://API.comm.com:8443/a/b-c/~d",
        "https://10.0.0.1/api",
        "HTTPS://api.comm.com",
        "http://LOCALHOST:1",
    ],
)
def test_a_base_url_is_https_or_on_this_machine(client: Client, url: str) -> None:
    assert repr(client(token=TOKEN, base_url=url)) == f"<{client.__name__} {url.rstrip('/')}>"


@every_client
@pytest.mark.parametrize(
    "url",
    [
        "http://api.comm.com/api",
        "http://127.0.0.1.evil.test/api",
        "http://localhost.evil.test",
        "http://0.0.0.0/api",
        "http://comm_mock:8000/api",
    ],
)
def test_http_to_another_machine_is_refused_unless_allowed(client: Client, url: str) -> None:
    with pytest.raises(ValueError, match=r"^base_url must be https://"):
        client(token=TOKEN, base_url=url)
    assert repr(client(token=TOKEN, base_url=url, allow_http=True)).startswith(f"<{client.__name__} http://")


@every_client
@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.comm.com",
        "ftp://api.comm.com",
        "https://",
        "https://user:password@api.comm.com",
        "https://api.comm.com\\@evil.test",
        "https://api.comm.com@evil.test",
        "https://api.comm.com?x=1",
        "https://api.comm.com/#x",
        "https://api.comm.com:99999",
        "https://999.1.1.1",
        "https://2130706433",
        "https://[::1:::]",
        "https://api..com",
        *(["https://xn--zzzzzz.com"] if httpx.__name__ == "httpx" else []),  # httpx2 leaves it to the resolver
        f"https://{'a' * 64}.com",
        "https://api.comm.com:x",
        "https://api.comm.com/\n",
        "https://api.comm.com /",
        "https://\N{CYRILLIC SMALL LETTER A}pi.comm.com",
    ],
)
def test_what_is_no_base_url_is_refused(client: Client, url: str) -> None:
    with pytest.raises(ValueError, match=r"^base_url must be a URL such as https://"):
        client(token=TOKEN, base_url=url)


def test_the_environment_says_which_server_and_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMM_API_TOKEN", TOKEN)
    monkeypatch.setenv("COMM_BASE_URL", "https://staging.comm.test/api")
    assert repr(CommSms()) == "<CommSms https://staging.comm.test/api>"
    assert repr(CommSms(base_url="https://other.comm.test")) == "<CommSms https://other.comm.test>"


def test_a_wrong_base_url_of_the_environment_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMM_BASE_URL", "api.comm.test")
    with pytest.raises(ValueError, match=r"^COMM_BASE_URL must be a URL such as https://"):
        CommSms(token=TOKEN)


@every_caller
def test_no_proxy_of_the_environment_sees_what_is_not_encrypted(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with (
        talking(lambda connection: connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")) as url,
        pytest.raises(CommSmsError, match="HTTP 404"),
    ):
        call(Options(base_url=url))
