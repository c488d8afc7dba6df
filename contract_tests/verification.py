"""One verification of one server: what was sent, what was found, and whether that proves anything."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_tests import fuzzing
from contract_tests.findings import Finding
from contract_tests.fuzzing import Run
from contract_tests.guard import Guard
from contract_tests.mock import Response

REFUSALS = {401: "a request without a good token", 404: "an unknown send", 405: "another method"}


@dataclass(frozen=True)
class Verification:
    """The outcome.

    Attributes:
        run: what Schemathesis did and found.
        answers: how many answers had each status.
        stopped: how often a send of each type was stopped with a 200.
        unproven: what the run failed to exercise, one sentence each; with any of them it proves nothing.
    """

    run: Run
    answers: Counter[int]
    stopped: Counter[str]
    unproven: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the server broke."""
        return tuple(self.run.findings.values())


def verify(document: dict[str, Any], guard: Guard, *, token: str, reports: Path) -> Verification:
    """Verify the guarded server against an OpenAPI document; reports go below the folder `reports`."""
    run = fuzzing.run(document, guard, token=token, reports=reports)
    stops = [exchange for exchange in guard.exchanges if exchange.response.status == 200]
    return Verification(
        run,
        answers=Counter(exchange.response.status for exchange in guard.exchanges),
        stopped=Counter(send_type(exchange.response) for exchange in stops),
        unproven=(*unproven(guard), *run.errors),
    )


def unproven(guard: Guard) -> Iterator[str]:
    """Say what a verdict would lack: a stop of each named send, a refusal of each kind."""
    statuses = {exchange.response.status for exchange in guard.exchanges}
    for status, request in REFUSALS.items():
        if status not in statuses:
            yield f"no {status} was seen for {request}"
    if not guard.pairs:
        yield "no 200 was verified: name a send that may be stopped with --pair"
    for pair in guard.pairs:
        seen = {e.response.status for e in guard.exchanges if guard.ids(e.request.target) == pair}
        if 200 not in seen:
            listed = ", ".join(map(str, sorted(seen))) or "nothing"
            yield f"send {pair.send} of campaign {pair.campaign} was never stopped with a 200 (answers: {listed})"


def send_type(response: Response) -> str:
    """The send type that a 200 names; "unknown" when the body has none."""
    try:
        return str(json.loads(response.body)["data"]["meta"]["send_type"])
    except (ValueError, KeyError, TypeError):
        return "unknown"
