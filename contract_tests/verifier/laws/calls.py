"""Laws of calls: a call as the contract describes it succeeds."""

from collections.abc import Iterator, Sequence

from contract_tests.verifier.laws.answer import Violation
from contract_tests.verifier.laws.law import LawContext, server_law

FORM_REFUSALS = {405, 406, 411, 412, 413, 414, 415, 417, 426, 428, 431}
"""Refusals of how a request is put. A plain call is put exactly as the contract shows it."""


@server_law("convention", order=4)
def first_call(context: LawContext) -> Iterator[Violation]:
    """A read, and an operation on a named target, succeeds when it is called for the first time."""
    for values in _callable(context):
        first = context.calls(values, 1)[0]
        if not first.is_success:
            is_sure = first.status in FORM_REFUSALS
            yield first.violation(f"the first call gets {first.status}", level="documented" if is_sure else None)


def _callable(context: LawContext) -> Sequence[tuple[str, ...]]:
    """The values with which a success can be expected."""
    if context.operation.is_safe and not context.operation.ids:
        return [()]
    return context.named
