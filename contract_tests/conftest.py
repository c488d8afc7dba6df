"""What several test files share."""

import pytest

from scripts.contract import Contract, load


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract itself."""
    return load()
