"""Proof: what became of each operation, and what a verdict lacks."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.law import AWAY, LawContext, all_laws
from contract_tests.verifier.laws.runner import LawResults
from contract_tests.verifier.targets import SHORT, Target
from scripts.contract.operations import Operation


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


def acted(contexts: Sequence[LawContext]) -> dict[str, int]:
    """Count the successes for each named target."""
    return {
        str(Target(context.operation.operation_id, values)): sum(
            answer.is_documented_success for answer in context.answers(values)
        )
        for context in contexts
        for values in context.targets
    }


def unproven(
    contexts: Sequence[LawContext], rows: Sequence[OperationRow], results: LawResults, errors: Sequence[str]
) -> Iterator[str]:
    """Say what a verdict would lack: an end, a refusal of each kind, a success of each operation and named target."""
    if results.interrupted:
        yield results.interrupted
    yield from _refusals(contexts)
    yield from (f"{row.id} was not asked: {row.reason}" for row in rows if not row.asked)
    asked = {row.id: row for row in rows if row.asked}
    for context in contexts:
        row = asked.get(context.operation.operation_id)
        if row and not context.targets and not row.successes:
            yield f"no success of {row.id} was verified: {_remedy(context.operation)}"
        yield from _failures(context)
    yield from errors


def _refusals(contexts: Sequence[LawContext]) -> Iterator[str]:
    """The refusals that every server must give, and this one was not seen to give."""
    exchanges = contexts[0].guard.exchanges if contexts else []
    statuses = {exchange.response.status for exchange in exchanges}
    expected = {
        401: "a request without a good token" if any(context.operation.schemes for context in contexts) else "",
        404: "an unknown id" if any(context.operation.ids for context in contexts) else "",
        405: "another method" if contexts else "",
    }
    for status, request in expected.items():
        if request and status not in statuses:
            yield f"no {status} was seen for {request}"


def _failures(context: LawContext) -> Iterator[str]:
    """The named targets for which the operation never succeeded."""
    for values in context.targets:
        answers = context.answers(values)
        if not any(answer.is_documented_success for answer in answers):
            seen = ", ".join(map(str, sorted({answer.status for answer in answers}))) or "nothing"
            name = " ".join((context.operation.operation_id, "/".join(values))).strip()
            yield f"{name} never succeeded (answers: {seen}){_why(context, values, answers)}"


def _why(context: LawContext, values: tuple[str, ...], answers: Sequence[Answer]) -> str:
    """Why a named target may have had no success, and what to do; empty if its answers have to tell."""
    guard = context.guard
    if _is_unknown(answers):
        return ": the server does not know it; check its ids, and that they belong together"
    if others := guard.spent_by_others(Target(context.operation.operation_id, values)):
        spent = f"other runs spent {others} of its budget of {guard.budget}"
        return f": {spent}; name another target, raise --budget, or delete reports/ledger.jsonl"
    return ""


def unknown_targets(contexts: Sequence[LawContext]) -> int:
    """How many named targets the server does not know."""
    return sum(_is_unknown(context.answers(values)) for context in contexts for values in context.targets)


def _is_unknown(answers: Sequence[Answer]) -> bool:
    """Whether nothing but the token and the pace was ever a reason to refuse, and else the target was not found."""
    return {answer.status for answer in answers} - {401, *AWAY} == {404}


def _remedy(operation: Operation) -> str:
    """What to do for a success: name a target, or see why a plain read fails."""
    if operation.is_safe and not operation.ids:
        return "the server refuses the plain request"
    if option := SHORT.get(operation.operation_id):
        return f"name a target with {option} {'/'.join(parameter.name for parameter in operation.ids)}"
    form = ",".join(f"{parameter.name}=..." for parameter in operation.ids)
    return f"name a target with --allow {operation.operation_id}{':' * bool(form)}{form}"
