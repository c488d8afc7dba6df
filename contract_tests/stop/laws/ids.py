"""Laws of ids: a send is stopped only under its own campaign, with each id in its own place."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations

from contract_tests.stop.pair import STOP, Pair
from contract_tests.verifier.laws.answer import Violation
from contract_tests.verifier.laws.ids import refusal
from contract_tests.verifier.laws.law import THOROUGH, LawContext, NotExercisedError, Probing, server_law


@server_law("documented", order=6, operation=STOP)
def foreign_send(context: LawContext) -> Probing:
    """A send is stopped under its own campaign only."""
    unknown = context.unknown("unknown 0")
    first, *others = ([*_foreign(pair, [unknown, *context.named])] for pair in context.named)
    yield from _refused(context, "a send of another campaign", first[:2])
    yield THOROUGH
    yield from _refused(context, "a send of another campaign", first[2:] + [pair for each in others for pair in each])


def _foreign(pair: Pair, others: Sequence[Pair]) -> Iterator[Pair]:
    """The pair with each id but the last replaced by those that others have in its place."""
    for index, own in enumerate(pair[:-1]):
        instead = dict.fromkeys(other[index] for other in others if other[index] != own)
        yield from ((*pair[:index], id_, *pair[index + 1 :]) for id_ in instead)


@server_law("documented", order=7, operation=STOP)
def confused_ids(context: LawContext) -> Probing:
    """The ids of campaign and send are not interchangeable."""
    first, *others = context.named
    confused = list(_confused(first))
    if confused and not any(map(context.may_ask, confused)):
        raise NotExercisedError("this law is asked only with --own")
    yield from _refused(context, _CONFUSED, confused)
    yield THOROUGH
    yield from _refused(context, _CONFUSED, (pair for each in others for pair in _confused(each)))


_CONFUSED = "a send under ids that stand in each other's place"


def _confused(pair: Pair) -> Iterator[Pair]:
    """The pair with every two of its ids in each other's place, and with each of them in the place of another too."""
    for one, other in combinations(pair, 2):
        swapped = {one: other, other: one}
        yield tuple(swapped.get(id_, id_) for id_ in pair)
    for place, instead in permutations(range(len(pair)), 2):
        yield (*pair[:place], pair[instead], *pair[place + 1 :])


def _refused(context: LawContext, what: str, pairs: Iterable[Pair]) -> Iterator[Violation]:
    for _, answer in context.ask_all((pair, context.request(pair)) for pair in pairs):
        yield from refusal(what, answer)
