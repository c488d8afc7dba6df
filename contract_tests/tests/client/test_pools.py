"""Processes and event loops: each has connections of its own, and a call that would share one sends nothing."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest
from comm_sms import AsyncCommSms, CommSms
from comm_sms.pools import LentPool, Pool, Pools

from contract_tests.tests.client.client_harness import IDS, STOPPED, TOKEN, URL
from scripts.contract.document import ROOT


class Server(ThreadingHTTPServer):
    """Keeps connections alive and counts the requests of each, by the port of the client."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port of this machine."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests = Counter[int]()


class Handler(BaseHTTPRequestHandler):
    """Answers every request with a stopped send."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Count the request."""
        assert isinstance(self.server, Server)
        self.server.requests[self.client_address[1]] += 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(STOPPED)))
        self.end_headers()
        self.wfile.write(STOPPED)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class calls it
        """Print nothing."""


@pytest.fixture
def server() -> Generator[Server]:
    """A server of this test."""
    with Server() as made:
        thread = Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def run(program: str, server: Server) -> None:
    """Run a program in a process without threads, with the client's options in `options` and the ids in `ids`."""
    options = {"token": TOKEN, "base_url": f"http://127.0.0.1:{server.server_port}/api", "retries": 0}
    ids = IDS
    setting = f"import asyncio, os\nfrom comm_sms import AsyncCommSms, CommSms\n{options=}\n{ids=}\n"
    environment = {"PYTHONPATH": str(ROOT / "generated")}
    subprocess.run([sys.executable, "-c", setting + program], env=environment, check=True, timeout=60)


FORKED = """
comm = CommSms(**options)
comm.stop_sms_campaign_send(**ids)
if child := os.fork():
    assert os.waitpid(child, 0)[1] == 0
else:
    comm.stop_sms_campaign_send(**ids)
    comm.close()
    os._exit(0)
comm.stop_sms_campaign_send(**ids)
"""


def test_a_forked_process_opens_a_connection_of_its_own_and_leaves_that_of_its_parent_open(server: Server) -> None:
    run(FORKED, server)
    assert sorted(server.requests.values()) == [1, 2]


LOOPS = """
comm = AsyncCommSms(**options)
async def twice():
    for _ in range(2):
        await comm.stop_sms_campaign_send(**ids)
for _ in range(3):
    asyncio.run(twice())
asyncio.run(comm.close())
"""


def test_each_event_loop_has_a_connection_of_its_own(server: Server) -> None:
    run(LOOPS, server)
    assert list(server.requests.values()) == [2, 2, 2]


# What the caller plugs in


def plugged(kind: str, asked: list[httpx.Request]) -> dict[str, Any]:
    """A transport that keeps the requests, or an httpx client over it, as an argument of either client."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=STOPPED)

    transport = httpx.MockTransport(answer)
    clients = {"Client": httpx.Client, "AsyncClient": httpx.AsyncClient}
    given = {"http_client": clients[kind](transport=transport)} if kind in clients else {"transport": transport}
    return {"token": TOKEN, "base_url": URL, **given}


@pytest.mark.parametrize("kind", ["transport", "Client"])
def test_what_the_caller_plugs_in_is_not_used_in_a_second_process(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[httpx.Request] = []
    comm = CommSms(**plugged(kind, asked))
    monkeypatch.setattr(os, "getpid", lambda: 2)  # before a fork a client may be made, but not used
    comm.stop_sms_campaign_send(**IDS)
    monkeypatch.setattr(os, "getpid", lambda: 3)
    with pytest.raises(RuntimeError, match=r"make a client in each process; nothing was sent$"):
        comm.stop_sms_campaign_send(**IDS)
    assert len(asked) == 1


@pytest.mark.parametrize("kind", ["transport", "AsyncClient"])
def test_what_the_caller_plugs_in_is_not_used_in_a_second_loop(kind: str) -> None:
    asked: list[httpx.Request] = []
    comm = AsyncCommSms(**plugged(kind, asked))

    async def stop() -> None:
        await comm.stop_sms_campaign_send(**IDS)

    asyncio.run(stop())
    with pytest.raises(RuntimeError, match=r"make a client in each event loop; nothing was sent$"):
        asyncio.run(stop())
    assert len(asked) == 1


def test_without_asyncio_nothing_is_sent() -> None:
    comm = AsyncCommSms(token=TOKEN, base_url=URL)
    for act in (comm.stop_sms_campaign_send(**IDS), comm.close()):
        with pytest.raises(RuntimeError, match=r"^AsyncCommSms needs an event loop of asyncio; nothing was sent$"):
            act.send(None)  # as a loop of another library does


# The bookkeeping


class Loop:
    """An event loop, as far as pools know it."""

    def __init__(self) -> None:
        """Begin open."""
        self.closed = False

    def is_closed(self) -> bool:
        """Whether it has ended."""
        return self.closed


def numbered() -> Pools[int, None]:
    """Pools that are numbered in the order in which they are made."""
    numbers = iter(range(100))
    return Pools(lambda: Pool(next(numbers), None))


def test_the_first_pool_is_made_at_once_and_the_others_when_they_are_needed() -> None:
    made = numbered()
    first, second = Loop(), Loop()
    assert [made.take(loop).exchange for loop in (first, second, first, second)] == [0, 1, 0, 1]


def test_the_pool_of_a_loop_that_ended_is_dropped() -> None:
    made = numbered()
    first, second = Loop(), Loop()
    made.take(first)
    first.closed = True
    made.take(second)
    assert list(made.release(first)) == []
    assert [pool.exchange for pool in made.release(second)] == [1]


def test_the_pool_of_another_process_is_neither_dropped_nor_released(monkeypatch: pytest.MonkeyPatch) -> None:
    made = numbered()
    loop = Loop()
    monkeypatch.setattr(os, "getpid", lambda: 2)
    made.take(loop)
    monkeypatch.setattr(os, "getpid", lambda: 3)
    loop.closed = True
    assert [pool.exchange for pool in (made.take(), *made.release())] == [1, 1]
    monkeypatch.setattr(os, "getpid", lambda: 2)
    assert made.take(loop).exchange == 0


def test_a_pool_that_nobody_used_is_released_to_anybody() -> None:
    assert [pool.exchange for pool in numbered().release(Loop())] == [0]
    lent = LentPool(Pool[int, None](7, None))
    assert [pool.exchange for pool in lent.release(Loop())] == [7]
