"""All laws against one server: first those that ask, then those that judge whatever was answered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from contract_tests.verifier.curl import curl
from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.findings import Finding, Findings
from contract_tests.verifier.guard import Guard, RefusedError
from contract_tests.verifier.interruption import INTERRUPTION
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.law import (
    NOT_ASKED,
    AnswerLaw,
    LawContext,
    Probing,
    ServerLaw,
    Stage,
    all_laws,
    answer_laws,
    server_laws,
)
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.redaction import masked
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.crash import recorded

INTERRUPTED = "interrupted"
WHOLE_ANSWER = "whole-answer"
"""The one law that judges an exchange without a readable answer."""
TELLING = "first-call"
"""After the core of this law a server has refused requests without a token, and answered a call for each target."""


@dataclass
class LawResults:
    """The outcome.

    Attributes:
        findings: what was found, equal ones as one.
        exercised: ids of the laws that had something to judge.
        not_exercised: ids of the laws that asked their core for no operation, and what was missing.
        left_out: law and operation by id where only the core was asked, and what kept the law from the rest.
        refused: by operationId, why the guard refused the first request that it refused.
        interrupted: why not all was asked; empty when all was.
        crash: the sentence that says that a law failed itself; empty when none did.
    """

    findings: Findings = field(default_factory=Findings)
    exercised: set[str] = field(default_factory=set[str])
    not_exercised: dict[str, str] = field(default_factory=dict[str, str])
    left_out: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    refused: dict[str, str] = field(default_factory=dict[str, str])
    interrupted: str = ""
    crash: str = ""


def judged(exchange: Exchange, schemas: ResponseSchemas) -> Iterator[tuple[AnswerLaw, tuple[Violation, ...]]]:
    """Hold one exchange against the answer laws; yields each law whose business it is, with what it found."""
    answer = Answer(exchange, schemas)
    for law in answer_laws():
        if law.is_about(answer) and (not exchange.failure or law.id == WHOLE_ANSWER):
            yield law, tuple(law.judge(answer))


def ask_and_judge(
    contexts: Sequence[LawContext],
    job: str = "contract",
    draw: Callable[[], None] = lambda: None,
    left: Callable[[int], object] = lambda _: None,
    futile: Callable[[], str] = lambda: "",
) -> LawResults:
    """Hold a server against every law, for each operation; when the laws have asked, `draw` may ask more.

    `job` is what a crash is reported for. `left` is told how many laws have not asked all of their requests yet.
    `futile` says after the first laws why asking more would tell nothing; that, Ctrl-C, and a server that stops to
    answer end the asking. What was answered until then is judged.
    """
    if not contexts:
        return LawResults(not_exercised={law.id: "no operation was asked" for law in all_laws()})
    outcome = LawResults()
    guard, schemas, token = contexts[0].guard, contexts[0].schemas, contexts[0].token
    try:
        outcome.interrupted = _ask(contexts, outcome, left, futile)
        left(0)
        if not outcome.interrupted:
            draw()
    except CouldNotVerifyError as error:
        if not guard.answered:
            raise
        outcome.interrupted = str(error)
    except KeyboardInterrupt:
        outcome.interrupted = INTERRUPTED
    except Exception:  # noqa: BLE001 - a law that crashes must not lose what others found
        outcome.crash = outcome.interrupted = recorded(job)
    try:
        with INTERRUPTION.settling():
            _judge(guard, schemas, token, outcome)
    except Exception:  # noqa: BLE001 - as above
        outcome.crash = outcome.interrupted = recorded(job)
    for law in all_laws():
        if law.id not in outcome.exercised:
            outcome.not_exercised.setdefault(law.id, outcome.interrupted or "no answer of this kind was seen")
    return outcome


def _ask(
    contexts: Sequence[LawContext], outcome: LawResults, left: Callable[[int], object], futile: Callable[[], str]
) -> str:
    """Let the server laws ask about each operation, all of them their core first; returns why they stopped early.

    What ends a resource comes after all laws about the others.
    """
    for ends in (False, True):
        group = [context for context in contexts if (context.operation.method == "delete") is ends]
        asking = [
            _Asking(law, context, law.probe(context))
            for law in server_laws()
            for context in group
            if law.operation in {"", context.operation.operation_id}
        ]
        unfinished = len(asking)
        with_more: list[_Asking] = []
        is_told = False
        for one in asking:
            if is_told and one.law.id != TELLING and (end := futile()):
                return _given_up(outcome, end)
            left(unfinished)
            if _ask_core(one, outcome):
                with_more.append(one)
                outcome.left_out[one.key] = INTERRUPTED
            else:
                unfinished -= 1
            is_told = is_told or one.law.id == TELLING
        for number, one in enumerate(with_more):
            if end := futile():
                return _given_up(outcome, end)
            left(len(with_more) - number)
            if reason := _go_on(one, outcome):
                outcome.left_out[one.key] = str(reason)
            else:
                del outcome.left_out[one.key]
    return ""


def _given_up(outcome: LawResults, reason: str) -> str:
    """Note why the laws that were to go on did not; returns the reason."""
    outcome.left_out.update({key: reason for key, before in outcome.left_out.items() if before == INTERRUPTED})
    return reason


class _Asking(NamedTuple):
    """A law that asks about one operation, as far as it has come."""

    law: ServerLaw
    context: LawContext
    probing: Probing

    @property
    def key(self) -> tuple[str, str]:
        """The ids of the law and the operation."""
        return self.law.id, self.context.operation.operation_id


def _ask_core(asking: _Asking, outcome: LawResults) -> bool:
    """Let the law ask its core; returns whether it has more to ask."""
    end = _go_on(asking, outcome)
    if isinstance(end, str) and end:
        if asking.law.id not in outcome.exercised:
            outcome.not_exercised.setdefault(asking.law.id, end)
        return False
    outcome.exercised.add(asking.law.id)
    outcome.not_exercised.pop(asking.law.id, None)
    return bool(end)


def _go_on(asking: _Asking, outcome: LawResults) -> Stage | str:
    """Let the law ask until its next stage; returns that stage, or what kept the law from its end."""
    law, context, probing = asking
    found: list[Violation] = []
    try:
        for step in probing:
            if isinstance(step, Stage):
                return step
            found.append(step)
    except NOT_ASKED as error:
        if isinstance(error, RefusedError):
            outcome.refused.setdefault(context.operation.operation_id, str(error))
        return str(error)
    finally:
        plain = {answer.exchange.request for answers in context.called.values() for answer in answers}
        outcome.findings.add(
            replace(finding(law, one, context.guard.base_url, context.token), asked=one.exchange.request not in plain)
            for one in found
        )
    return ""


def _judge(guard: Guard, schemas: ResponseSchemas, token: str, outcome: LawResults) -> None:
    # A verification makes many exchanges that are the same to every law.
    known: dict[tuple[object, ...], list[Finding]] = {}
    for exchange in guard.exchanges:
        key = Answer(exchange, schemas).essence
        if key not in known:
            found = list(judged(exchange, schemas))
            outcome.exercised.update(law.id for law, _ in found)
            known[key] = [
                finding(law, violation, guard.base_url, token) for law, violations in found for violation in violations
            ]
        outcome.findings.add(known[key])


def finding(law: AnswerLaw | ServerLaw, violation: Violation, base_url: str, *secrets: str) -> Finding:
    """Say a violation to a person, secrets masked."""
    texts = (violation.pointer, violation.sentence, curl(base_url, violation.exchange.request, *secrets))
    pointer, sentence, shown = (masked(text, secrets) for text in texts)
    level, status = violation.level or law.level, violation.exchange.response.status
    culprits = tuple(curl(base_url, culprit.request, *secrets) for culprit in violation.culprits)
    return Finding(
        law.id, level, status, pointer, sentence, shown, violation.operation, culprits=culprits,
    )  # fmt: skip
