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
