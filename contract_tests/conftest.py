"""What several test files share."""

import pytest

from contract_tests import fuzzing
from scripts.contract import Contract, load


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract itself."""
    return load()


@pytest.fixture
def few_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Schemathesis draw less: for tests of what becomes of its answers."""
    monkeypatch.setitem(fuzzing.SETTINGS["generation"], "max-examples", 10)
