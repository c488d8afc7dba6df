"""Laws of state: a stop changes its own send, and nothing else changes it.

A send can only be looked at by stopping it. So these laws compare the answers to stops.
"""

import contextlib
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from contract_tests.stop.laws.consistency import instant
from contract_tests.stop.laws.meaning import LEAVING, word
from contract_tests.stop.pair import STOP, Pair
from contract_tests.verifier.exchange import Request
from contract_tests.verifier.guard import RefusedError
from contract_tests.verifier.laws.answer import Answer, Violation, member
from contract_tests.verifier.laws.authentication import FIRST_FORMS, Form, forms, refused, tried
from contract_tests.verifier.laws.calls import FORM_REFUSALS
from contract_tests.verifier.laws.http import METHODS
from contract_tests.verifier.laws.ids import LOOK_ALIKES
from contract_tests.verifier.laws.law import THOROUGH, LawContext, NotExercisedError, Probing, server_law
from contract_tests.verifier.laws.strict_json import written
from scripts.contract.levels import Level
from scripts.contract.values import Json, join

ROUNDS = 52
AGAIN = "a repeated stop"
KINDS = (
    AGAIN,
    "a stop without token",
    AGAIN,
    "a stop under another campaign",
    AGAIN,
    "a stop of an unknown send",
    AGAIN,
)
"""The requests of a round. Of the 51 rounds after the core, every fiftieth request falls on each of the seven."""
NO_MARKS = "the answers do not say when the sends were stopped"
DAY = 86400


# A send shows when it was last changed. A send that is stopped after two others must show a later time than the first
# of them, unless something changed it in between.


@server_law("documented", order=2, operation=STOP)
def untouched(context: LawContext) -> Probing:
    """Only its own stop changes a send: refused requests and stops of other sends do not."""
    watched, before, after = _roles(context.named)
    refusable = list(_harmless(context, watched))
    needed = len(refusable) + 1
    if context.guard.budget is not None and context.guard.budget < needed:
        raise NotExercisedError(f"it takes a budget of {needed} requests for each send")
    low = _marked(context, before)
    before_asking = len(context.guard.exchanges)
    _let_a_second_pass(context, low)
    asked = ((None, request) for request in refusable)
    harmless = [answer for _, answer in context.ask_all(asked)]
    _let_a_second_pass(context, low)
    high = _marked(context, after)
    answer = context.calls(watched, 1)[0]
    own = _changed(answer)
    # A clock that does not show today is one of tests, and ticks at most once a request.
    ticks = DAY if _is_of_today(low) else len(context.guard.exchanges) - before_asking
    if own is None or not 0 < high - low <= ticks:
        raise NotExercisedError(NO_MARKS)
    if low <= own < high:
        yield _blamed(answer, [one for one in harmless if one.is_success or one.shows_resource], len(harmless))


def _blamed(answer: Answer, suspects: list[Answer], asked: int) -> Violation:
    """The violation, with the requests that succeeded although they must not change the send, if any did."""
    if not suspects:
        return answer.violation(f"the send was changed by one of {asked} refused requests, or by the stop of another")
    first = suspects[0].exchange.request
    named = f"{first.method} {first.target.decode('latin-1')}, which got {suspects[0].status}"
    sentence = f"the send was changed by {named}" + f", or by {len(suspects) - 1} like it" * (len(suspects) > 1)
    return replace(answer.violation(sentence), culprits=tuple(suspect.exchange for suspect in suspects))


def _marked(context: LawContext, pair: Pair) -> float:
    """Stop a send for the first time, and say when it changed; `NotExercisedError` if that was not now."""
    start = time.time()
    moment = _changed(context.calls(pair, 1)[0])
    if moment is None or (_is_of_today(moment) and not int(start) <= moment <= time.time()):
        raise NotExercisedError(NO_MARKS)
    return moment


def _is_of_today(moment: float) -> bool:
    return abs(moment - time.time()) < DAY


def _harmless(context: LawContext, pair: Pair) -> Iterator[Request]:
    """Requests that must not change a send: the likeliest to do so, and all of them on a server of this process."""
    yield from (refused(context, pair, form) for form in FIRST_FORMS)
    yield context.request((*context.unknown("untouched")[:-1], pair[-1]))
    yield from (context.request(pair, method=method) for method in ("GET", "DELETE"))
    if context.guard.own:
        yield from (refused(context, pair, form) for form in forms(context.token.encode()))
        yield from (context.request(pair, method=method) for method in METHODS)
        yield from (context.request((*pair[:-1], spell(pair[-1]))) for spell in LOOK_ALIKES.values())


def _roles(pairs: tuple[Pair, ...]) -> tuple[Pair, Pair, Pair]:
    if len(pairs) < 3:
        raise NotExercisedError("it takes three named sends to see whether one is left alone")
    # A sibling in the same campaign is what a careless server would stop along with a send.
    first = pairs[0]
    watched = next((pair for pair in pairs[1:] if pair[:-1] == first[:-1]), pairs[1])
    after = next(pair for pair in reversed(pairs) if pair not in (first, watched))
    return watched, first, after


def _changed(answer: Answer) -> float | None:
    """When the send last changed, as it says."""
    logs = member(answer.data, "logs")
    made = [member(log, "created_at") for log in logs] if isinstance(logs, list) else []
    moments = [instant(text) for text in (member(answer.data, "updated_at"), *made)]
    return max((moment for moment in moments if moment is not None), default=None)


