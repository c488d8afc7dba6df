"""Laws of ids: unknown and malformed ids are refused."""

from collections.abc import Iterator

from contract_tests.verifier.ids import MALFORMED, NIL, is_id
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.law import LawContext, NotExercisedError, server_law

REFUSALS = {403, 404, 410, 422}
MALFORMED_REFUSALS = REFUSALS | {400, 405, 414}
"""A framework that drops empty segments answers 405 to an empty id."""


def variants(id_: str) -> dict[str, str]:
    """Path segments that look like the id but differ from it, by name."""
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


def values_to_ask(context: LawContext, key: str) -> list[tuple[str, ...]]:
    """Values to ask with: ids that exist nowhere, then the named targets; without any id in the path, just one."""
    if not context.operation.ids:
        return [()]
    if all(map(is_id, context.operation.ids)):
        return [context.unknown(key), *context.targets]
    return list(context.named)


@server_law("documented", order=1)
def unknown_id(context: LawContext) -> Iterator[Violation]:
    """An unknown id is refused; no resource is invented for it."""
    _needs_ids(context)
    unknown = [context.unknown(f"unknown {number}") for number in range(3)]
    known = ((*target[:-1], unknown[0][-1]) for target in context.targets if len(target) > 1)
    for values in (*unknown, unknown[0], *known):
        yield from refusal("an unknown id", context.ask(context.request(values)))


def refusal(what: str, answer: Answer) -> Iterator[Violation]:
    """What is wrong with an answer that should refuse ids."""
    if answer.is_success:
        yield answer.violation(f"{what} succeeds with {answer.status}")
    elif answer.shows_resource:
        yield answer.violation(f"{what} gets {answer.status}, and a resource is shown all the same")
    elif answer.status not in REFUSALS:
        yield answer.violation(f"{what} gets {answer.status} instead of 404", level="convention")


@server_law("documented", order=14)
def malformed_id(context: LawContext) -> Iterator[Violation]:
    """Text that is not a UUID is not accepted as an id."""
    _needs_ids(context)
    for part, name, values in _odd_ids(context):
        if not context.may_ask(values):
            continue
        answer = context.ask(context.request(values))
        if answer.is_success:
            yield answer.violation(f"a {part} id {name} is accepted as an id")
        elif answer.status not in MALFORMED_REFUSALS:
            yield answer.violation(f"a {part} id {name} gets {answer.status} instead of 404 or 422", level="convention")


def _needs_ids(context: LawContext) -> None:
    if not context.operation.ids:
        raise NotExercisedError("the path has no id")


def _odd_ids(context: LawContext) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    odd = dict.fromkeys(MALFORMED, "that is not a UUID") | {text: name for name, text in ODD.items()}
    names = [parameter.name for parameter in context.operation.ids]
    for target in (context.unknown("malformed"), *context.targets[:1]):
        for segment, name in odd.items():
            for index, part in enumerate(names):
                yield part, name, (*target[:index], segment, *target[index + 1 :])
    for index, part in reversed(list(enumerate(names))):
        for target in {target[: index + 1]: target for target in context.targets}.values():
            for name, segment in variants(target[index]).items():
                yield part, name, (*target[:index], segment, *target[index + 1 :])
