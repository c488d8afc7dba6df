"""Laws of ids: a send is stopped only under its own campaign, with each id in its own place."""

from collections.abc import Iterator

from contract_tests.stop.pair import STOP, Pair, named_pairs, unknown_pair
from contract_tests.verifier.laws.answer import Violation
from contract_tests.verifier.laws.ids import refusal
from contract_tests.verifier.laws.law import LawContext, server_law


@server_law("documented", order=6, operation=STOP)
def foreign_send(context: LawContext) -> Iterator[Violation]:
    """A send is stopped under its own campaign only."""
    unknown = unknown_pair(context, "unknown 0")
    for pair in named_pairs(context):
        campaigns = [
            unknown.campaign,
            *(other.campaign for other in named_pairs(context) if other.campaign != pair.campaign),
        ]
        for campaign in dict.fromkeys(campaigns):
            answer = context.ask(context.request(Pair(campaign, pair.send)))
            yield from refusal("a send of another campaign", answer)


@server_law("documented", order=7, operation=STOP)
def confused_ids(context: LawContext) -> Iterator[Violation]:
    """The ids of campaign and send are not interchangeable."""
    for pair in named_pairs(context):
        for ids in (
            Pair(pair.send, pair.campaign),
            Pair(pair.send, pair.send),
            Pair(pair.campaign, pair.campaign),
        ):
            if context.may_ask(ids):
                yield from refusal(
                    "a send under ids that stand in each other's place", context.ask(context.request(ids))
                )
