"""Laws of authentication: only the token, in its one place, opens the server, and nothing is told without it."""

from collections.abc import Iterator
from dataclasses import dataclass

from contract_tests.guard import Pair
from contract_tests.laws.answer import Answer
from contract_tests.laws.law import Bench, Breach, ServerLaw


@dataclass(frozen=True)
class Form:
    """A wrong way to present a token: `{}` stands for the token in headers, query and further headers."""

    name: str
    authorization: tuple[bytes, ...] = ()
    headers: tuple[tuple[bytes, bytes], ...] = ()
    query: bytes = b""


_FIRST = (
    Form("no token"),
    Form("another token", (b"Bearer not-the-token-of-anybody",)),
)


def _refused(bench: Bench, pair: Pair, form: Form) -> Answer:
    return bench.ask(bench.request(pair, authorization=form.authorization, headers=form.headers, query=form.query))


def no_token(bench: Bench) -> Iterator[Breach]:
    for pair in (bench.stranger("token"), *bench.guard.pairs):
        for form in _FIRST:
            answer = _refused(bench, pair, form)
            if answer.is_success:
                yield Breach(f"{form.name} is accepted", answer.exchange)
            elif answer.status != 401:
                yield Breach(f"{form.name} gets {answer.status} instead of 401", answer.exchange, level="convention")


LAWS = (ServerLaw("no-token", "Without the token nothing is stopped, and the answer is 401.", "documented", no_token),)
