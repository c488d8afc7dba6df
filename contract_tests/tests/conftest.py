"""What several test files share."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from scripts import trees
from scripts.client import package
from scripts.contract.document import Contract, load


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract itself."""
    return load()


@pytest.fixture
def few_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Schemathesis draw less: for tests of what becomes of its answers."""
    fuzzing = importlib.import_module(
        "contract_tests.verifier.schemathesis_run"
    )  # tests without Schemathesis share this file
    monkeypatch.setitem(fuzzing.SETTINGS["generation"], "max-examples", 10)


@pytest.fixture(scope="session")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The client's package as the contract in schema_forms.yaml gives it, imported under the name zoo."""
    directory = tmp_path_factory.mktemp("zoo")
    trees.write(directory / "zoo", package.render(load(Path(__file__).parent / "client" / "schema_forms.yaml")))
    sys.path.insert(0, str(directory))
    yield importlib.import_module("zoo.models")
    sys.path.remove(str(directory))
