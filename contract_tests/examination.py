"""All laws against one server: first those that ask, then those that judge whatever was answered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from contract_tests.findings import Finding, curl
from contract_tests.guard import RefusedError
from contract_tests.laws import ANSWER_LAWS, SERVER_LAWS
from contract_tests.laws.answer import Answer
from contract_tests.laws.law import AnswerLaw, Bench, Breach, NotExercisedError, ServerLaw
from contract_tests.laws.shapes import Shapes
from contract_tests.server import CouldNotVerifyError, Exchange

Verdicts = Sequence[tuple[AnswerLaw, tuple[Breach, ...]]]


@dataclass
class Examination:
    """The outcome.

    Attributes:
        findings: equal findings grouped, in the order of the laws.
        exercised: ids of the laws that had something to judge.
        unexercised: ids of the laws that had not, or not all of it, and what was missing.
        interrupted: why not all was asked; empty when all was.
    """

    findings: list[Finding] = field(default_factory=list[Finding])
    exercised: set[str] = field(default_factory=set[str])
    unexercised: dict[str, str] = field(default_factory=dict[str, str])
    interrupted: str = ""


def judged(exchange: Exchange, shapes: Shapes) -> Iterator[tuple[AnswerLaw, tuple[Breach, ...]]]:
    """Hold one exchange against the answer laws; yields each law whose business it is, with what it found."""
    answer = Answer(exchange, shapes)
    for law in ANSWER_LAWS if not exchange.failure else ANSWER_LAWS[:1]:
        breaches = law.judge(answer)
        if breaches is not None:
            yield law, tuple(breaches)


def probe(bench: Bench) -> Iterator[tuple[ServerLaw, Iterable[Breach], str]]:
    """Let the server laws ask; yields each with what it found and what kept it from asking all of it."""
    for law in SERVER_LAWS:
        found: list[Breach] = []
        missing = ""
        try:
            found.extend(law.probe(bench))
        except (NotExercisedError, RefusedError) as error:
            missing = str(error)
        yield law, found, missing


def examine(bench: Bench, draw: Callable[[], None] = lambda: None) -> Examination:
    """Hold a server against every law; `draw` makes further exchanges once the server laws have asked.

    Ctrl-C, and a server that stops to answer, end the asking; what was answered until then is judged.
    """
    outcome = Examination()
    found: dict[tuple[str, str, str], Finding] = {}

    def note(law: AnswerLaw | ServerLaw, breaches: Iterable[Breach]) -> None:
        for breach in breaches:
            level = breach.level or law.level
            shown, sentence = (
                text.replace(bench.token, "[masked]")
                for text in (curl(bench.guard.base_url, breach.exchange.request), breach.sentence)
            )
            first = Finding(law.id, level, breach.pointer, sentence, shown, count=0)
            known = found.setdefault((law.id, breach.pointer, level), first)
            found[law.id, breach.pointer, level] = replace(known, count=known.count + 1)

    try:
        for law, breaches, missing in probe(bench):
            note(law, breaches)
            if missing:
                outcome.unexercised[law.id] = missing
            else:
                outcome.exercised.add(law.id)
        draw()
    except CouldNotVerifyError as error:
        if not bench.guard.answered:
            raise
        outcome.interrupted = str(error)
    except KeyboardInterrupt:
        outcome.interrupted = "interrupted"
    # Equal exchanges get equal verdicts, and a verification makes many of them.
    known: dict[tuple[object, ...], Verdicts] = {}
    for exchange in bench.guard.exchanges:
        key = exchange.request, exchange.response, exchange.failure
        if key not in known:
            known[key] = list(judged(exchange, bench.shapes))
        for law, breaches in known[key]:
            outcome.exercised.add(law.id)
            note(law, breaches)
    for law in SERVER_LAWS:
        if law.id not in outcome.exercised:
            outcome.unexercised.setdefault(law.id, outcome.interrupted)
    for law in ANSWER_LAWS:
        if law.id not in outcome.exercised:
            outcome.unexercised[law.id] = "no answer of this kind was seen"
    outcome.findings = list(found.values())
    return outcome
