"""Laws of methods: a path answers to the methods that the contract has there, and to no other."""

from collections.abc import Iterator

from contract_tests.verifier.disguise import OVERRIDES
from contract_tests.verifier.exchange import Request
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.http import COMMON_METHODS, METHODS
from contract_tests.verifier.laws.ids import values_to_ask
from contract_tests.verifier.laws.law import LawContext, server_law


@server_law("convention", order=9)
def other_methods(context: LawContext) -> Iterator[Violation]:
    """A method that the contract does not have is refused with 405, whatever else the request claims."""
    for values in values_to_ask(context, "method"):
        for request in _requests(context, values):
            if context.guard.permits(request):
                yield from _refused(context.ask(request))


def _requests(context: LawContext, values: tuple[str, ...]) -> Iterator[Request]:
    own = context.operation.method.upper()
    known = {one.method.upper() for one in context.siblings}
    for method in (*METHODS, "PURGE"):
        if method not in known and not (method == "HEAD" and "GET" in known):
            yield context.request(values, method=method, body=b"")
    if "GET" not in known:
        for name in OVERRIDES:
            yield context.request(values, method="GET", headers=((name, own.encode()),), body=b"")
        yield context.request(values, method="GET", query=b"_method=" + own.encode(), body=b"")


def _refused(answer: Answer) -> Iterator[Violation]:
    expected = {405}
    if answer.method == "OPTIONS":
        expected |= {200, 204, 404}
    elif answer.method not in COMMON_METHODS:
        expected |= {400, 404, 501}
    if answer.status not in expected and not answer.is_success:
        yield answer.violation(f"{answer.method} gets {answer.status} instead of 405")
