"""What the client costs, as ratios to what it is built on and to the stock client, all measured in this one run.

What is compared takes turns and the medians are compared, so that a busy machine slows both alike. It prints a table
and judges nothing; `nox -s bench` runs it.
"""

import asyncio
import importlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import httpx
import openapi_python_client
from comm_sms import AsyncCommSms, CommSms
from comm_sms.models import SmsCampaignSendResponse
from openapi_python_client.config import Config, ConfigFile, MetaType

from scripts.contract.document import ROOT, load
from scripts.contract.values import at

EXAMPLES = "/components/responses/Stopped/content/application~1json/examples"
URL = "https://api.example.com/api"
CAMPAIGN, SEND = UUID(int=1), UUID(int=2)
STOPS, TASKS = 1000, 50

Work = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """One comparison: the work of both, how often it is done, and the ratio that is aimed at."""

    subject: str
    versus: str
    aim: float
    ours: Work
    theirs: Work
    rounds: int
    clock: Callable[[], float] = time.perf_counter

    def __str__(self) -> str:
        """Measure, in turns, and put the medians into one line; times in milliseconds."""
        seconds: dict[Work, list[float]] = {self.ours: [], self.theirs: []}
        for _ in range(self.rounds):
            for work, taken in seconds.items():
                start = self.clock()
                work()
                taken.append(self.clock() - start)
        ours, theirs = (1e3 * median(taken) for taken in seconds.values())
        return f"{self.subject:40}{self.versus:24}{ours:10.3f}{theirs:10.3f}{ours / theirs:8.2f}{self.aim:8.2f}"


def main() -> None:
    """Print the table."""
    print(f"{'':40}{'compared with':24}{'ours ms':>10}{'theirs ms':>10}{'ratio':>8}{'aim':>8}")
    with TemporaryDirectory() as directory, _mock() as (url, token, campaign, send):
        for row in (*_imports(), *_calls(Path(directory)), _stops(url, token, campaign, send)):
            print(row, flush=True)


def _imports() -> list[Row]:
    """A new process that imports the package and ends, in its CPU seconds."""

    def importing(package: str) -> Work:
        environment = os.environ | {"PYTHONPATH": str(ROOT / "generated")}
        return lambda: subprocess.run([sys.executable, "-c", f"import {package}"], env=environment, check=True)  # noqa: S603 - ours

    def cpu_of_children() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    return [Row("import", "import httpx", 1.25, importing("comm_sms"), importing("httpx"), 30, cpu_of_children)]


def _calls(directory: Path) -> list[Row]:
    """Calls over a transport in memory that answers with the contract's examples in turn, and reading their bodies."""
    examples = at(load().document, EXAMPLES)
    assert isinstance(examples, dict)  # noqa: S101 - tells the type checker
    bodies = [json.dumps(at(examples, f"/{name}/value")).encode() for name in examples]
    model, stop, client = stock_client(directory)

    def transport() -> httpx.MockTransport:
        answers = cycle(bodies)
        return httpx.MockTransport(lambda _: httpx.Response(200, content=next(answers)))

    comm = CommSms(token="token", base_url=URL, transport=transport())  # noqa: S106 - opens nothing
    beside = CommSms(token="token", base_url=URL, http_client=httpx.Client(transport=transport()))  # noqa: S106 - as above
    bare = httpx.Client(transport=transport(), headers={"Authorization": "Bearer token"})
    stock = client(URL, token="token", httpx_args={"transport": transport()})  # noqa: S106 - as above

    def call() -> object:
        return comm.stop_sms_campaign_send(campaign=CAMPAIGN, campaign_send=SEND)

    def call_beside() -> object:
        return beside.stop_sms_campaign_send(campaign=CAMPAIGN, campaign_send=SEND)

    def call_bare() -> object:
        return json.loads(bare.post(f"{URL}/v1/sms/campaigns/{CAMPAIGN}/stop/{SEND}").content)

    def call_stock() -> object:
        return stop(CAMPAIGN, SEND, client=stock)

    def reading(model: Any) -> Work:  # noqa: ANN401 - a class of either client
        return lambda: [model.from_dict(json.loads(body)) for body in bodies]

    return [
        Row("a call over a transport", "httpx and json.loads", 1.25, call, call_bare, 3000),
        Row("a call over an httpx client", "httpx and json.loads", 1.6, call_beside, call_bare, 3000),
        Row("a call over an httpx client", "the stock client", 1.0, call_beside, call_stock, 3000),
        Row(
            "reading the three examples",
            "the stock client",
            1.0,
            reading(SmsCampaignSendResponse),
            reading(model),
            3000,
        ),
    ]


def _stops(url: str, token: str, campaign: str, send: str) -> Row:
    """Many stops by tasks that share a client, over HTTP against the mock in a process of its own."""

    async def by_tasks(stop: Callable[[], Awaitable[object]]) -> None:
        async def task() -> None:
            for _ in range(STOPS // TASKS):
                await stop()

        await asyncio.gather(*(task() for _ in range(TASKS)))

    async def ours() -> None:
        async with AsyncCommSms(token=token, base_url=url) as comm:
            await by_tasks(lambda: comm.stop_sms_campaign_send(campaign=campaign, campaign_send=send))

    async def theirs() -> None:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as client:

            async def stop() -> object:
                return (await client.post(f"{url}/v1/sms/campaigns/{campaign}/stop/{send}")).json()

            await by_tasks(stop)

    subject = f"{STOPS} stops by {TASKS} tasks, over HTTP"
    return Row(subject, "httpx and its json()", 1.11, lambda: asyncio.run(ours()), lambda: asyncio.run(theirs()), 7)


def stock_client(directory: Path) -> tuple[Any, Any, Any]:
    """The client that the generator writes without our templates: its envelope, its stop and its client class."""
    settings = ConfigFile.model_validate({"package_name_override": "stock_client", "post_hooks": []})
    package = directory / "stock_client"
    config = Config.from_sources(
        settings, MetaType.NONE, ROOT / "openapi.yaml", "utf-8", overwrite=False, output_path=package
    )
    with redirect_stdout(StringIO()):
        openapi_python_client.generate(config=config)
    sys.path.append(str(directory))
    models = importlib.import_module("stock_client.models")
    stop = importlib.import_module("stock_client.api.sms_campaigns.stop_sms_campaign_send")
    return models.SmsCampaignSendResponse, stop.sync, importlib.import_module("stock_client").AuthenticatedClient


@contextmanager
def _mock() -> Generator[tuple[str, str, str, str]]:
    """The mock in a process of its own: base URL, token, and the ids of a send."""
    command = [sys.executable, "-m", "contract_tests.mock"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:  # noqa: S603 - ours
        try:
            assert process.stdout  # noqa: S101 - tells the type checker
            ready = json.loads(process.stdout.readline())
            yield ready["url"], ready["token"], ready["sends"][0]["campaign"], ready["sends"][0]["send"]
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
