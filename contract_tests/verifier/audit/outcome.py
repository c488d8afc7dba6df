"""What an audit found in some part of its records. The outcomes of two parts merge into that of both."""

from collections import Counter
from dataclasses import dataclass, field

from contract_tests.verifier.bounded import Smallest
from contract_tests.verifier.evidence.collector import Counts
from contract_tests.verifier.findings import Findings

FEW, MANY = 10, 1000
CRASHED, NOT_READ = "crashed", "not read"
"""Why the reading of a record ended before its end, beside the two ways in which it breaks off."""


@dataclass
class Unjudged:
    """Entries that could not be judged: how many, and the places of the first `FEW`.

    Attributes:
        count: how many.
        entries: their places in their records, from 1.
        files: the names of the records.
    """

    count: int = 0
    entries: list[int] = field(default_factory=list[int])
    files: list[str] = field(default_factory=list[str])

    def add(self, file: str, number: int) -> None:
        """Count one."""
        self.count += 1
        if len(self.entries) < FEW:
            self.entries.append(number)
            self.files.append(file)


@dataclass
class Outcome:
    """The outcome.

    Attributes:
        files: how many entries were read of each record.
        without_request: how many of them have no request that can be read.
        ended: why a record was not read to its end, and what is known of that.
        answers: how many answers of the contract's operations had each status.
        operations: how many answers of each operation had each status, by operationId.
        unjudged: which entries could not be judged, by reason.
        unknown: how many were of other operations, by method and path; `{}` stands for what looks like an id.
        others: how many were of further operations: only the first `MANY` names in their order are told apart.
        findings: what broke the contract.
        counts: what was seen at every place of the contract's schemas.
    """

    files: Counter[str] = field(default_factory=Counter[str])
    without_request: Counter[str] = field(default_factory=Counter[str])
    ended: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    answers: Counter[int] = field(default_factory=Counter[int])
    operations: dict[str, Counter[int]] = field(default_factory=dict[str, Counter[int]])
    unjudged: dict[str, Unjudged] = field(default_factory=dict[str, Unjudged])
    unknown: Counter[str] = field(default_factory=Counter[str])
    others: int = 0
    findings: Findings = field(default_factory=Findings)
    counts: Counts = field(default_factory=Counts)
    _names: Smallest[str] = field(default_factory=lambda: Smallest[str](MANY))

    @property
    def exchanges(self) -> int:
        """How many exchanges were read; a file without a request that can be read holds none."""
        return sum(read for file, read in self.files.items() if self.without_request[file] < read)

    @property
    def not_judged(self) -> int:
        """How many are of the contract's operations, but could not be judged."""
        return sum(each.count for each in self.unjudged.values()) - self.without_request.total()

    def add_unknown(self, name: str, count: int = 1) -> None:
        """Count exchanges of another operation."""
        self.unknown[name] += count
        if last := self._names.add(name):
            self.others += self.unknown.pop(last)


def merge(left: Outcome, right: Outcome) -> Outcome:
    """The outcome of two parts, of which the right one comes after the left one: the left one, changed.

    However the parts are bracketed, the outcome is the same, and an empty outcome changes nothing.
    """
    for reason, unjudged in right.unjudged.items():
        known = left.unjudged.setdefault(reason, Unjudged())
        count = known.count + unjudged.count
        for file, number in zip(unjudged.files, unjudged.entries, strict=True):
            known.add(file, left.files[file] + number)
        known.count = count
    left.files.update(right.files)
    left.without_request.update(right.without_request)
    left.ended |= right.ended
    left.answers.update(right.answers)
    for operation, statuses in right.operations.items():
        left.operations.setdefault(operation, Counter()).update(statuses)
    for name, count in right.unknown.items():
        left.add_unknown(name, count)
    left.others += right.others
    left.findings.merge(right.findings)
    left.counts.merge(right.counts)
    return left
