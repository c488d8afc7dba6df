"""One verification of one server: what was sent, what was found, and whether that proves anything."""

import contextlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from contract_tests import fuzzing
from contract_tests.examination import Examination, examine
from contract_tests.findings import Finding, Findings
from contract_tests.guard import Guard
from contract_tests.laws.law import Bench
from contract_tests.laws.shapes import Shapes
from contract_tests.mock import Response
from contract_tests.server import CouldNotVerifyError
from scripts.contract import Contract

REFUSALS = {401: "a request without a good token", 404: "an unknown send", 405: "another method"}


@dataclass(frozen=True)
class Verification:
    """The outcome.

    Attributes:
        examination: what the laws found.
        runs: what Schemathesis did and found, run by run.
        answers: how many answers had each status; 0 stands for no answer.
        stopped: how often a send of each type was stopped with a 200.
        unproven: what was not exercised though a verdict needs it, one sentence each.
    """

    examination: Examination
    runs: tuple[fuzzing.Run, ...]
    answers: Counter[int]
    stopped: Counter[str]
    unproven: tuple[str, ...]

    @property
    def findings(self) -> list[Finding]:
        """What the server broke, violations first."""
        findings = Findings()
        findings.add(self.examination.findings.listed())
        for run in self.runs:
            findings.add(run.findings)
        return findings.listed()


def verify(contract: Contract, guard: Guard, *, token: str) -> Verification:
    """Verify the guarded server.

    A server that is not our own first hears only requests without the token and with ids that exist nowhere: if it lets
    those in, Schemathesis asks it nothing more. Then the laws ask, while no send was stopped yet.

    Raises:
        CouldNotVerifyError: the server answered nothing.
    """
    runs: list[fuzzing.Run] = []

    def before() -> None:
        # Whoever does not answer strangers may answer the token.
        with contextlib.suppress(CouldNotVerifyError):
            if not guard.own:
                runs.append(fuzzing.run(contract.document, guard, token=None))

    def after() -> None:
        if guard.own or not any(200 <= status < 300 for run in runs for status in run.answers):
            runs.append(fuzzing.run(contract.document, guard, token=token))

    examination = examine(Bench(guard, token, Shapes(contract.document)), before, after)
    stops = [exchange for exchange in guard.exchanges if exchange.response.status == 200]
    return Verification(
        examination,
        tuple(runs),
        answers=Counter(exchange.response.status for exchange in guard.exchanges),
        stopped=Counter(send_type(exchange.response) for exchange in stops),
        unproven=(*unproven(guard), *([examination.interrupted] if examination.interrupted else [])),
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
