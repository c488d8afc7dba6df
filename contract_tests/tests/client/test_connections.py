"""Real sockets that refuse, break, stall and lie: each call ends in the documented exception, within its budget.

No test reads a clock: a call that did not end would hang the run.
"""

import asyncio
import os
import socket
import ssl
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from tempfile import TemporaryDirectory
from threading import Thread

import httpx
import pytest
import trustme
from comm_sms import (
    AsyncCommSms,
    CommSms,
    ConnectionFailed,
    NotFound,
    TimedOut,
    session,
)

from contract_tests.quality.sockets import Talk, dripping, saying, stalling, talking
from contract_tests.tests.client.client_harness import CALLERS, IDS, STOPPED, TOKEN, Caller, Options

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
GZIP_HEAD = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n"

every_caller = pytest.mark.parametrize("call", CALLERS)
every_client = pytest.mark.parametrize("client", [CommSms, AsyncCommSms])
Client = type[CommSms] | type[AsyncCommSms]


@contextmanager
def certified(name: str, monkeypatch: pytest.MonkeyPatch) -> Generator[ssl.SSLContext]:
    """A server's TLS with a certificate for the name, by an authority that clients trust while the block runs."""
    authority = trustme.CA()
    certificate = authority.issue_cert(name)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with (
        authority.cert_pem.tempfile() as trusted,
        certificate.private_key_pem.tempfile() as key,
        certificate.cert_chain_pems[0].tempfile() as chain,
    ):
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        tls.load_cert_chain(chain, key)
        yield tls


@every_caller
def test_a_refused_connection_says_that_nothing_was_sent(call: Caller) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    with pytest.raises(ConnectionFailed, match=f"^POST {url}/v1/.* nothing was sent$") as caught:
        call(Options(base_url=url))
    assert not caught.value.sent


