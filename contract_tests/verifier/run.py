"""One verification of one server: what was sent, what was found, and whether that proves anything."""

import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from contract_tests.verifier import schemathesis_run
from contract_tests.verifier.coverage import Place, covered
from contract_tests.verifier.exchange import Response
from contract_tests.verifier.findings import Finding, Findings, Level
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.law import LawContext, all_laws
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.runner import LawResults, ask_and_judge
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.document import Contract

REFUSALS = {401: "a request without a good token", 404: "an unknown send", 405: "another method"}
OTHERS = "other ids"

State: TypeAlias = Literal["kept", "violated", "deviation", "not exercised"]


@dataclass(frozen=True)
class Row:
    """What became of one law, or of one check of Schemathesis; `note` says what kept it from being exercised."""

    id: str
    sentence: str
    level: Level
    state: State
    note: str = ""


@dataclass(frozen=True)
class ServerRun:
    """The outcome.

    Attributes:
        base_url: the server.
        seed: what decided the ids and the requests that were drawn.
        rows: what became of each law and check.
        findings: what the server broke, violations first.
        requests: how many requests each of the askers made.
        answers: how many answers had each status (0 is none), by what was asked for: the type of a named send, or
            something else.
        stopped: how often a send of each type was stopped with a 200.
        coverage: which keywords of the contract's schemas had something to judge.
        crash: the sentence that says that a check itself failed; empty when none did.
        unproven: what was not exercised though a verdict needs it, one sentence each.
    """

    base_url: str
    seed: int
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    requests: Mapping[str, int]
    answers: Mapping[int, Mapping[str, int]]
    stopped: Mapping[str, int]
    coverage: tuple[Place, ...]
    unproven: tuple[str, ...]
    crash: str = ""


def verify(contract: Contract, guard: Guard, *, token: str) -> ServerRun:
    """Verify the guarded server.

    A server that is not our own first hears only requests without the token and with ids that exist nowhere: if it lets
    those in, Schemathesis asks it nothing more. Then the laws ask, while no send was stopped yet.

    Raises:
        CouldNotVerifyError: the server answered nothing.
    """
    runs: list[schemathesis_run.Run] = []

    def before() -> None:
        # Whoever does not answer unknown may answer the token.
        with contextlib.suppress(CouldNotVerifyError):
            if not guard.own:
                runs.append(schemathesis_run.run(contract.document, guard, token=None))

    def after() -> None:
        if guard.own or not any(200 <= status < 300 for run in runs for status in run.statuses):
            runs.append(schemathesis_run.run(contract.document, guard, token=token))

    results = ask_and_judge(LawContext(guard, token, ResponseSchemas(contract.document)), before, after)
    findings = Findings()
    for found in (results.findings.listed(), *(run.findings for run in runs)):
        findings.add(found)
    drawn = sum((run.requests for run in runs), Counter[str]())
    stops = [exchange for exchange in guard.exchanges if exchange.response.status == 200]
    return ServerRun(
        base_url=guard.base_url,
        seed=guard.seed,
        rows=tuple(rows(results, runs, findings.listed())),
        findings=tuple(findings.listed()),
        requests={"laws": len(guard.exchanges) - sum(len(run.statuses) for run in runs), **drawn},
        answers=answers(guard),
        stopped=dict(Counter(send_type(exchange.response) for exchange in stops)),
        coverage=tuple(covered(contract.document, guard.exchanges)),
        crash=results.crash,
        unproven=tuple(dict.fromkeys([*unproven(guard, results), *(error for run in runs for error in run.errors)])),
    )


def rows(results: LawResults, runs: list[schemathesis_run.Run], findings: list[Finding]) -> Iterator[Row]:
    """Say what became of each law and check."""
    broken = {(finding.check, finding.is_violation) for finding in findings}
    verdicts = sum((run.verdicts for run in runs), Counter[str]())
    notes = dict(results.not_exercised)
    notes |= {
        check.id: "no request of this kind was drawn" for check in schemathesis_run.CHECKS if not verdicts[check.id]
    }
    for law in (*all_laws(), *schemathesis_run.CHECKS):
        note = notes.get(law.id, "")
        state: State = "not exercised" if note else "kept"
        if (law.id, False) in broken:
            state = "deviation"
        if (law.id, True) in broken:
            state = "violated"
        yield Row(law.id, law.sentence, law.level, state, note)


def answers(guard: Guard) -> dict[int, dict[str, int]]:
    """Count the answers by status and by what was asked for."""
    asked = [(guard.ids(exchange.request.target), exchange.response) for exchange in guard.exchanges]
    types = {ids: send_type(response) for ids, response in asked if response.status == 200}
    counted: dict[int, dict[str, int]] = {}
    for ids, response in asked:
        name = types.get(ids, ids.send) if ids in guard.pairs else OTHERS
        names = counted.setdefault(response.status, {})
        names[name] = names.get(name, 0) + 1
    return dict(sorted(counted.items()))


def unproven(guard: Guard, results: LawResults) -> Iterator[str]:
    """Say what a verdict would lack: an end, a stop of each named send, a refusal of each kind."""
    if results.interrupted:
        yield results.interrupted
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
