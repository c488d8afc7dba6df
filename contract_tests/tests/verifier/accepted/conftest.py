"""Each test has a folder, and a today, of its own."""

import functools
from pathlib import Path

import pytest

from contract_tests import command
from contract_tests.mock import TOKEN
from contract_tests.tests.verifier.accepted.servers import TODAY
from scripts import generate
from scripts.contract import document
from scripts.contract.document import Contract
from scripts.trees import Difference


@functools.cache
def differences() -> list[Difference]:
    """The differences of generated/, compared once."""
    return generate.differences(document.load())


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Let the command write into a folder of the test, on one day, without comparing generated/ anew."""

    def remembered(_: Contract, __: generate.Scope) -> list[Difference]:
        return differences()

    request.getfixturevalue("few_examples")
    monkeypatch.setattr(command, "differences", remembered)
    monkeypatch.setattr(command, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(command, "today", lambda: TODAY)
    monkeypatch.setenv("COMM_API_TOKEN", TOKEN)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
