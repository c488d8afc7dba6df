"""Laws of ids: a send is stopped only under its own campaign, with each id in its own place."""

from collections.abc import Iterable, Iterator

from contract_tests.stop.pair import STOP, Pair, named_pairs, unknown_pair
from contract_tests.verifier.laws.answer import Violation
from contract_tests.verifier.laws.ids import refusal
from contract_tests.verifier.laws.law import THOROUGH, LawContext, Probing, server_law


@server_law("documented", order=6, operation=STOP)
def foreign_send(context: LawContext) -> Probing:
    """A send is stopped under its own campaign only."""
    unknown = unknown_pair(context, "unknown 0")
    first, *others = ([*_foreign(context, pair, unknown.campaign)] for pair in named_pairs(context))
    yield from _refused(context, "a send of another campaign", first[:2])
    yield THOROUGH
    rest = first[2:] + [pair for pairs in others for pair in pairs]
    yield from _refused(context, "a send of another campaign", rest)


def _foreign(context: LawContext, pair: Pair, unknown: str) -> Iterator[Pair]:
    """The send of a pair under each campaign that is not its own."""
    campaigns = [unknown, *(other.campaign for other in named_pairs(context) if other.campaign != pair.campaign)]
    return (Pair(campaign, pair.send) for campaign in dict.fromkeys(campaigns))


@server_law("documented", order=7, operation=STOP)
def confused_ids(context: LawContext) -> Probing:
    """The ids of campaign and send are not interchangeable."""
    first, *others = named_pairs(context)
    yield from _refused(context, _CONFUSED, _confused([first]))
    yield THOROUGH
    yield from _refused(context, _CONFUSED, _confused(others))


_CONFUSED = "a send under ids that stand in each other's place"


def _confused(pairs: Iterable[Pair]) -> Iterator[Pair]:
    for pair in pairs:
        yield from (Pair(pair.send, pair.campaign), Pair(pair.send, pair.send), Pair(pair.campaign, pair.campaign))


def _refused(context: LawContext, what: str, pairs: Iterable[Pair]) -> Iterator[Violation]:
    for _, answer in context.ask_all((pair, context.request(pair)) for pair in pairs):
        yield from refusal(what, answer)
