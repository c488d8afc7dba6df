"""The outcome of the main job, which the terminal, JSON, JUnit and HTML reports all show."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from contract_tests.verifier.laws.runner import INTERRUPTED
from contract_tests.verifier.run import ServerRun

KEPT, BROKEN, UNPROVEN = "kept", "broken", "unproven"
STATUSES = {KEPT: 0, BROKEN: 1, UNPROVEN: 2}


def verdict(*, is_stopped: bool, is_broken: bool, is_proven: bool) -> str:
    """The verdict of a run or an audit: findings before an obstacle count, but not before a crash or an interrupt."""
    if is_stopped:
        return UNPROVEN
    if is_broken:
        return BROKEN
    return KEPT if is_proven else UNPROVEN


@dataclass(frozen=True)
class Outcome:
    """The outcome.

    Attributes:
        repeat: the command that does the same again.
        strict: whether deviations break the contract.
        contract: hexadecimal digest of openapi.yaml.
        differences: where generated/ is not what the contract gives.
        targets: the verifications, by the name of the server.
        stale: the rows of the accept file that accept nothing or are past their date, one sentence each.
        undecided: the rows that accept nothing because what they are about was not exercised, one sentence each.
        obstacle: why there is no verdict; empty when there is one.
        crash: why a check itself failed; empty when none did.
    """

    repeat: str
    strict: bool = False
    contract: str = ""
    differences: tuple[str, ...] = ()
    targets: Mapping[str, ServerRun] = field(default_factory=dict[str, ServerRun])
    stale: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    obstacle: str = ""
    crash: str = ""

    @property
    def verdict(self) -> str:
        """`kept`, `broken` or `unproven`."""
        targets = self.targets.values()
        return verdict(
            is_stopped=bool(self.crash) or self.obstacle == f"{INTERRUPTED}.",
            is_broken=bool(self.differences or self.stale) or any(map(self.breaks, targets)),
            is_proven=not self.obstacle and bool(targets) and not any(target.unproven for target in targets),
        )

    def breaks(self, run: ServerRun) -> bool:
        """Whether a server broke the contract."""
        return any(self.strict or finding.is_violation for finding in run.findings)


def as_json(outcome: Outcome) -> str:
    """The outcome as JSON."""
    return json.dumps({"verdict": outcome.verdict} | asdict(outcome), indent=1)
