"""Whatever is wrong in the contract, the evidence of right traffic names it."""

from contract_tests.quality.evidence_mutants import equivalents, unnamed


def test_every_mutant_is_named_but_those_listed_as_equivalent() -> None:
    assert unnamed() == equivalents()
