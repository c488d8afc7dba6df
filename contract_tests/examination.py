"""All laws against one server: first those that ask, then those that judge whatever was answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from contract_tests.findings import Finding, curl
from contract_tests.laws import ANSWER_LAWS, SERVER_LAWS
from contract_tests.laws.law import AnswerLaw, Bench, Breach, NotExercisedError, ServerLaw
from contract_tests.server import Exchange


@dataclass
class Examination:
    """The outcome.

    Attributes:
        findings: equal findings grouped, in the order of the laws.
        exercised: ids of the laws that had something to judge.
        unexercised: ids of the laws that had not, and what was missing.
    """

    findings: list[Finding] = field(default_factory=list[Finding])
    exercised: set[str] = field(default_factory=set[str])
    unexercised: dict[str, str] = field(default_factory=dict[str, str])


def examine(bench: Bench) -> Examination:
    """Hold a server against every law."""
    outcome = Examination()
    found: dict[tuple[str, str, str], Finding] = {}

    def note(law: AnswerLaw | ServerLaw, breach: Breach) -> None:
        level = breach.level or law.level
        shown = curl(bench.guard.base_url, breach.exchange.request)
        known = found.setdefault(
            (law.id, breach.pointer, level), Finding(law.id, level, breach.pointer, breach.sentence, shown, count=0)
        )
        found[law.id, breach.pointer, level] = replace(known, count=known.count + 1)

    for law in SERVER_LAWS:
        try:
            for breach in law.probe(bench):
                note(law, breach)
            outcome.exercised.add(law.id)
        except NotExercisedError as error:
            outcome.unexercised[law.id] = str(error)
    for law in ANSWER_LAWS:
        for exchange in bench.guard.exchanges:
            breaches = law.judge(exchange, bench.contract)
            if breaches is not None:
                outcome.exercised.add(law.id)
                for breach in breaches:
                    note(law, breach)
        if law.id not in outcome.exercised:
            outcome.unexercised[law.id] = "no answer of this kind was seen"
    outcome.findings = list(found.values())
    return outcome
