"""Laws of calls: a call as the contract describes it succeeds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.law import THOROUGH, LawContext, NotExercisedError, Probing, server_law

FORM_REFUSALS = {405, 406, 411, 412, 413, 414, 415, 417, 426, 428, 431}
"""Refusals of how a request is put. A plain call is put exactly as the contract shows it."""


@server_law("convention", order=4)
def first_call(context: LawContext) -> Probing:
    """A read, and an operation on a named target, succeeds when it is called for the first time."""
    for values in _callable(context):
        first = context.calls(values, 1)[0]
        if not first.is_success:
            is_sure = first.status in FORM_REFUSALS
            yield first.violation(f"the first call gets {first.status}", level="documented" if is_sure else None)


ROUNDS = 3


@server_law("documented", order=11)
def at_once(context: LawContext) -> Probing:
    """Requests for two targets at the same moment get each its own answer."""
    one, other, *_ = context.named if len(context.named) > 1 else _too_few()
    usual = {values: context.calls(values, 2)[1] for values in (one, other)}
    yield from _mixed_up(context, usual)
    yield THOROUGH
    for _ in range(1, ROUNDS):
        yield from _mixed_up(context, usual)


def _mixed_up(context: LawContext, usual: Mapping[tuple[str, ...], Answer]) -> Iterator[Violation]:
    for values, answer in context.ask_all([(each, context.request(each)) for each in usual], connections=len(usual)):
        alone, own = usual[values], values[-1].encode()
        others = {value.encode() for each in usual for value in each if value not in values}
        if answer.status != alone.status:
            yield answer.violation(f"at the same moment as another {answer.status}, alone {alone.status}")
        elif own in alone.body and own not in answer.body and any(value in answer.body for value in others):
            yield answer.violation("at the same moment as another, the answer is about the other")


def _too_few() -> NoReturn:
    raise NotExercisedError("it takes two named targets")


def _callable(context: LawContext) -> Sequence[tuple[str, ...]]:
    """The values with which a success can be expected."""
    if context.operation.is_safe and not context.operation.ids:
        return [()]
    return context.named
