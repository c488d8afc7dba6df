"""Findings: what a check found, the request that shows it, and how sure the broken promise is."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace

from contract_tests.verifier.exchange import Request
from scripts.contract.levels import Level

MANY = 1000
_PLAIN = re.compile(rb"[ -?A-~][ -~]*")
"""Bodies that a shell and curl take as they are; an @ would name a file."""


@dataclass(frozen=True)
class Finding:
    """One broken promise.

    Attributes:
        check: id of the check or law.
        level: how sure the promise is; breaking what is documented is a violation, everything else a deviation.
        status: status of the answer; 0 when there was none.
        pointer: JSON pointer into the response body; empty when the fault is not in a body.
        sentence: what is wrong.
        curl: the request that shows it, its token masked; empty when there is none.
        operation: id of the operation at the path that was asked; empty when there is none.
        count: how often it was seen.
        first: when it was seen first, in ISO 8601; empty when unknown.
        last: when it was seen last.
    """

    check: str
    level: Level
    status: int
    pointer: str
    sentence: str
    curl: str = ""
    operation: str = ""
    count: int = 1
    first: str = ""
    last: str = ""

    @property
    def is_violation(self) -> bool:
        """Whether the server broke what the published page forces."""
        return self.level == "documented"

    @property
    def place(self) -> str:
        """Where it was found, how sure the promise is, and how often it was broken."""
        where = f"{self.operation} {self.pointer or 'answer'}".strip()
        return f"{where} ({self.status or 'none'}, {self.level}, seen {self.count}x)"


class Findings:
    """Equal findings as one: same check, operation, level, status and place, positions in arrays aside.

    Beyond `MANY` findings, all places of a check are one: memory stays bounded on endless traffic.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[tuple[str, str, Level, int, str], Finding] = {}

    def add(self, findings: Iterable[Finding]) -> None:
        """Count findings; of equal ones, the first stands for all."""
        for finding in findings:
            place = re.sub(r"/[0-9]+(?=/|$)", "/*", finding.pointer)
            key = finding.check, finding.operation, finding.level, finding.status, place
            if len(self._known) >= MANY and key not in self._known:
                key = finding.check, finding.operation, finding.level, finding.status, "anywhere"
            if known := self._known.get(key):
                self._known[key] = replace(known, count=known.count + finding.count, last=finding.last)
            else:
                self._known[key] = finding

    def listed(self) -> list[Finding]:
        """All of them, violations first, else in the order in which they were found."""
        return sorted(self._known.values(), key=lambda finding: not finding.is_violation)


def curl(base_url: str, request: Request) -> str:
    """The request as a curl command that sends the same bytes, its credentials masked."""
    origin = "/".join(base_url.split("/")[:3])
    words = ["curl", "--head"] if request.method == "HEAD" else ["curl", "-X", request.method]
    for name, value in request.headers:
        shown = "[masked]" if name.lower() in {b"authorization", b"cookie"} else value.decode("latin-1")
        words += ["-H", f"{name.decode('latin-1')}: {shown}"]
    before = ""
    if request.body:
        if b"content-type" not in {name.lower() for name, _ in request.headers}:
            words += ["-H", "Content-Type:"]  # else curl would call it a form
        if _PLAIN.fullmatch(request.body):
            words += ["--data-binary", request.body.decode()]
        else:
            before = "printf %b " + shlex.quote("".join(f"\\0{byte:o}" for byte in request.body)) + " | "
            words += ["--data-binary", "@-"]
    if b"/." in request.target:
        words.append("--path-as-is")
    return before + shlex.join([*words, origin + request.target.decode("latin-1")])
