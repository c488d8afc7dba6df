"""How many exchanges the audit judges for each CPU second, and each second, with one job and with several.

The recording is traffic of the mock, drawn with a seed: JSON lines, of which each is an entry of a HAR.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from contract_tests.mock import SENDS, TOKENS, Mock, stop_request
from contract_tests.quality.bench.processes import finish
from contract_tests.quality.bench.rows import Row, Subject
from contract_tests.quality.bench.turns import Side, cpu_of_children, row
from contract_tests.verifier.wording import number_of

GROUP = "audit"
COUNTS = (1, 2, 4)
EXCHANGES, ROUNDS, SEED = 10_000, 3, 1
LONGEST = 300.0  # seconds that an audit may take
COMMAND = (sys.executable, "-m", "contract_tests", "audit")
METHODS = ("POST",) * 17 + ("GET", "PUT", "DELETE")


@dataclass(frozen=True)
class Rates:
    """Exchanges that were judged, by CPU second and by second."""

    by_cpu: float
    by_time: float


def subject(count: int, *, by_cpu: bool) -> Subject:
    """A rate with so many jobs, beside that of one."""
    name, unit = ("cpu", "exchanges per CPU s") if by_cpu else ("time", "exchanges per s")
    sentence = f"audit with {number_of('job', count)}, {EXCHANGES:,} exchanges"
    peer, curve = "one job" if count > 1 else "", f"{unit}, by jobs"
    return Subject(f"audit-{name}-{count}", GROUP, sentence, unit, peer, curve=curve, tick=str(count))


SUBJECTS = tuple(subject(count, by_cpu=by_cpu) for by_cpu in (True, False) for count in COUNTS)


def measure() -> Iterator[Row]:
    """Audit one recording with each number of jobs, in turns."""
    with TemporaryDirectory() as directory:
        path = Path(directory, "traffic.jsonl")
        record(path, EXCHANGES)
        sides = {count: Side(partial(rates, path, count)) for count in COUNTS}
        for side in [*sides.values()] * ROUNDS:
            side.take()
    one: Side[Rates] = Side(None) if sides[1].lack else sides[1]
    for by_cpu in (True, False):

        def figure(rate: Rates, *, by_cpu: bool = by_cpu) -> float:
            return rate.by_cpu if by_cpu else rate.by_time

        for count, side in sides.items():
            yield row(subject(count, by_cpu=by_cpu), (side, one if count > 1 else Side(None)), figure)


def rates(path: Path, count: int) -> Rates:
    """Audit a recording with so many jobs."""
    start, spent = time.perf_counter(), cpu_of_children()
    finish([*COMMAND, "--jobs", str(count), str(path)], LONGEST, statuses=(0, 1))
    taken, spent = time.perf_counter() - start, cpu_of_children() - spent
    return Rates(EXCHANGES / spent, EXCHANGES / taken)


def record(path: Path, exchanges: int, seed: int = SEED) -> None:
    """Write traffic of the mock: known and unknown sends, right and wrong tokens and methods."""
    draw, mock = random.Random(seed), Mock()  # noqa: S311 (no secret)
    with path.open("w", encoding="utf-8") as file:
        for number in range(exchanges):
            file.write(json.dumps(_entry(draw, mock, number)) + "\n")


def _entry(draw: random.Random, mock: Mock, number: int) -> object:
    send = draw.choice(SENDS)
    if draw.random() < 0.2:
        send = send._replace(send=f"{draw.getrandbits(32):08x}{send.send[8:]}")
    request = replace(stop_request(send, draw.choice([*TOKENS, "wrong"])), method=draw.choice(METHODS))
    response = mock.handle(request)
    body = response.body.decode()
    return {
        "startedDateTime": f"2026-01-{1 + number * 27 // EXCHANGES:02}T00:00:00.000Z",
        "request": {
            "method": request.method,
            "url": f"https://api.example.com{request.target.decode()}",
            "headers": _headers(request.headers),
        },
        "response": {
            "status": response.status,
            "headers": _headers(response.headers),
            "content": {"mimeType": "application/json", "size": len(body), "text": body},
        },
    }


def _headers(headers: tuple[tuple[bytes, bytes], ...]) -> list[dict[str, str]]:
    return [{"name": name.decode(), "value": value.decode()} for name, value in headers]
