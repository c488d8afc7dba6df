"""Every fault against every law: which laws notice which faulty servers, and which servers get away."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

import contract_tests.stop  # noqa: F401 - registers its laws
from contract_tests.faults import CLASSES, NEVER_ALONE
from contract_tests.faults.fault import Wrapper
from contract_tests.mock import SENDS, TOKEN, Mock
from contract_tests.verifiable import verifiable
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.ids import Pair
from contract_tests.verifier.laws.law import LawContext, all_laws
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.runner import LawResults, ask_and_judge
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import load

PAIRS = tuple(Pair(send.campaign, send.send) for send in SENDS)
_FAULTS = {fault.id: (name, fault) for name, faults in CLASSES.items() for fault in faults}


@dataclass(frozen=True)
class Kill:
    """What became of one fault; `killed_by` names laws in the order of their table, `violates` those that are sure."""

    id: str
    group: str
    law: str
    sentence: str
    killed_by: tuple[str, ...]
    violates: tuple[str, ...]

    @property
    def is_killed(self) -> bool:
        """Whether the law noticed that has to."""
        return self.law in self.killed_by


@cache
def schemas() -> ResponseSchemas:
    """The contract's view of answers."""
    return ResponseSchemas(load().document)


def examined(wrap: Wrapper, *, seed: int = 1, pairs: Sequence[Pair] = PAIRS) -> LawResults:
    """Hold a server made of the mock against all laws, in process."""
    guard = Guard(InProcess(verifiable(wrap(Mock().handle))), tuple(pairs), own=True, seed=seed)
    return ask_and_judge(LawContext(guard, TOKEN, schemas()))


def kill(id_: str) -> Kill:
    """Hold one faulty server against all laws."""
    group, fault = _FAULTS[id_]
    findings = examined(fault.wrap).findings.listed()
    found, sure = (
        {finding.check for finding in some} for some in (findings, filter(lambda f: f.is_violation, findings))
    )
    return Kill(
        fault.id,
        group,
        fault.law,
        fault.sentence,
        killed_by=tuple(law.id for law in all_laws() if law.id in found),
        violates=tuple(law.id for law in all_laws() if law.id in sure),
    )


def kills() -> list[Kill]:
    """Hold all faulty servers against all laws, on all processors."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return list(pool.map(kill, _FAULTS, chunksize=8))


def never_alone(outcomes: Sequence[Kill]) -> Iterator[str]:
    """The laws that no fault has for itself, though no reason is given."""
    alone = {outcome.killed_by[0] for outcome in outcomes if len(outcome.killed_by) == 1}
    return (law.id for law in all_laws() if law.id not in alone and law.id not in NEVER_ALONE)
