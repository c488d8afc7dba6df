"""Laws of ids: unknown and malformed ids are refused, and a success is about those that were asked for."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from contract_tests.verifier.ids import MALFORMED, NIL, is_id, parsed
from contract_tests.verifier.laws.answer import Answer, Violation, member
from contract_tests.verifier.laws.law import THOROUGH, LawContext, NotExercisedError, Probing, answer_law, server_law
from contract_tests.verifier.laws.schema import is_json
from contract_tests.verifier.laws.strict_json import NotJsonError, written
from scripts.contract.operations import Parameter
from scripts.contract.values import unescape

REFUSALS = {403, 404, 410, 422}
MALFORMED_REFUSALS = REFUSALS | {400, 405, 414}
"""A framework that drops empty segments answers 405 to an empty id."""


LOOK_ALIKES: dict[str, Callable[[str], str]] = {
    "in braces": "%7B{}%7D".format,
    "as a URN": "urn:uuid:{}".format,
    "without hyphens": lambda id_: id_.replace("-", ""),
    "up to its first hyphen": lambda id_: id_.partition("-")[0],
    "with one more character": "{}0".format,
    "with a newline after it": "{}%0A".format,
    "with a NUL after it": "{}%00".format,
    "in quotes": "%22{}%22".format,
    "with a suffix after it": "{}.json".format,
    "with a semicolon after it": "{};v=1".format,
    "twice in a list": lambda id_: f"{id_},{id_}",
    "with underscores": lambda id_: id_.replace("-", "_"),
    "in digits of full width": lambda id_: "".join(f"%EF%BC%{0x90 + int(c):02X}" if c.isdigit() else c for c in id_),
    "without its last character": lambda id_: id_[:-1],
    "without its first character": lambda id_: id_[1:],
    "with one character before it": "0{}".format,
    "with a space after it": "{}%20".format,
    "with a space before it": "%20{}".format,
    "with a quote after it": "{}'".format,
    "with an injection after it": "{}'%20OR%20'1'='1".format,
    "with a dot after it": "{}.".format,
    "with a comma after it": "{},".format,
    "with an escaped slash after it": "{}%2F".format,
}
"""Path segments that look like an id but differ from it, by name; those that most servers misread come first."""
CORE = 13
"""How many of them the core asks."""

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


class OddId(NamedTuple):
    """Values of the path of which one is no id: the place, what is odd about it, all values."""

    part: str
    name: str
    values: tuple[str, ...]


def values_to_ask(context: LawContext, key: str) -> list[tuple[str, ...]]:
    """Values to ask with: ids that exist nowhere, then the named targets; without any id in the path, just one."""
    if not context.operation.ids:
        return [()]
    if all(map(is_id, context.operation.ids)):
        return [context.unknown(key), *context.targets]
    return list(context.named)


@server_law("documented", order=1)
def unknown_id(context: LawContext) -> Probing:
    """An unknown id is refused; no resource is invented for it."""
    _needs_ids(context)
    unknown = [context.unknown(f"unknown {number}") for number in range(3)]
    known = [(*target[:-1], unknown[0][-1]) for target in context.targets if len(target) > 1]
    yield from _refused(context, [unknown[0], *known[:1]])
    yield THOROUGH
    yield from _refused(context, [*unknown[1:], unknown[0], *known[1:]])


def _refused(context: LawContext, asked: Iterable[tuple[str, ...]]) -> Iterator[Violation]:
    for _, answer in context.ask_all((values, context.request(values)) for values in asked):
        yield from refusal("an unknown id", answer)


def refusal(what: str, answer: Answer) -> Iterator[Violation]:
    """What is wrong with an answer that should refuse ids."""
    if answer.is_success:
        yield answer.violation(f"{what} succeeds with {answer.status}")
    elif answer.shows_resource:
        yield answer.violation(f"{what} gets {answer.status}, and a resource is shown all the same")
    elif answer.status not in REFUSALS:
        yield answer.violation(f"{what} gets {answer.status} instead of 404", level="convention")


@server_law("documented", order=10)
def malformed_id(context: LawContext) -> Probing:
    """Text that is not a UUID is not accepted as an id."""
    _needs_ids(context)
    core = list(_core_ids(context))
    yield from _accepted(context, core)
    yield THOROUGH
    known = {one.values for one in core}
    yield from _accepted(context, (one for one in _odd_ids(context) if one.values not in known))


def _accepted(context: LawContext, odd: Iterable[OddId]) -> Iterator[Violation]:
    asked = ((one, context.request(one.values)) for one in odd)
    for (part, name, values), answer in context.ask_all(asked):
        if answer.is_success:
            # Frameworks hand such a text to a parser of UUIDs, and no other target is meant.
            is_same = tuple(map(parsed, values)) in context.targets
            sentence = f"a {part} id {name} is accepted as an id"
            yield answer.violation(sentence, level="convention" if is_same else None)
        elif answer.status not in MALFORMED_REFUSALS:
            yield answer.violation(f"a {part} id {name} gets {answer.status} instead of 404 or 422", level="convention")


def _needs_ids(context: LawContext) -> None:
    if not context.operation.ids:
        raise NotExercisedError("the path has no id")


def _core_ids(context: LawContext) -> Iterator[OddId]:
    """Each odd word in every place at once, and each look-alike of a named id, of one target after the other."""
    count = len(context.operation.ids)
    for segment, name in _odd().items():
        yield OddId("whole", name, (segment,) * count)
    targets = itertools.cycle(context.targets)
    for (name, spell), target in zip(itertools.islice(LOOK_ALIKES.items(), CORE), targets, strict=False):
        yield OddId(context.operation.ids[-1].name, name, (*target[:-1], spell(target[-1])))


def _odd_ids(context: LawContext) -> Iterator[OddId]:
    names = [parameter.name for parameter in context.operation.ids]
    for target in (context.unknown("malformed"), *context.targets[:1]):
        for segment, name in _odd().items():
            for index, part in enumerate(names):
                yield OddId(part, name, (*target[:index], segment, *target[index + 1 :]))
    for index, part in reversed(list(enumerate(names))):
        for target in {target[: index + 1]: target for target in context.targets}.values():
            for name, spell in LOOK_ALIKES.items():
                yield OddId(part, name, (*target[:index], spell(target[index]), *target[index + 1 :]))


def _odd() -> dict[str, str]:
    return dict.fromkeys(MALFORMED, "that is not a UUID") | {text: name for name, text in ODD.items()}


def _ids(answer: Answer) -> tuple[Parameter, ...]:
    return answer.route.operation.ids if answer.route.operation else ()


def _repeats(answer: Answer) -> bool:
    repeated = any(parameter.repeated_at for parameter in _ids(answer))
    return repeated and answer.is_documented_success and is_json(answer)


@answer_law("documented", _repeats)
def own_id(answer: Answer) -> Iterator[Violation]:
    """A success is about the ids that were asked for, where the contract says that it repeats them."""
    body = None if isinstance(answer.json, NotJsonError) else answer.json
    for parameter, asked in zip(_ids(answer), answer.values, strict=True):
        shown = member(body, *map(unescape, parameter.repeated_at.split("/")[1:]))
        # Another law says that a parent is missing. Without its own id, a resource is any resource.
        is_missing = shown is None and parameter is not _ids(answer)[-1]
        is_own = isinstance(shown, str | int) and str(shown).lower() in {asked.lower(), parsed(asked)}
        if parameter.repeated_at and not is_missing and not is_own:
            yield answer.violation(f"{written(shown)} instead of the {asked} that was asked for", parameter.repeated_at)
