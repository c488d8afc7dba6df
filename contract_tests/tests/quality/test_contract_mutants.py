"""Whatever is changed in the contract, some body gets another verdict."""

import pytest

from contract_tests.quality.contract_mutants import EQUIVALENT, Mutant, bodies, mutants, unnoticed, verdict
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from scripts.contract.document import Contract


@pytest.fixture(scope="module")
def survivors(contract: Contract) -> list[Mutant]:
    return unnoticed(contract.document)


def test_every_mutant_is_noticed_but_those_that_mean_the_same(survivors: list[Mutant]) -> None:
    assert [mutant.id for mutant in survivors if mutant.change not in EQUIVALENT] == []


def test_every_reason_for_an_equal_meaning_is_still_needed(survivors: list[Mutant]) -> None:
    assert {mutant.change for mutant in survivors} == EQUIVALENT.keys()


def test_every_keyword_is_tightened_and_relaxed(contract: Contract) -> None:
    changes = [mutant.id for mutant in mutants(contract.document)]
    assert len(changes) == len(set(changes)) > 900
    for change in (
        "SmsCampaignSendResponse data optional",
        "SmsCampaignSendResource without logs",
        "TimeWindow/properties/end never null",
        "TimeWindow/properties/end also number",
        "ManualData/properties/send_amount minimum + 1",
        "ManualData/properties/send_amount minimum - 1",
        "SendMeta/properties/domain_plan_id without format uuid",
        "MultistepStatus/properties/planner_data without x-null expected",
        "ApiError/properties/errors without additionalProperties",
        "ApiError closed",
    ):
        assert change in changes


def test_the_bodies_are_valid_and_broken_ones(contract: Contract) -> None:
    schemas = ResponseSchemas(contract.document)
    verdicts = [verdict(schemas.of(body.status), body.value) for body in bodies(contract.document)]
    assert frozenset() in verdicts
    assert sum(len(said) == 1 for said in verdicts) > 500
