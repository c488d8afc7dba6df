"""Whatever is changed in the contract, some test vector gets another verdict."""

from typing import get_args

import pytest

from contract_tests.quality.contract_mutants import BODIES, JUDGES, JudgeName, equivalents, mutants, survivors
from contract_tests.quality.frozen import CONTRACT
from scripts.reference.vectors.walk import vectors


@pytest.mark.parametrize("judge", get_args(JudgeName))
def test_every_mutant_is_detected_but_those_listed_as_equivalent(judge: JudgeName) -> None:
    assert survivors(CONTRACT, judge) == equivalents(CONTRACT, judge)


def test_every_keyword_is_tightened_and_relaxed() -> None:
    changes = [mutant.id for mutant in mutants(CONTRACT)]
    assert len(changes) == len(set(changes)) > 1300
    for change in (
        "SmsCampaignSendResponse/required without data",
        "SmsCampaignSendResource/properties without logs",
        "TimeWindow/properties/end/type takes null no longer",
        "TimeWindow/properties/end/type takes number too",
        "ManualData/properties/send_amount/minimum raised",
        "ManualData/properties/send_amount/minimum lowered",
        "SendMeta/properties/domain_plan_id/format dropped: uuid",
        "SendMeta/properties/manual_data/$ref leads to PlannerData",
        "MultistepStatus/properties/planner_data/x-null dropped: expected",
        "ApiError/properties/errors/unevaluatedProperties added: False",
        "ApiError/additionalProperties added: False",
    ):
        assert change in changes


def test_the_vectors_are_those_of_the_bodies() -> None:
    assert {vector.schema for vector in vectors(CONTRACT)} == BODIES.keys()


def test_the_verifier_accepts_some_vectors_and_finds_one_thing_in_many() -> None:
    judge = JUDGES["verifier"](CONTRACT)
    verdicts = [judge(vector) for vector in vectors(CONTRACT)]
    assert frozenset() in verdicts
    assert sum(isinstance(said, frozenset) and said != frozenset() for said in verdicts) > 500
