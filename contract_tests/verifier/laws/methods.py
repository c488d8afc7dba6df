"""Laws of methods: a path answers to the methods that the contract has there, and to no other."""

from collections.abc import Iterable, Iterator

from contract_tests.verifier.disguise import OVERRIDES
from contract_tests.verifier.exchange import Request
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.http import COMMON_METHODS, METHODS
from contract_tests.verifier.laws.ids import values_to_ask
from contract_tests.verifier.laws.law import THOROUGH, LawContext, Probing, server_law


@server_law("convention", order=9)
def other_methods(context: LawContext) -> Probing:
    """A method that the contract does not have is refused with 405, whatever else the request claims."""
    first, *others = values_to_ask(context, "method")
    yield from _asked(context, [*_methods(context, first), *_overridden(context, first)])
    yield THOROUGH
    of_each = [[*_methods(context, values), *_overridden(context, values)] for values in others]
    # Each target begins elsewhere in the list, so that together they ask all of it before their budgets end.
    starts = [len(requests) * index // len(of_each) for index, requests in enumerate(of_each)]
    turns = [requests[start:] + requests[:start] for start, requests in zip(starts, of_each, strict=True)]
    yield from _asked(context, [request for column in zip(*turns, strict=True) for request in column])


def _asked(context: LawContext, requests: Iterable[Request]) -> Iterator[Violation]:
    for _, answer in context.ask_all((None, request) for request in requests):
        yield from _refused(answer)


def _methods(context: LawContext, values: tuple[str, ...]) -> Iterator[Request]:
    known = {one.method.upper() for one in context.siblings}
    for method in (*METHODS, "PURGE"):
        if method not in known and not (method == "HEAD" and "GET" in known):
            yield context.request(values, method=method, body=b"")


def _overridden(context: LawContext, values: tuple[str, ...]) -> Iterator[Request]:
    """GET that claims in every way to be the operation's method, where GET is not in the contract."""
    own = context.operation.method.upper().encode()
    if all(one.method != "get" for one in context.siblings):
        headers = tuple((name, own) for name in OVERRIDES)
        yield context.request(values, method="GET", headers=headers, query=b"_method=" + own, body=b"")


def _refused(answer: Answer) -> Iterator[Violation]:
    expected = {405}
    if answer.method == "OPTIONS":
        expected |= {200, 204, 404}
    elif answer.method not in COMMON_METHODS:
        expected |= {400, 404, 501}
    if answer.status not in expected and not answer.is_success:
        yield answer.violation(f"{answer.method} gets {answer.status} instead of 405")
