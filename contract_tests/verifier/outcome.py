"""What one call of the main job came to: the one account that the lines, JSON, JUnit and the page tell."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from contract_tests.verifier.run import Verification

KEPT, BROKEN, UNPROVEN = "kept", "broken", "unproven"
STATUSES = {KEPT: 0, BROKEN: 1, UNPROVEN: 2}


@dataclass(frozen=True)
class Account:
    """The account.

    Attributes:
        repeat: the command that does the same again.
        strict: whether drift breaks the contract.
        contract: hexadecimal digest of openapi.yaml.
        differences: where generated/ is not what the contract gives.
        targets: the verifications, by the name of the server.
        obstacle: the sentence that says why there is no verdict; empty when there is one.
    """

    repeat: str
    strict: bool = False
    contract: str = ""
    differences: tuple[str, ...] = ()
    targets: Mapping[str, Verification] = field(default_factory=dict[str, Verification])
    obstacle: str = ""

    @property
    def verdict(self) -> str:
        """`kept`, `broken` or `unproven`; what was found counts, whatever stood in the way afterwards."""
        if self.differences or any(self.breaks(target) for target in self.targets.values()):
            return BROKEN
        if self.obstacle or not self.targets or any(target.unproven for target in self.targets.values()):
            return UNPROVEN
        return KEPT

    def breaks(self, verification: Verification) -> bool:
        """Whether a server broke the contract."""
        return any(self.strict or finding.is_violation for finding in verification.findings)


def as_json(account: Account) -> str:
    """The account as JSON."""
    return json.dumps({"verdict": account.verdict} | asdict(account), indent=1)
