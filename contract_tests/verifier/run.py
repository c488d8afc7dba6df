"""A run: one server verified, what was sent, what was found, and whether that proves anything."""

import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from contract_tests.verifier import causes, schemathesis_run
from contract_tests.verifier.accepted.rows import Accepted
from contract_tests.verifier.evidence.collector import Collector
from contract_tests.verifier.evidence.counts import Evidence
from contract_tests.verifier.findings import Finding
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.interruption import INTERRUPTION
from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.ids import values_to_ask
from contract_tests.verifier.laws.law import LawContext, NotExercisedError, all_laws
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.runner import LawResults, ask_and_judge
from contract_tests.verifier.proof import OperationRow, acted, operation_row, unknown_targets, unproven
from contract_tests.verifier.requests import obstacle
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.document import Contract
from scripts.contract.levels import Level
from scripts.contract.operations import Operation

OTHERS = "other paths"
_LAST = ("post", "put", "patch", "delete")
"""The order of the methods that change something; the others come before."""

State: TypeAlias = Literal["kept", "violated", "deviation", "accepted", "not exercised"]


@dataclass(frozen=True)
class Row:
    """What became of one law, or of one check of Schemathesis; `note` says what was not asked, and why."""

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
        operations: what became of each operation.
        findings: what the server broke, violations first.
        accepted: what it broke too, but a row of the accept file accepts.
        requests: how many requests each of the askers made.
        answers: how many answers had each status (0 is none), by operation.
        acted: how often an operation succeeded for each target that the caller named.
        evidence: what was seen at every place of the contract's schemas.
        crash: the sentence that says that a check itself failed; empty when none did.
        unproven: what was not exercised though a verdict needs it, one sentence each.
    """

    base_url: str
    seed: int
    rows: tuple[Row, ...]
    operations: tuple[OperationRow, ...]
    findings: tuple[Finding, ...]
    requests: Mapping[str, int]
    answers: Mapping[int, Mapping[str, int]]
    acted: Mapping[str, int]
    evidence: Evidence
    unproven: tuple[str, ...]
    crash: str = ""
    accepted: tuple[Accepted, ...] = ()


def verify(  # noqa: PLR0913 (what to hold against what, and whom to tell)
    contract: Contract,
    guard: Guard,
    *,
    token: str,
    only: Collection[str] = (),
    missing: Mapping[str, str] | None = None,
    left: Callable[[int], object] = lambda _: None,
) -> ServerRun:
    """Verify the guarded server.

    Args:
        contract: what the server should keep.
        guard: the way to the server.
        token: what opens it.
        only: ids of the operations to verify; all of them when empty.
        missing: ids of operations that the server is known not to have, with the reason; they are not asked.
        left: told how many laws have not asked all of their requests yet.

    An operation that no request can be written for is not asked either.

    The laws ask first, then Schemathesis. It asks a server that is not our own at first without the token and with ids
    that exist nowhere; if the server lets one of these requests in, Schemathesis asks nothing more.

    Raises:
        CouldNotVerifyError: the server answered nothing.
    """
    schemas = ResponseSchemas(contract.document)
    absent = {one.operation_id: reason for one in schemas.operations if (reason := obstacle(one))} | dict(missing or {})
    absent = {name: reason for name, reason in absent.items() if not only or name in only}
    chosen = [one for one in in_order(schemas.operations, only) if one.operation_id not in absent]
    contexts = [LawContext(guard, token, schemas, one) for one in chosen]
    runs: list[schemathesis_run.Run] = []

    def draw() -> None:
        asked = len(guard.exchanges)
        # A server that drops unauthenticated requests may still answer authenticated ones.
        with contextlib.suppress(CouldNotVerifyError):
            if not guard.own:
                schemathesis_run.run(contract.document, guard, askable(contexts), token=None, into=runs)
        if not any(Answer(exchange, schemas).is_documented_success for exchange in guard.exchanges[asked:]):
            schemathesis_run.run(contract.document, guard, askable(contexts), token=token, into=runs)

    def futile() -> str:
        return causes.futile(contexts, [Answer(exchange, schemas) for exchange in guard.exchanges])

    results = ask_and_judge(contexts, "contract", draw, left, futile)
    with INTERRUPTION.settling():
        return _outcome(guard, schemas, contexts, results=results, runs=runs, absent=absent)


def _outcome(  # noqa: PLR0913 (all that a run has to tell)
    guard: Guard,
    schemas: ResponseSchemas,
    contexts: Sequence[LawContext],
    *,
    results: LawResults,
    runs: list[schemathesis_run.Run],
    absent: Mapping[str, str],
) -> ServerRun:
    """What became of all that was asked, and of the operations that were not."""
    for run in runs:
        results.findings.add(run.findings)
    findings = results.findings.listed()
    drawn = sum((run.requests for run in runs), Counter[str]())
    answers = [Answer(exchange, schemas) for exchange in guard.exchanges]
    collector = Collector(schemas)
    secrets = {context.token for context in contexts}
    for answer in answers:
        collector.add(answer, secrets)
    operation_rows = [operation_row(context, results, answers) for context in contexts]
    operation_rows += [OperationRow(name, 0, {}, 0, (), reason) for name, reason in absent.items()]
    errors = [error for run in runs for error in run.errors]
    known = list(causes.found(contexts, answers))
    findings = causes.not_explained(findings, known, unknown_targets(contexts))
    lacks = list(unproven(contexts, operation_rows, results, errors))
    if known:
        lacks = [results.interrupted, *(sentence for _, sentence in known)]
    return ServerRun(
        base_url=guard.base_url,
        seed=guard.seed,
        rows=tuple(_without(known, rows(results, runs, findings))),
        operations=tuple(operation_rows),
        findings=tuple(findings),
        requests={"laws": len(guard.exchanges) - sum(len(run.statuses) for run in runs), **drawn},
        answers=by_status(answers),
        acted=acted(contexts),
        evidence=collector.evidence,
        crash=results.crash,
        unproven=tuple(dict.fromkeys(filter(None, lacks))),
    )


def _without(known: Sequence[tuple[causes.Cause, str]], told: Iterator[Row]) -> Iterator[Row]:
    """The rows; where a cause makes all answers worthless, no law was exercised."""
    reason = next((sentence for cause, sentence in known if cause.is_total), "")
    for row in told:
        yield replace(row, state="not exercised", note=reason) if reason and row.state == "kept" else row


def in_order(operations: Sequence[Operation], only: Collection[str]) -> list[Operation]:
    """The operations to ask, in the order of asking."""
    chosen = [one for one in operations if not only or one.operation_id in only]
    return sorted(chosen, key=lambda one: _LAST.index(one.method) if one.method in _LAST else -1)


def askable(contexts: Sequence[LawContext]) -> list[Operation]:
    """The operations that the guard lets pass with the ids that a check may draw."""
    found: list[Operation] = []
    for context in contexts:
        with contextlib.suppress(NotExercisedError):
            if any(map(context.may_ask, values_to_ask(context, "drawn"))):
                found.append(context.operation)
    return found


def rows(results: LawResults, runs: list[schemathesis_run.Run], findings: list[Finding]) -> Iterator[Row]:
    """Say what became of each law and check."""
    broken = {(finding.check, finding.is_violation) for finding in findings}
    verdicts = sum((run.verdicts for run in runs), Counter[str]())
    notes = dict(results.not_exercised)
    partly = {law: f"the core alone was asked: {reason}" for (law, _), reason in results.left_out.items()}
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
        yield Row(law.id, law.sentence, law.level, state, note or partly.get(law.id, ""))


def by_status(answers: Sequence[Answer]) -> dict[int, dict[str, int]]:
    """Count the answers by status and operation."""
    counted: dict[int, Counter[str]] = {}
    for answer in answers:
        counted.setdefault(answer.status, Counter())[answer.operation_id or OTHERS] += 1
    return {status: dict(names) for status, names in sorted(counted.items())}
