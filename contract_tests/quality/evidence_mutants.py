"""Mutants of the contract against evidence: what is wrong in one keyword shows in the evidence of right traffic.

The traffic is the valid test vectors, so it keeps the contract. Evidence of it, held against a mutant, must say what it
does not say of the contract: that a keyword was contradicted, or that something allowed was never seen.
"""

import json
import os
import re
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from typing import TypeAlias

from contract_tests.quality.contract_mutants import BODIES, Mutant, bare, mutants
from contract_tests.quality.frozen import CONTRACT
from contract_tests.verifier.evidence.collector import Collector
from contract_tests.verifier.evidence.edits import edits
from contract_tests.verifier.exchange import Exchange, Request, Response
from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from scripts.contract.document import Contract
from scripts.reference.vectors.walk import Vector, vectors

Named: TypeAlias = set[tuple[str, str, str]]
"""Why, where and what evidence names."""

_OPEN = "it says nothing of the members, so nothing can contradict it"
_DIGITS = "PHP writes counts as digits in a text anyway"
_STOP = Request("POST", b"/api/v1/sms/campaigns/1/stop/2")
# fmt: off
EQUIVALENTS = {  # mutants that no traffic can tell from the contract, by a regular expression of their ids, and why
    r".*/x-evidence .*": "it says how sure a keyword is, which no answer shows",
    r".*/format dropped: int64": "whole numbers have to fit in 64 bits anyway",
    r"(.*/errors|InitialBrands)/unevaluatedProperties added: False": "additionalProperties evaluates them all",
    r"SmsCampaignSend\w+/.*\$ref leads to StepPerformance": _OPEN,
    r"SendMeta/properties/multistep_(data|status)/\$ref leads to StepPerformance": _OPEN,
    r"StatusPlannerData/properties/weekly_schedule/\$ref leads to StepPerformance": _OPEN,
    r"WeeklySchedule/properties/[A-Z]\w+/\$ref leads to StepPerformance": _OPEN,
    r"StepPerformance/type takes array too": "PHP writes an empty object as an empty array anyway",
    r".*/(current_step|total_\w+|\w+_contact_limit|step_\w+|max_\w+_to_send)/type takes string too": _DIGITS,
    r"InitialBrands/additionalProperties/type takes string too": _DIGITS,
    r".*/(send_amount|throttle_batch_size)/type takes string too": _DIGITS,
    r"SmsCampaignSendResponse/minProperties added: 1": "its required property is there anyway",
    r"StatusPlannerData/properties/multistep_data/\$ref leads to MultistepData": "only defaults differ",
}
# fmt: on


def equivalents() -> list[str]:
    """The ids of the mutants that evidence cannot name, by the table."""
    ids = [mutant.id for mutant in mutants(CONTRACT)]
    return [id_ for id_ in ids if any(re.fullmatch(pattern, id_) for pattern in EQUIVALENTS)]


def unnamed() -> list[str]:
    """The ids of the mutants of which evidence says no more than of the contract; asks all processors."""
    shares = os.cpu_count() or 1
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = {id_ for share in pool.map(partial(_unnamed, shares=shares), range(shares)) for id_ in share}
    return [mutant.id for mutant in mutants(bare(CONTRACT)) if mutant.id in found]


def _unnamed(share: int, shares: int) -> list[str]:
    """The same for every so manieth mutant. The few vectors of the changed component are tried before all."""
    small = bare(CONTRACT)
    valid = [vector for vector in vectors(CONTRACT) if not vector.fault]

    @cache
    def said(component: str) -> tuple[list[Exchange], Named]:
        traffic = [_exchange(vector) for vector in valid if component in vector.id]
        return traffic, named(small, traffic)

    def is_named(mutant: Mutant, component: str) -> bool:
        traffic, already = said(component)
        return not named(mutant.contract, traffic) <= already

    def is_named_at_once(mutant: Mutant) -> bool:
        # A changed reference moves counts to another component, which needs its own vectors too.
        return "/$ref " not in mutant.id and is_named(mutant, mutant.place.partition("/")[0])

    own = islice(mutants(small), share, None, shares)
    return [one.id for one in own if not (is_named_at_once(one) or is_named(one, ""))]


def named(contract: Contract, traffic: list[Exchange]) -> Named:
    """The edits of a contract that the evidence of some traffic suggests."""
    schemas = ResponseSchemas(contract.document)
    collector = Collector(schemas)
    for exchange in traffic:
        collector.add(Answer(exchange, schemas))
    found = edits(contract, collector.evidence)
    return {(edit.reason, edit.pointer, subject) for edit in found for subject in edit.subjects}


def _exchange(vector: Vector) -> Exchange:
    headers = ((b"content-type", b"application/json"),)
    response = Response(int(BODIES[vector.schema]), headers, json.dumps(vector.data).encode())
    return Exchange(_STOP, response, 0.0)
