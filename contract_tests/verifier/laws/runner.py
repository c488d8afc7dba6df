"""All laws against one server: first those that ask, then those that judge whatever was answered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.findings import Finding, Findings, curl
from contract_tests.verifier.guard import RefusedError
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.law import (
    AnswerLaw,
    LawContext,
    NotExercisedError,
    ServerLaw,
    all_laws,
    answer_laws,
    server_laws,
)
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.crash import recorded

INTERRUPTED = "interrupted"
WHOLE_ANSWER = "whole-answer"
"""The one law that judges an exchange without a readable answer."""


@dataclass
class LawResults:
    """The outcome.

    Attributes:
        findings: what was found, equal ones as one.
        exercised: ids of the laws that had something to judge.
        not_exercised: ids of the laws that had not, or not all of it, and what was missing.
        interrupted: why not all was asked; empty when all was.
        crash: the sentence that says that a law failed itself; empty when none did.
    """

    findings: Findings = field(default_factory=Findings)
    exercised: set[str] = field(default_factory=set[str])
    not_exercised: dict[str, str] = field(default_factory=dict[str, str])
    interrupted: str = ""
    crash: str = ""


def judged(exchange: Exchange, schemas: ResponseSchemas) -> Iterator[tuple[AnswerLaw, tuple[Violation, ...]]]:
    """Hold one exchange against the answer laws; yields each law whose business it is, with what it found."""
    answer = Answer(exchange, schemas)
    for law in answer_laws():
        if law.concerns(answer) and (not exchange.failure or law.id == WHOLE_ANSWER):
            yield law, tuple(law.judge(answer))


def probe(context: LawContext) -> Iterator[tuple[ServerLaw, Iterable[Violation], str]]:
    """Let the server laws ask; yields each with what it found and what kept it from asking all of it."""
    for law in server_laws():
        found: list[Violation] = []
        missing = ""
        try:
            found.extend(law.probe(context))
        except (NotExercisedError, RefusedError) as error:
            missing = str(error)
        yield law, found, missing


def ask_and_judge(
    context: LawContext, before: Callable[[], None] = lambda: None, after: Callable[[], None] = lambda: None
) -> LawResults:
    """Hold a server against every law; `before` and `after` the server laws ask, others may exchange too.

    Ctrl-C, and a server that stops to answer, end the asking; what was answered until then is judged.
    """
    outcome = LawResults()
    try:
        before()
        _ask(context, outcome)
        after()
    except CouldNotVerifyError as error:
        if not context.guard.answered:
            raise
        outcome.interrupted = str(error)
    except KeyboardInterrupt:
        outcome.interrupted = INTERRUPTED
    except Exception:  # noqa: BLE001 - a law that crashes must not lose what others found
        outcome.crash = outcome.interrupted = recorded("contract")
    try:
        _judge(context, outcome)
    except Exception:  # noqa: BLE001 - as above
        outcome.crash = outcome.interrupted = recorded("contract")
    for law in all_laws():
        if law.id not in outcome.exercised:
            outcome.not_exercised.setdefault(law.id, outcome.interrupted or "no answer of this kind was seen")
    return outcome


def finding(law: AnswerLaw | ServerLaw, violation: Violation, base_url: str, *secrets: str) -> Finding:
    """Say a violation to a person, secrets masked."""
    texts = [violation.pointer, violation.sentence, curl(base_url, violation.exchange.request)]
    for secret in secrets:
        texts = [text.replace(secret, "[masked]") for text in texts]
    pointer, sentence, shown = texts
    return Finding(law.id, violation.level or law.level, violation.exchange.response.status, pointer, sentence, shown)


def _ask(context: LawContext, outcome: LawResults) -> None:
    for law, violations, missing in probe(context):
        outcome.findings.add(finding(law, violation, context.guard.base_url, context.token) for violation in violations)
        if missing:
            outcome.not_exercised[law.id] = missing
        else:
            outcome.exercised.add(law.id)


def _judge(context: LawContext, outcome: LawResults) -> None:
    # A verification makes many exchanges that are the same to every law.
    known: dict[tuple[object, ...], Sequence[Finding]] = {}
    for exchange in context.guard.exchanges:
        key = Answer(exchange, context.schemas).essence
        if key not in known:
            found = [(law, violations) for law, violations in judged(exchange, context.schemas)]
            outcome.exercised.update(law.id for law, _ in found)
            known[key] = [
                finding(law, violation, context.guard.base_url, context.token)
                for law, violations in found
                for violation in violations
            ]
        outcome.findings.add(known[key])
