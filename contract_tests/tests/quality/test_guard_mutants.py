"""The tests of the guard detect whatever is left out of it."""

import pytest

from contract_tests.quality import guard_mutants


def test_every_mutant_of_the_guard_is_detected_by_a_test(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard_mutants.main() == 0
    assert len(list(guard_mutants.mutants())) > 50
    assert capsys.readouterr().out.endswith(" mutants detected or harmless\n")
