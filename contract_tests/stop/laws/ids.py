"""Laws of ids: only the two ids of one send stop it; everything else is refused, and nothing is invented for it."""

from collections.abc import Iterator

from contract_tests.verifier.guard import MALFORMED
from contract_tests.verifier.ids import NIL, Pair
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.law import LawContext, server_law

REFUSALS = {403, 404, 410, 422}
MALFORMED_REFUSALS = REFUSALS | {400, 405, 414}
"""405 is the answer to an empty id where a framework drops empty segments."""


def variants(id_: str) -> dict[str, str]:
    """What is not the id but looks like it, as path segments, by name."""
    return {
        "in braces": f"%7B{id_}%7D",
        "as a URN": f"urn:uuid:{id_}",
        "without hyphens": id_.replace("-", ""),
        "without its last character": id_[:-1],
        "without its first character": id_[1:],
        "up to its first hyphen": id_.partition("-")[0],
        "with one more character": f"{id_}0",
        "with one character before it": f"0{id_}",
        "with a newline after it": f"{id_}%0A",
        "with a space after it": f"{id_}%20",
        "with a space before it": f"%20{id_}",
        "with a NUL after it": f"{id_}%00",
        "in quotes": f"%22{id_}%22",
        "with a quote after it": f"{id_}'",
        "with an injection after it": f"{id_}'%20OR%20'1'='1",
        "with a dot after it": f"{id_}.",
        "with a suffix after it": f"{id_}.json",
        "with a comma after it": f"{id_},",
        "with a semicolon after it": f"{id_};v=1",
        "with an escaped slash after it": f"{id_}%2F",
        "twice in a list": f"{id_},{id_}",
        "with underscores": id_.replace("-", "_"),
        "in digits of full width": "".join(f"%EF%BC%{0x90 + int(c):02X}" if c.isdigit() else c for c in id_),
    }


ODD = {
    "the nil UUID": NIL,
    "the max UUID": "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "empty": "",
    "a zero": "0",
    "a one": "1",
    "a negative number": "-1",
    "a big number": "9223372036854775808",
    "a star": "*",
    "an escaped per cent sign": "%25",
    "a broken escape": "%zz",
    "an overlong escape": "%C0%AF",
    "the word null": "null",
    "the word undefined": "undefined",
    "the word true": "true",
    "a NUL": "%00",
    "a quote": "'",
    "an injection": "'%20OR%201=1--",
    "a dot": ".",
    "two dots": "..",
    "two escaped dots": "%2e%2e",
    "a word beyond ASCII": "%C3%A9t%C3%A9",
    "an emoji": "%F0%9F%92%A5",
    "braces": "%7B%7D",
    "a placeholder": "%7Bcampaign%7D",
    "thirty-six letters": "z" * 36,
    "hexadecimal digits alone": "a" * 40,
    "300 characters": "a" * 300,
    "3000 characters": "z" * 3000,
}


@server_law("documented", order=1)
def unknown_send(context: LawContext) -> Iterator[Violation]:
    """A send that does not exist is refused, not invented."""
    unknown = [context.unknown_pair(f"unknown {number}") for number in range(3)]
    asked = [*unknown, unknown[0], *(Pair(pair.campaign, unknown[0].send) for pair in context.guard.pairs)]
    for pair in asked:
        yield from _judge("a send that does not exist", context.ask(context.request(pair)))


@server_law("documented", order=6)
def foreign_send(context: LawContext) -> Iterator[Violation]:
    """A send is stopped under its own campaign only."""
    unknown_pair = context.unknown_pair("unknown 0")
    for pair in context.pairs:
        campaigns = [
            unknown_pair.campaign,
            *(other.campaign for other in context.pairs if other.campaign != pair.campaign),
        ]
        for campaign in dict.fromkeys(campaigns):
            answer = context.ask(context.request(Pair(campaign, pair.send)))
            yield from _judge("a send of another campaign", answer)


@server_law("documented", order=7)
def confused_ids(context: LawContext) -> Iterator[Violation]:
    """The two ids of a send do not stand for each other."""
    for pair in context.pairs:
        for ids in (
            Pair(pair.send, pair.campaign),
            Pair(pair.send, pair.send),
            Pair(pair.campaign, pair.campaign),
        ):
            if context.may_ask(ids):
                yield from _judge(
                    "a send under ids that stand in each other's place", context.ask(context.request(ids))
                )


def _judge(what: str, answer: Answer) -> Iterator[Violation]:
    if answer.is_success:
        yield answer.violation(f"{what} is stopped with {answer.status}")
    elif answer.shows_send:
        yield answer.violation(f"{what} gets {answer.status}, and is shown all the same")
    elif answer.status not in REFUSALS:
        yield answer.violation(f"{what} gets {answer.status} instead of 404", level="convention")


@server_law("documented", order=14)
def malformed_id(context: LawContext) -> Iterator[Violation]:
    """What is not the text of a UUID is no id."""
    for part, name, ids in _odd_ids(context):
        if not context.may_ask(ids):
            continue
        answer = context.ask(context.request(ids))
        if answer.is_success:
            yield answer.violation(f"a {part} id {name} is taken for an id")
        elif answer.status not in MALFORMED_REFUSALS:
            yield answer.violation(f"a {part} id {name} gets {answer.status} instead of 404 or 422", level="convention")


def _odd_ids(context: LawContext) -> Iterator[tuple[str, str, Pair]]:
    unknown_pair = context.unknown_pair("malformed")
    odd = dict.fromkeys(MALFORMED, "that is no UUID") | {text: name for name, text in ODD.items()}
    for pair in (unknown_pair, *context.guard.pairs[:1]):
        for segment, name in odd.items():
            yield "campaign", name, Pair(segment, pair.send)
            yield "send", name, Pair(pair.campaign, segment)
    for pair in context.guard.pairs:
        for name, segment in variants(pair.send).items():
            yield "send", name, Pair(pair.campaign, segment)
    for campaign, send in {pair.campaign: pair.send for pair in context.guard.pairs}.items():
        for name, segment in variants(campaign).items():
            yield "campaign", name, Pair(segment, send)
