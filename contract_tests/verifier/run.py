"""A run: one server verified, what was sent, what was found, and whether that proves anything."""

import contextlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from contract_tests.verifier import schemathesis_run
from contract_tests.verifier.coverage import Place, covered
from contract_tests.verifier.findings import Finding, Findings, Level
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.ids import values_to_ask
from contract_tests.verifier.laws.law import LawContext, NotExercisedError, all_laws
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.runner import LawResults, ask_and_judge
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.document import Contract
from scripts.contract.operations import Operation

OTHERS = "other paths"
_LAST = ("post", "put", "patch", "delete")
"""Methods that change what others look at are asked after those, the one that ends a resource last."""

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
class OperationRow:
    """What became of one operation.

    Attributes:
        id: the operationId.
        asked: how many requests were for it.
        statuses: how many answers had each status (0 is none).
        successes: how often it succeeded with a documented status. Without one, nothing is proven about it.
        laws: ids of the laws that belong to it alone.
        reason: why it was not asked; empty when it was.
    """

    id: str
    asked: int
    statuses: Mapping[int, int]
    successes: int
    laws: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class ServerRun:
    """The outcome.

    Attributes:
        base_url: the server.
        seed: what decided the ids and the requests that were drawn.
        rows: what became of each law and check.
        operations: what became of each operation.
        findings: what the server broke, violations first.
        requests: how many requests each of the askers made.
        answers: how many answers had each status (0 is none), by operation.
        acted: how often an operation succeeded for each target that the caller named.
        coverage: which keywords of the contract's schemas had something to judge.
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
    coverage: tuple[Place, ...]
    unproven: tuple[str, ...]
    crash: str = ""


def verify(contract: Contract, guard: Guard, *, token: str, only: Collection[str] = ()) -> ServerRun:
    """Verify the guarded server; with `only`, no more than the operations of these ids.

    A server that is not our own first hears only requests without the token and with ids that exist nowhere: if it lets
    those in, Schemathesis asks it nothing more. Then the laws ask, while nothing was acted on yet.

    Raises:
        CouldNotVerifyError: the server answered nothing.
    """
    schemas = ResponseSchemas(contract.document)
    contexts = [LawContext(guard, token, schemas, one) for one in in_order(schemas.operations, only)]
    runs: list[schemathesis_run.Run] = []

    def before() -> None:
        # A server that drops unauthenticated requests may still answer authenticated ones.
        with contextlib.suppress(CouldNotVerifyError):
            if not guard.own:
                runs.append(schemathesis_run.run(contract.document, guard, askable(contexts), token=None))

    def after() -> None:
        if guard.own or not any(200 <= status < 300 for run in runs for status in run.statuses):
            runs.append(schemathesis_run.run(contract.document, guard, askable(contexts), token=token))

    results = ask_and_judge(contexts, "contract", before, after)
    findings = Findings()
    for found in (results.findings.listed(), *(run.findings for run in runs)):
        findings.add(found)
    drawn = sum((run.requests for run in runs), Counter[str]())
    answers = [Answer(exchange, schemas) for exchange in guard.exchanges]
    operation_rows = tuple(operation_row(context, results, answers) for context in contexts)
    errors = [error for run in runs for error in run.errors]
    return ServerRun(
        base_url=guard.base_url,
        seed=guard.seed,
        rows=tuple(rows(results, runs, findings.listed())),
        operations=operation_rows,
        findings=tuple(findings.listed()),
        requests={"laws": len(guard.exchanges) - sum(len(run.statuses) for run in runs), **drawn},
        answers=by_status(answers),
        acted=acted(contexts),
        coverage=tuple(covered(schemas, guard.exchanges)),
        crash=results.crash,
        unproven=tuple(dict.fromkeys([*unproven(contexts, operation_rows, results), *errors])),
    )


def in_order(operations: Sequence[Operation], only: Collection[str]) -> list[Operation]:
    """The operations to ask, in the order of asking."""
    chosen = [one for one in operations if not only or one.operation_id in only]
    return sorted(chosen, key=lambda one: _LAST.index(one.method) if one.method in _LAST else -1)


def askable(contexts: Sequence[LawContext]) -> list[Operation]:
    """The operations that the guard lets pass with the ids that a check may draw."""
    found: list[Operation] = []
    for context in contexts:
        with contextlib.suppress(NotExercisedError):
            if context.may_ask(values_to_ask(context, "drawn")[0]):
                found.append(context.operation)
    return found


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


def operation_row(context: LawContext, results: LawResults, answers: Sequence[Answer]) -> OperationRow:
    """Say what became of one operation."""
    own = [answer for answer in answers if answer.route.operation is context.operation]
    name = context.operation.operation_id
    return OperationRow(
        id=name,
        asked=len(own),
        statuses=dict(sorted(Counter(answer.status for answer in own).items())),
        successes=sum(answer.is_documented_success for answer in own),
        laws=tuple(law.id for law in all_laws() if law.operation == name),
        reason="" if own else results.refused.get(name, results.interrupted or "name a target for it"),
    )


def by_status(answers: Sequence[Answer]) -> dict[int, dict[str, int]]:
    """Count the answers by status and operation."""
    counted: dict[int, Counter[str]] = {}
    for answer in answers:
        counted.setdefault(answer.status, Counter())[answer.operation_id or OTHERS] += 1
    return {status: dict(names) for status, names in sorted(counted.items())}


def acted(contexts: Sequence[LawContext]) -> dict[str, int]:
    """Count the successes for each named target."""
    return {
        "/".join(values) or context.operation.operation_id: sum(
            answer.is_documented_success for answer in context.answers(values)
        )
        for context in contexts
        for values in context.targets
    }


def unproven(
    contexts: Sequence[LawContext], operation_rows: Sequence[OperationRow], results: LawResults
) -> Iterator[str]:
    """Say what a verdict would lack: an end, a refusal of each kind, a success of each operation and named target."""
    if results.interrupted:
        yield results.interrupted
    exchanges = contexts[0].guard.exchanges
    statuses = {exchange.response.status for exchange in exchanges}
    expected = {
        401: "a request without a good token" if any(context.operation.schemes for context in contexts) else "",
        404: "an unknown id" if any(context.operation.ids for context in contexts) else "",
        405: "another method",
    }
    for status, request in expected.items():
        if request and status not in statuses:
            yield f"no {status} was seen for {request}"
    for context, row in zip(contexts, operation_rows, strict=True):
        if not row.asked:
            yield f"{row.id} was not asked: {row.reason}"
        elif not context.targets and not row.successes:
            yield f"no success of {row.id} was verified: {remedy(context.operation)}"
        for values in context.targets:
            answers = context.answers(values)
            if not any(answer.is_documented_success for answer in answers):
                seen = ", ".join(map(str, sorted({answer.status for answer in answers}))) or "nothing"
                yield f"{' '.join([row.id, '/'.join(values)]).strip()} never succeeded (answers: {seen})"


def remedy(operation: Operation) -> str:
    """What to do for a success: name a target, or see why a plain read fails."""
    if operation.is_safe and not operation.ids:
        return "the server refuses the plain request"
    form = ",".join(f"{parameter.name}=..." for parameter in operation.ids)
    return f"name a target with --allow {operation.operation_id}{':' * bool(form)}{form}"
