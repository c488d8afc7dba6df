"""Whatever is wrong in the contract, the evidence of right traffic names it."""

from contract_tests.quality.evidence_mutants import equivalents, unnamed
from scripts.contract.document import Contract


def test_every_mutant_is_named_but_those_listed_as_equivalent(contract: Contract) -> None:
    assert unnamed() == equivalents(contract)