def _let_a_second_pass(context: LawContext, moment: float) -> None:
    """Wait where the server's clock shows whole seconds of today: without that, all marks were one."""
    if moment.is_integer() and _is_of_today(moment):
        context.guard.sleep(1.0)


@server_law("documented", order=5, operation=STOP)
def later_stops(context: LawContext) -> Probing:
    """A second stop is not refused for its form, and a third stop is answered as the second."""
    for pair in context.named:
        first, second, third = context.calls(pair, 3)[:3]
        if third.status != second.status:
            yield third.violation(f"the second stop gets {second.status}, the third {third.status}")
        elif second.status in {401, *FORM_REFUSALS} and first.is_success:
            yield second.violation(
                f"the second stop gets {second.status}, although the first, put in the same way, got 200"
            )
        elif second.status == 404 and first.is_success:
            yield second.violation("the second stop gets 404, as if there were no such send", level="convention")


@server_law("documented", order=18, operation=STOP)
def steady(context: LawContext) -> Probing:
    """The same request gets the same status, however often it is sent."""
    unknown = context.unknown("steady")
    seen: dict[tuple[str, Pair], int] = {}
    for number in range(ROUNDS):
        if number == 1:
            yield THOROUGH
        pair = context.named[number % len(context.named)]
        context.calls(pair, 2)
        for name in KINDS:
            answer = _asked(context, name, pair, unknown, FIRST_FORMS[number % 2])
            usual = seen.setdefault((name, pair), answer.status)
            if answer.status != usual:
                yield answer.violation(f"{name} gets {answer.status} after it got {usual}")


def _asked(context: LawContext, name: str, pair: Pair, unknown: Pair, form: Form) -> Answer:
    if name == "a stop without token":
        return tried(context, pair, form)
    if name == "a stop under another campaign":
        return context.ask(context.request((*unknown[:-1], pair[-1])))
    return context.ask(context.request(unknown)) if name == "a stop of an unknown send" else context.call(pair)


# How sure it is that a repeated stop does not change this; the first row that matches counts.
CHANGES: tuple[tuple[str, Level], ...] = (
    (r".*/is_active", "convention"),
    (r"/data/(created_at|meta/send_type)", "documented"),
    (r"/data/meta/(\w+_ids?|use_dedicated_domains|(manual|multistep|planner)_data)(/.*)?", "documented"),
    (r"/data/meta/multistep_status/(current_step|total_sent|\w+_timestamp|planner_data(/.*)?)", "documented"),
    (r".*", "convention"),
)
_ELSEWHERE = re.compile(r"/data/(id|sms_campaign_id|updated_at|logs)(/.*)?")
"""`id` and `sms_campaign_id` have a law of their own; `updated_at` and `logs` are compared by order."""


@server_law("documented", order=12, operation=STOP)
def repeat_changes_nothing(context: LawContext) -> Probing:
    """A repeated stop leaves the send as it was."""
    pairs = context.named
    shown = {pair: _shown(context, pair) for pair in pairs}
    if all(len(answers) < 2 for answers in shown.values()):
        raise NotExercisedError("no send was shown twice by a 200")
    for answers in shown.values():
        yield from _repeated(answers)
    yield THOROUGH
    for pair in pairs:
        with contextlib.suppress(RefusedError, NotExercisedError):
            context.call(pair)
        yield from _repeated(_shown(context, pair))


def _shown(context: LawContext, pair: Pair) -> list[Answer]:
    """The answers that show the send."""
    return [answer for answer in context.answers(pair) if answer.data is not None]


def _repeated(answers: Sequence[Answer]) -> Iterator[Violation]:
    latest: dict[str, Answer] = {}  # an answer about another send, which is no change of this one, has a law of its own
    for after in answers:
        about = repr(member(after.data, "id"))
        before = latest.get(about, after)
        latest[about] = after
        if before.body != after.body:
            yield from _changes(before, after)


def _changes(before: Answer, after: Answer) -> Iterator[Violation]:
    leaving = word(member(before.data, "status")) in LEAVING
    for pointer, was, now in differences(before.data, after.data, "/data"):
        if not _ELSEWHERE.fullmatch(pointer):
            lost = was is None or now is None or leaving
            level = "convention" if lost else _sureness(pointer)
            yield after.violation(f"a repeated stop turned {written(was)} into {written(now)}", pointer, level)
    was, now = (member(answer.data, "updated_at") for answer in (before, after))
    earlier, later = instant(was), instant(now)
    if earlier is not None and later is not None and later < earlier:
        yield after.violation(f"the last change went back from {written(was)} to {written(now)}", "/data/updated_at")
    elif was != now:
        yield after.violation(
            f"a repeated stop moved the last change from {written(was)} to {written(now)}",
            "/data/updated_at",
            "convention",
        )
    then, since = (member(answer.data, "logs") for answer in (before, after))
    if isinstance(then, list) and isinstance(since, list):
        if any(log not in since for log in then):
            yield after.violation("a repeated stop rewrote the history", "/data/logs")
        elif len(since) > len(then):
            yield after.violation("a repeated stop was logged as if it stopped something", "/data/logs", "convention")


def _sureness(pointer: str) -> Level:
    return next(level for pattern, level in CHANGES if re.fullmatch(pattern, pointer))


def differences(was: Json, now: Json, pointer: str) -> Iterator[tuple[str, Json, Json]]:
    """The places where two values differ, and both values there; lists are compared as a whole."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name in dict.fromkeys((*was, *now)):
            yield from differences(was.get(name), now.get(name), join(pointer, name))
    elif was != now:
        yield pointer, was, now
