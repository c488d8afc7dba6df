"""Rows for tests of the bench, as if they had been measured."""

from contract_tests.quality.bench import __main__ as bench
from contract_tests.quality.bench.rows import Row, Subject, ratio
from contract_tests.quality.bench.turns import NotAvailableError

PLAIN = Subject("decode", "client", "three bodies decoded", "ms", "the stock client", ratio(1.0))
MEASURED = [
    Row(subject, 20.0 + number, None if not subject.peer else 10.0, "52 of 410 faults", "2 cores")
    for number, subject in enumerate(bench.SUBJECTS)
]


def unavailable() -> float:
    """Measure what is not installed."""
    raise NotAvailableError("it is not installed")
