"""The tests of the guard miss nothing that could be left out of it."""

import pytest

from contract_tests.quality import guard_mutants


def test_every_mutant_of_the_guard_turns_a_test_red(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard_mutants.main() == 0
    assert len(guard_mutants.mutants()) > 50
    assert capsys.readouterr().out.endswith(" mutants noticed\n")
