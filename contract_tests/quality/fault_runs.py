"""Every fault against every law: which laws notice which faulty servers."""

import contextlib
import io
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.faults import CLASSES, FAULTS, NEVER_ALONE
from contract_tests.faults.fault import Wrapper
from contract_tests.mock import SENDS, TOKEN, Mock, Request, Response
from contract_tests.stop.pair import STOP, Pair
from contract_tests.verifiable import verifiable
from contract_tests.verifier.findings import Finding
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.law import LawContext, all_laws
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.runner import LawResults, ask_and_judge
from contract_tests.verifier.pace import Pace
from contract_tests.verifier.report.terminal import show_findings
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import load

PAIRS = tuple(send.ids for send in SENDS)
TARGETS = tuple(Target(STOP, pair) for pair in PAIRS)
_FAULTS = {fault.id: fault for fault in FAULTS}
_CLASSES = {fault.id: name for name, faults in CLASSES.items() for fault in faults}


@dataclass(frozen=True)
class FaultRun:
    """What the laws say of one faulty server.

    Attributes:
        id: the fault.
        group: its class.
        law: the law that must notice.
        sentence: what the server does wrong.
        detected_by: the laws that noticed, in the order of their table.
        violates: those of them that found a violation.
        lines: how many lines of a terminal tell it.
        findings: what was found.
    """

    id: str
    group: str
    law: str
    sentence: str
    detected_by: tuple[str, ...]
    violates: tuple[str, ...]
    lines: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def detected(self) -> bool:
        """Whether the law noticed that has to."""
        return self.law in self.detected_by


@cache
def schemas() -> ResponseSchemas:
    """The contract's view of answers."""
    return ResponseSchemas(load().document)


def examined(wrap: Wrapper, *, seed: int = 1, pairs: Sequence[Pair] = PAIRS) -> LawResults:
    """Hold a server made of the mock against all laws, in process.

    Raises:
        LookupError: The server changes a member that no send has.
    """
    targets = tuple(Target(STOP, pair) for pair in pairs)
    handle, mistakes = wrap(Mock().handle), list[LookupError]()

    def watched(request: Request) -> Response:
        try:
            return handle(request)
        except LookupError as error:
            mistakes.append(error)
            raise

    server = InProcess(verifiable(watched))
    guard = Guard(server, schemas().operations, targets, own=True, seed=seed, pace=simulated())
    results = ask_and_judge(contexts(guard))
    if mistakes:  # of a row, not of a law
        raise mistakes[0]
    return results


def simulated() -> Pace:
    """A pace whose pauses take no time."""
    passed = 0.0

    def sleep(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    return Pace(clock=lambda: passed, sleep=sleep)


def contexts(guard: Guard) -> list[LawContext]:
    """A law context for each operation of the contract, with the token of the mock."""
    return [LawContext(guard, TOKEN, schemas(), operation) for operation in schemas().operations]


def fault_run(id_: str) -> FaultRun:
    """Hold one faulty server against all laws."""
    fault = _FAULTS[id_]
    findings = examined(fault.wrap).findings.listed()
    found = {finding.check for finding in findings}
    sure = {finding.check for finding in findings if finding.is_violation}
    return FaultRun(
        fault.id,
        _CLASSES[fault.id],
        fault.law,
        fault.sentence,
        detected_by=tuple(law.id for law in all_laws() if law.id in found),
        violates=tuple(law.id for law in all_laws() if law.id in sure),
        lines=lines_of(findings),
        findings=tuple(findings),
    )


def lines_of(findings: Sequence[Finding]) -> int:
    """How many lines of a terminal tell the findings."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        show_findings(findings)
    return len(told.getvalue().splitlines())


def fault_runs() -> list[FaultRun]:
    """Hold all faulty servers against all laws, on all processors."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return list(pool.map(fault_run, _FAULTS, chunksize=8))


def never_alone(runs: Iterable[FaultRun]) -> Iterator[str]:
    """The laws that are never the only one to notice a fault, though no reason is given."""
    alone = {run.detected_by for run in runs}
    return (law.id for law in all_laws() if (law.id,) not in alone and law.id not in NEVER_ALONE)
