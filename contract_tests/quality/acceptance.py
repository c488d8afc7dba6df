"""Measures the accept file: how many rows each faulty server needs, and which other faulty servers pass with them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from contract_tests.quality.fault_runs import FaultRun, schemas
from contract_tests.verifier.accepted import file
from contract_tests.verifier.accepted.rows import Row, divided, words_of
from contract_tests.verifier.findings import Finding, form_of
from contract_tests.verifier.laws.law import all_laws

DAY = date(2030, 1, 31)
Kind: TypeAlias = tuple[str, str, int, str, str]
"""Law, operation, status, place and words."""


@dataclass(frozen=True)
class Acceptance:
    """The outcome.

    Attributes:
        rows: how many faulty servers need so many rows.
        not_accepted: ids of those that their own draft does not accept.
        same: how often another one passes that breaks the same promises at the same places in the same words.
        others: pairs of ids of which the second passes with the first and breaks something else.
    """

    rows: Counter[int]
    not_accepted: tuple[str, ...]
    same: int
    others: tuple[tuple[str, str], ...]

    @property
    def is_right(self) -> bool:
        """Whether every draft accepts its server and nothing else."""
        return not (self.not_accepted or self.others)


def drafted(findings: Sequence[Finding]) -> tuple[Row, ...]:
    """The rows of a draft, each with a reason."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "accepted.toml")
        path.write_text(file.drafted(findings, DAY).replace('reason = ""', 'reason = "known"'), "utf-8")
        laws, operations = [law.id for law in all_laws()], [one.operation_id for one in schemas().operations]
        return file.read(path, laws, operations)


def measured(runs: Sequence[FaultRun]) -> Acceptance:
    """Hold every faulty server against the rows of every one."""
    rows = {run.id: drafted(run.findings) for run in runs}
    kinds = {run.id: set(_kinds(run.findings)) for run in runs}
    passing = [
        (one.id, other.id)
        for one in runs
        for other in runs
        if one is not other and passes(other.findings, rows[one.id])
    ]
    failing = {run.id: set(_kinds(_failing(run.findings))) for run in runs}
    others = tuple((one, other) for one, other in passing if not failing[other] <= kinds[one])
    return Acceptance(
        Counter(len(own) for own in rows.values()),
        tuple(run.id for run in runs if divided(run.findings, rows[run.id])[0]),
        len(passing) - len(others),
        others,
    )


def passes(findings: Sequence[Finding], rows: Sequence[Row]) -> bool:
    """Whether rows turn a run green: no violation is left; where there was none, no deviation."""
    left, _ = divided(findings, rows)
    return not (any(one.is_violation for one in left) if _is_violated(findings) else left)


def _is_violated(findings: Sequence[Finding]) -> bool:
    return any(one.is_violation for one in findings)


def _failing(findings: Sequence[Finding]) -> list[Finding]:
    """The violations and all effects; without any violation, all findings."""
    return [one for one in findings if one.is_violation or one.because or not _is_violated(findings)]


def _kinds(findings: Sequence[Finding]) -> Iterator[Kind]:
    """The law, operation, status, place and words of each variant of the findings."""
    for one in findings:
        for variant in one.forms:
            yield one.check, one.operation, one.status, form_of(replace(variant, sentence="")), words_of(variant)
