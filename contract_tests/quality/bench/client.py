"""Measures the client beside httpx, which it is built on, and beside the stock client."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from comm_sms import AsyncCommSms, CommSms
from comm_sms.models import SmsCampaignSendResponse

from contract_tests.mock import TOKEN
from contract_tests.quality.bench.rows import Row, Subject, ratio
from contract_tests.quality.bench.turns import compared, cpu_of_children, timed
from contract_tests.quality.stock_client import Stock, stock_client
from contract_tests.quality.stops import arguments, path
from contract_tests.stop.pair import STOP
from scripts.contract.document import ROOT, load
from scripts.contract.operations import operations
from scripts.contract.values import at, members

GROUP = "client"
URL = "https://api.example.com/api"
EXAMPLES = "/components/responses/Stopped/content/application~1json/examples"
STOPS, TASKS = 1000, 50
BARE = "httpx and json.loads"
# fmt: off
IMPORT = Subject("import", GROUP, "`import comm_sms` in a new process", "CPU ms", "`import httpx`", ratio(1.25))
CALL = Subject("call", GROUP, "a call over a transport", "ms", BARE, ratio(1.25))
BESIDE = Subject("call-client", GROUP, "a call over the caller's own `httpx.Client`", "ms", BARE, ratio(1.6))
STOCK = Subject("call-stock", GROUP, "the same call", "ms", "the stock client", ratio(1.0))
DECODE = Subject("decode", GROUP, "three bodies decoded", "ms", "the stock client", ratio(1.0))
MANY = Subject("stops", GROUP, f"{STOPS:,} stops by {TASKS} tasks, over HTTP", "CPU ms", "httpx and JSON", ratio(1.11))
# fmt: on
SUBJECTS = (IMPORT, CALL, BESIDE, STOCK, DECODE, MANY)
Work = Callable[[], object]


def measure() -> Iterator[Row]:
    """Measure each subject."""
    yield compared(
        IMPORT, timed(importing("comm_sms"), cpu_of_children), timed(importing("httpx"), cpu_of_children), 30
    )
    with TemporaryDirectory() as directory:
        stock = stock_client(Path(directory))
        bare = timed(call_bare())
        yield compared(CALL, timed(call_over_transport()), bare, 3000)
        yield compared(BESIDE, timed(call_over_client()), bare, 3000)
        yield compared(STOCK, timed(call_over_client()), timed(call_stock(stock)), 3000)
        reading = decoding(SmsCampaignSendResponse.from_dict)
        yield compared(DECODE, timed(reading), timed(decoding(stock.envelope.from_dict)), 3000)
    with mock() as (url, token, ids):
        ours, peer = (timed(work, time.process_time) for work in many_stops(url, token, ids))
        yield compared(MANY, ours, peer, 5)


def importing(package: str) -> Work:
    """A new process that imports a package and ends."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "generated")}
    return lambda: subprocess.run([sys.executable, "-c", f"import {package}"], env=environment, check=True)  # noqa: S603 - ours


def bodies() -> list[Any]:
    """The contract's examples of a success."""
    return [members(example)["value"] for example in members(at(load().document, EXAMPLES)).values()]


def transport() -> httpx.MockTransport:
    """A transport in memory that answers with the examples in turn."""
    answers = cycle([json.dumps(body).encode() for body in bodies()])
    return httpx.MockTransport(lambda _: httpx.Response(200, content=next(answers)))


def pairs() -> list[tuple[str, ...]]:
    """The ids of the sends that the transport answers with, in its order."""
    (stop,) = (one for one in operations(load().document) if one.operation_id == STOP)
    examples = ([members(each)["value"] for each in members(one.value["examples"]).values()] for one in stop.ids)
    return list(zip(*examples, strict=True))


def call_over_transport() -> Work:
    """A call of a client that was given a transport."""
    return _calling(CommSms(token=TOKEN, base_url=URL, transport=transport()))


def call_over_client() -> Work:
    """A call of a client that was given an httpx client."""
    return _calling(CommSms(token=TOKEN, base_url=URL, http_client=httpx.Client(transport=transport())))


def _calling(comm: CommSms) -> Work:
    asked = cycle(pairs())

    def call() -> object:
        return comm.stop_sms_campaign_send(**arguments(next(asked)))

    return call


def call_bare() -> Work:
    """The same call with httpx alone: one request, and its body read as JSON. No client can be faster."""
    urls = cycle([URL + path(ids) for ids in pairs()])
    client = httpx.Client(transport=transport(), headers={"Authorization": f"Bearer {TOKEN}"})

    def call() -> object:
        return json.loads(client.post(next(urls)).content)

    return call


def call_stock(stock: Stock) -> Work:
    """The call of the stock client."""
    asked, client = cycle(pairs()), stock.client(URL, token=TOKEN, httpx_args={"transport": transport()})
    return lambda: stock.stop.sync(*next(asked), client=client)


def decoding(from_dict: Callable[[Any], object]) -> Work:
    """The examples, read by the model of either client."""
    texts = [json.dumps(body).encode() for body in bodies()]
    return lambda: [from_dict(json.loads(text)) for text in texts]


def many_stops(url: str, token: str, ids: Sequence[str]) -> tuple[Work, Work]:
    """Many stops by tasks that share a client: ours, and httpx alone."""

    async def by_tasks(stop: Callable[[], Awaitable[object]]) -> None:
        async def task() -> None:
            for _ in range(STOPS // TASKS):
                await stop()

        await asyncio.gather(*(task() for _ in range(TASKS)))

    async def ours() -> None:
        async with AsyncCommSms(token=token, base_url=url) as comm:
            await by_tasks(lambda: comm.stop_sms_campaign_send(**arguments(ids)))

    async def bare() -> None:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as client:

            async def stop() -> object:
                return (await client.post(url + path(ids))).json()

            await by_tasks(stop)

    return lambda: asyncio.run(ours()), lambda: asyncio.run(bare())


@contextmanager
def mock() -> Generator[tuple[str, str, list[str]]]:
    """The mock in a process of its own: base URL, token, and the ids of a send."""
    command = [sys.executable, "-m", "contract_tests.mock"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:  # noqa: S603 - ours
        try:
            assert process.stdout  # noqa: S101 - tells the type checker
            ready = json.loads(process.stdout.readline())
            *ids, _ = ready["sends"][0].values()
            yield ready["url"], ready["token"], ids
        finally:
            process.terminate()
