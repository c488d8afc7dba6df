"""All laws against one server: first those that ask, then those that judge whatever was answered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from contract_tests.stop.laws import ANSWER_LAWS, SERVER_LAWS
from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.findings import Finding, Findings, curl
from contract_tests.verifier.guard import RefusedError
from contract_tests.verifier.laws.answer import Answer, Breach
from contract_tests.verifier.laws.law import AnswerLaw, Bench, NotExercisedError, ServerLaw
from contract_tests.verifier.laws.response_schema import Shapes
from contract_tests.verifier.transport import CouldNotVerifyError

INTERRUPTED = "interrupted"
LAWS: tuple[ServerLaw | AnswerLaw, ...] = (*SERVER_LAWS, *ANSWER_LAWS)


@dataclass
class Examination:
    """The outcome.

    Attributes:
        findings: what was found, equal ones as one.
        exercised: ids of the laws that had something to judge.
        unexercised: ids of the laws that had not, or not all of it, and what was missing.
        interrupted: why not all was asked; empty when all was.
    """

    findings: Findings = field(default_factory=Findings)
    exercised: set[str] = field(default_factory=set[str])
    unexercised: dict[str, str] = field(default_factory=dict[str, str])
    interrupted: str = ""


def judged(exchange: Exchange, shapes: Shapes) -> Iterator[tuple[AnswerLaw, tuple[Breach, ...]]]:
    """Hold one exchange against the answer laws; yields each law whose business it is, with what it found."""
    answer = Answer(exchange, shapes)
    for law in ANSWER_LAWS if not exchange.failure else ANSWER_LAWS[:1]:
        if law.concerns(answer):
            yield law, tuple(law.judge(answer))


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


def examine(
    bench: Bench, before: Callable[[], None] = lambda: None, after: Callable[[], None] = lambda: None
) -> Examination:
    """Hold a server against every law; `before` and `after` the server laws ask, others may exchange too.

    Ctrl-C, and a server that stops to answer, end the asking; what was answered until then is judged.
    """
    outcome = Examination()
    try:
        before()
        _ask(bench, outcome)
        after()
    except CouldNotVerifyError as error:
        if not bench.guard.answered:
            raise
        outcome.interrupted = str(error)
    except KeyboardInterrupt:
        outcome.interrupted = INTERRUPTED
    _judge(bench, outcome)
    for law in LAWS:
        if law.id not in outcome.exercised:
            outcome.unexercised.setdefault(law.id, outcome.interrupted or "no answer of this kind was seen")
    return outcome


def finding(law: AnswerLaw | ServerLaw, breach: Breach, base_url: str, *secrets: str) -> Finding:
    """Say a breach to a person, secrets masked."""
    texts = [breach.pointer, breach.sentence, curl(base_url, breach.exchange.request)]
    for secret in secrets:
        texts = [text.replace(secret, "[masked]") for text in texts]
    pointer, sentence, shown = texts
    return Finding(law.id, breach.level or law.level, breach.exchange.response.status, pointer, sentence, shown)


def _ask(bench: Bench, outcome: Examination) -> None:
    for law, breaches, missing in probe(bench):
        outcome.findings.add(finding(law, breach, bench.guard.base_url, bench.token) for breach in breaches)
        if missing:
            outcome.unexercised[law.id] = missing
        else:
            outcome.exercised.add(law.id)


def _judge(bench: Bench, outcome: Examination) -> None:
    # A verification makes many exchanges that are the same to every law.
    known: dict[tuple[object, ...], Sequence[Finding]] = {}
    for exchange in bench.guard.exchanges:
        key = Answer(exchange, bench.shapes).essence
        if key not in known:
            found = [(law, breaches) for law, breaches in judged(exchange, bench.shapes)]
            outcome.exercised.update(law.id for law, _ in found)
            known[key] = [
                finding(law, breach, bench.guard.base_url, bench.token)
                for law, breaches in found
                for breach in breaches
            ]
        outcome.findings.add(known[key])
