"""Laws of state: what a stop may change, and what it may not."""

from collections.abc import Iterator

from contract_tests.laws.law import Bench, Breach, ServerLaw


def stops(bench: Bench) -> Iterator[Breach]:
    for pair in bench.pairs:
        first = bench.stops(pair, 1)[0]
        if first.status == 401:
            yield Breach("the token that opens this server is refused", first.exchange)


LAWS = (ServerLaw("stops", "The named sends can be stopped.", "documented", stops),)
