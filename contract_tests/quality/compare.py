"""The table of behaviour with three clients: ours, the generator's own, and one that Stainless made (openai).

It prints what each client makes of each answer, and the rows that each gets right; `nox -s compare` runs it. The openai
package calls the stop by its `post`, with models written as Stainless writes them.
"""

import importlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, TypeAlias

import httpx
import httpx2
from comm_sms import CommSms
from pydantic import create_model

from contract_tests.mock import SENDS, TOKEN
from contract_tests.quality.behaviour import LATE, LOST, RESULT, ROWS, Row
from contract_tests.quality.sockets import talking
from contract_tests.quality.stock_client import stock_client
from contract_tests.quality.stops import arguments, path

PATIENCE = 3.0  # seconds; a client without an end has none of its own
ENOUGH, SHORT = 2.0, 0.3  # seconds that clients are given, and by servers that never end
IDS = SENDS[0].ids
OURS, STOCK, STAINLESS = "comm_sms", "stock", "openai"

Stop: TypeAlias = Callable[[str, float], Any]
"""Stops the send at a base URL within a timeout; returns the send, or a response with its status."""


def main() -> None:
    """Print what each client makes of each row, and how many rows each gets right by subject."""
    with TemporaryDirectory() as directory:
        clients = {OURS: _ours, STOCK: _stock(Path(directory)), STAINLESS: _stainless()}
        right = Counter[tuple[str, str]]()
        print(f"{'':58}" + "".join(f"{name:26}" for name in clients))
        for row in ROWS:
            outcomes = {name: _outcome(stop, row) for name, stop in clients.items()}
            right.update((name, row.subject) for name, outcome in outcomes.items() if _is_right(row, outcome))
            shown = (f"{'' if _is_right(row, one) else '! '}{_shown(one)}"[:25] for one in outcomes.values())
            print(f"{row.subject + ': ' + row.name:58}" + "".join(f"{one:26}" for one in shown), flush=True)
    print("\n" + "| subject | rows | " + " | ".join(clients) + " |\n| --- |" + " --- |" * (len(clients) + 1))
    for subject, rows in Counter(row.subject for row in ROWS).items():
        print(f"| {subject} | {rows} | " + " | ".join(str(right[name, subject]) for name in clients) + " |")
    totals = (str(sum(right[name, row] for row in {row.subject for row in ROWS})) for name in clients)
    print(f"| all | {len(ROWS)} | " + " | ".join(totals) + " |")


def _ours(url: str, timeout: float) -> object:
    with CommSms(token=TOKEN, base_url=url, timeout=timeout, retries=0) as comm:
        return comm.stop_sms_campaign_send(**arguments(IDS))


def _stock(directory: Path) -> Stop:
    """The stock client, told to raise what is not documented and to wait no longer than others."""
    stock = stock_client(directory)

    def call(url: str, timeout: float) -> object:
        made = stock.client(url, token=TOKEN, timeout=httpx.Timeout(timeout), raise_on_unexpected_status=True)
        with made as client:
            response = stock.stop.sync_detailed(*IDS, client=client)
        return response.parsed.data if response.status_code == 200 else response

    return call


def _stainless() -> Stop:
    """The openai package, with the models of a send; it is not installed where types are checked."""
    openai: Any = importlib.import_module("openai")

    def model(name: str, **members: Any) -> Any:  # noqa: ANN401 - annotations with defaults
        return create_model(name, __base__=openai.BaseModel, **members)

    manual = model("ManualData", send_amount=(int | None, None))
    multistep = model("MultistepData", min_ctr=(float | None, None))
    meta = model(
        "Meta",
        send_type=(str | None, None),
        segment_ids=(list[object] | None, None),
        use_dedicated_domains=(bool | None, None),
        manual_data=(manual | None, None),
        multistep_data=(multistep | None, None),
    )
    send = model(
        "Send",
        id=(str, ...),
        status=(str, ...),
        created_at=(str | None, None),
        sms_campaign_id=(str | None, None),
        meta=(meta | None, None),
        logs=(list[Any] | None, None),
    )
    envelope = model("Envelope", data=(send, ...))

    def call(url: str, timeout: float) -> object:
        with openai.OpenAI(api_key="token", base_url=url, timeout=timeout, max_retries=0) as client:
            return client.post(path(IDS), cast_to=envelope).data

    return call


def _outcome(stop: Stop, row: Row) -> object:
    """The result or the exception of the call; None if the call did not end."""
    endless = row.expected == LATE or row.name == "no end in time"
    outcomes: list[object] = []

    def call(url: str) -> None:
        try:
            outcomes.append(stop(url, SHORT if endless else ENOUGH))
        except Exception as error:  # noqa: BLE001 - whatever a client raises is its outcome
            outcomes.append(error)

    with talking(row.talk) as url:
        thread = Thread(target=call, args=(url,), daemon=True)
        thread.start()
        thread.join(PATIENCE)
        ended = tuple(outcomes)
    thread.join()
    return ended[0] if ended else None


def _is_right(row: Row, outcome: object) -> bool:
    """Whether a caller learns what happened: a result that can be used, the status, or an exception of the client."""
    status = getattr(outcome, "status_code", None)
    raised = isinstance(outcome, Exception)
    of_library = isinstance(outcome, httpx.HTTPError | httpx2.HTTPError)
    of_client = type(outcome).__module__.partition(".")[0] in {"comm_sms", "stock_client", "openai"}
    match row.expected:
        case int():
            return status == row.expected
        case str() if row.expected == RESULT:
            return not raised and str(getattr(outcome, "id", "")).lower() == IDS[-1]
        case str() if row.expected in {LOST, LATE}:
            return raised and (of_client or of_library)
        case _:
            return raised and of_client


def _shown(outcome: object) -> str:
    if outcome is None:
        return "no end"
    status = getattr(outcome, "status_code", "")
    return f"{type(outcome).__name__} {int(status)}" if isinstance(status, int) else type(outcome).__name__


if __name__ == "__main__":
    main()