@contextmanager
def full() -> Generator[str]:
    """A server that takes no more connections; yields its base URL."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/api"


@every_caller
def test_a_connection_that_is_not_taken_in_time_says_that_nothing_was_sent(call: Caller) -> None:
    with full() as url, pytest.raises(TimedOut, match=r"^POST http.*: no connection within 0\.1 s; nothing was sent$"):
        call(Options(base_url=url, timeout=0.1))


def test_a_pool_that_has_no_connection_in_time_says_that_nothing_was_sent_with_asyncio(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "_GRACE", 60.0)  # the timer of httpx expires first, however busy the machine is

    async def two_calls(url: str) -> list[object]:
        transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=1))
        async with AsyncCommSms(token=TOKEN, base_url=url, transport=transport, retries=0) as comm:
            stops = [
                comm.stop_sms_campaign_send(**IDS, timeout=timeout)
                for timeout in (1.0, 0.1)  # so far apart that the first still has the connection
            ]
            return [*await asyncio.gather(*stops, return_exceptions=True)]

    with talking(stalling()) as url:
        failures = asyncio.run(two_calls(url))
    assert [type(failure) for failure in failures] == [TimedOut, TimedOut]
    assert [getattr(failure, "sent", None) for failure in failures] == [True, False]


@every_caller
@pytest.mark.parametrize("error", [httpx.ConnectTimeout, httpx.PoolTimeout])
def test_a_connection_that_is_not_there_in_time_says_that_nothing_was_sent(
    call: Caller, error: type[httpx.TimeoutException]
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error("")

    with pytest.raises(TimedOut, match=r"nothing was sent$"):
        call(Options(transport=httpx.MockTransport(fail)))


@every_caller
def test_a_certificate_for_another_name_ends_the_call(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        certified("elsewhere.test", monkeypatch) as server,
        talking(saying(), server) as url,
        pytest.raises(ConnectionFailed, match=r"nothing was sent$") as caught,
    ):
        call(Options(base_url=url))
    assert "certificate" in str(caught.value).lower()


@every_caller
def test_the_certificate_of_the_right_name_is_taken(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse = saying(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
    with certified("127.0.0.1", monkeypatch) as server, talking(refuse, server) as url, pytest.raises(NotFound):
        call(Options(base_url=url))


@every_caller
def test_a_connection_that_is_used_again_keeps_the_time_of_each_call(call: Caller) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(STOPPED) + STOPPED)
        connection.recv(65536)
        dripping(HEAD[:20])(connection)

    with talking(talk) as url, pytest.raises(TimedOut, match="no whole answer within"):
        call(Options(base_url=url, timeout=0.5, calls=2))


@every_caller
def test_the_time_limit_holds_over_tls(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        certified("127.0.0.1", monkeypatch) as server,
        talking(dripping(HEAD[:20]), server) as url,
        pytest.raises(TimedOut, match=r"no whole answer within 0\.5 s"),
    ):
        call(Options(base_url=url, timeout=0.5))


@contextmanager
def on_a_unix_socket(talk: Talk) -> Generator[str]:
    """Serve one connection over a Unix socket; yields its path."""

    def serve() -> None:
        with suppress(OSError), listener.accept()[0] as connection:
            connection.recv(65536)
            talk(connection)

    with TemporaryDirectory() as directory, socket.socket(socket.AF_UNIX) as listener:
        path = f"{directory}/s"
        listener.bind(path)
        listener.listen()
        thread = Thread(target=serve)
        thread.start()
        yield path
        thread.join()


def test_the_time_limit_holds_over_a_unix_socket() -> None:
    with on_a_unix_socket(dripping(HEAD[:20])) as path, httpx.HTTPTransport(uds=path) as transport:
        comm = CommSms(token=TOKEN, base_url="http://localhost/api", transport=transport, timeout=0.5, retries=0)
        with pytest.raises(TimedOut, match=r"no whole answer within 0\.5 s"):
            comm.stop_sms_campaign_send(**IDS)
        comm.close()


def test_the_time_limit_holds_over_a_unix_socket_with_asyncio() -> None:
    async def stop(path: str) -> None:
        transport = httpx.AsyncHTTPTransport(uds=path)
        async with AsyncCommSms(token=TOKEN, base_url="http://localhost/api", transport=transport, retries=0) as comm:
            await comm.stop_sms_campaign_send(**IDS, timeout=0.5)

    with (
        on_a_unix_socket(dripping(HEAD[:20])) as path,
        pytest.raises(TimedOut, match=r"no whole answer within 0\.5 s"),
    ):
        asyncio.run(stop(path))


# What the environment sets up


@pytest.fixture
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what this machine sets."""
    for name in list(os.environ):
        if name.upper().endswith("_PROXY") or name.startswith("SSL"):
            monkeypatch.delenv(name)


@every_client
@pytest.mark.usefixtures("no_environment")
@pytest.mark.parametrize(
    ("variables", "refusal"),
    [
        ({"SSL_CERT_FILE": "/nowhere/authority.pem"}, "SSL_CERT_FILE cannot be used: No such file or directory"),
        ({"SSL_CERT_FILE": __file__, "SSL_CERT_DIR": "/"}, "SSL_CERT_DIR, SSL_CERT_FILE cannot be used: "),
        *(
            [({"NO_PROXY": "localhost,[::1]"}, "NO_PROXY cannot be used: ")] if httpx.__name__ == "httpx" else []
        ),  # httpx2 takes it
        ({"https_proxy": "http://u:hidden@host:port"}, "https_proxy cannot be used: "),
        ({"HTTPS_PROXY": "ftp://u:hidden@host", "no_proxy": "x"}, "HTTPS_PROXY, no_proxy cannot be used: "),
        ({"ALL_PROXY": "socks5://u:hidden@host"}, "ALL_PROXY cannot be used: .*socksio"),
    ],
)
def test_a_wrong_variable_of_the_environment_is_refused_by_its_name(
    client: Client, variables: Mapping[str, str], refusal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=f"^{refusal}") as caught:
        client(token=TOKEN)
    assert "hidden" not in str(caught.value)
    client(token=TOKEN, base_url="http://127.0.0.1")  # uses none of them
