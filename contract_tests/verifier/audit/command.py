"""The audit: did recorded traffic keep the contract? Sends nothing.

Answers of the contract's operations are judged by the laws that need one answer only.

Exit status 0: kept. 1: broken. 2: could not audit to the end, and one sentence says why; what was read was judged.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl

from contract_tests.verifier.audit.framing import NOT_JSON, UnreadableError
from contract_tests.verifier.audit.har import Recorded, recorded
from contract_tests.verifier.exchange import Exchange, Request
from contract_tests.verifier.findings import Findings
from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.runner import finding, judged
from contract_tests.verifier.options import Parser
from contract_tests.verifier.outcome import BROKEN, KEPT, STATUSES, UNPROVEN
from contract_tests.verifier.report.terminal import counted, show, show_findings
from scripts import crash
from scripts.contract.document import Contract, load
from scripts.contract.values import ContractError

FEW, MANY = 10, 1000
LONGEST_NAME = 200  # characters of a method and path
LEAST_SECRET = 6
SHOWN_HEADERS = {b"accept", b"authorization", b"content-type"}


@dataclass
class Unjudged:
    """Entries that could not be judged: how many, and the places of the first `FEW` in the record, from 1."""

    count: int = 0
    entries: list[int] = field(default_factory=list[int])

    def add(self, number: int) -> None:
        """Count one."""
        self.count += 1
        if len(self.entries) < FEW:
            self.entries.append(number)

    def __str__(self) -> str:
        """`entries 3, 17`."""
        more = f" and {self.count - len(self.entries)} more" if self.count > len(self.entries) else ""
        return f"{'entry' if self.count == 1 else 'entries'} {', '.join(map(str, self.entries))}{more}"


@dataclass
class Audit:
    """The outcome.

    Attributes:
        known: how many operations the contract has.
        exchanges: how many exchanges were read.
        answers: how many answers of the contract's operations had each status.
        operations: how many answers of each operation had each status, by operationId.
        unjudged: which entries could not be judged, by reason.
        unknown: how many were of other operations, by method and path; `{}` stands for what looks like an id.
        findings: what broke the contract.
        obstacle: why the record was not read to its end, or proves nothing; empty if it was and does.
    """

    known: int = 0
    exchanges: int = 0
    answers: Counter[int] = field(default_factory=Counter[int])
    operations: dict[str, Counter[int]] = field(default_factory=dict[str, Counter[int]])
    unjudged: dict[str, Unjudged] = field(default_factory=dict[str, Unjudged])
    unknown: Counter[str] = field(default_factory=Counter[str])
    findings: Findings = field(default_factory=Findings)
    obstacle: str = ""

    def verdict(self, *, strict: bool = False) -> str:
        """`kept`, `broken` or `unproven`. With an obstacle it is unproven: the rest of the record is unknown."""
        if self.obstacle:
            return UNPROVEN
        return BROKEN if any(strict or found.is_violation for found in self.findings.listed()) else KEPT


def audit(path: Path, contract: Contract) -> Audit:
    """Judge a record, entry by entry."""
    schemas = ResponseSchemas(contract.document)
    outcome = Audit(known=len(schemas.operations))
    try:
        with path.open("rb") as file:
            for entry in recorded(file):
                outcome.exchanges += 1
                target = entry.url.path.encode("utf-8", "replace")
                if not entry.method or schemas.route(Request(entry.method, target)).siblings:
                    _judge(entry, schemas, outcome)
                else:
                    name = f"{entry.method} {_outline(entry.url.path)}"[:LONGEST_NAME]
                    full = len(outcome.unknown) >= MANY and name not in outcome.unknown
                    outcome.unknown["others" if full else name] += 1
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        outcome.obstacle = f"{path}: {reason}; give a HAR file, or JSON lines of its entries."
    except UnreadableError as error:
        outcome.obstacle = f"{path}: {error}; the {outcome.exchanges} exchanges before that were read."
    except Exception:  # noqa: BLE001 - a crash must not lose what was judged before it
        outcome.obstacle = f"{path}: {crash.recorded('audit')}"
    if NOT_JSON in outcome.unjudged and outcome.unjudged[NOT_JSON].count == outcome.exchanges:
        outcome.obstacle = f"{path}: nothing of it is JSON; give a HAR file, or JSON lines of its entries."
    elif not (outcome.obstacle or outcome.answers):
        outcome.obstacle = (
            f"{path}: none of its {outcome.exchanges} exchanges is an answer of an operation of the contract."
        )
    return outcome


def _judge(entry: Recorded, schemas: ResponseSchemas, outcome: Audit) -> None:
    if entry.exchange is None:
        outcome.unjudged.setdefault(entry.lack, Unjudged()).add(entry.number)
        return
    answer = Answer(entry.exchange, schemas)
    outcome.answers[answer.status] += 1
    outcome.operations.setdefault(answer.operation_id, Counter())[answer.status] += 1
    for law, violations in judged(entry.exchange, schemas):
        for violation in violations:
            origin = f"{entry.url.scheme}://{entry.url.netloc.rpartition('@')[2]}"
            shown = replace(violation, exchange=_presentable(entry.exchange))
            found = finding(law, shown, origin, *_secrets(entry.exchange.request))
            outcome.findings.add([replace(found, first=entry.when, last=entry.when)])


def _presentable(exchange: Exchange) -> Exchange:
    """The exchange without the parts of its request that may be secret."""
    target, question, _ = exchange.request.target.partition(b"?")
    headers = tuple(
        (name, value if name != b"authorization" or value[:7].lower() == b"bearer " else b"[masked]")
        for name, value in exchange.request.headers
        if name in SHOWN_HEADERS
    )
    return replace(
        exchange, request=Request(exchange.request.method, target + (b"?[masked]" if question else b""), headers)
    )


def _secrets(request: Request) -> Iterator[str]:
    """Values of a request that may be secret and that an answer might repeat; the first is its bearer token."""
    yield next((value[7:].decode("latin-1") for _, value in request.headers if value[:7].lower() == b"bearer "), "")
    query = request.target.partition(b"?")[2].decode("latin-1")
    values = [value for _, value in parse_qsl(query)]
    for name, value in request.headers:
        if name not in SHOWN_HEADERS or name == b"authorization":
            values += re.split(r"[\s;=,]+", value.decode("latin-1"))
    yield from (value for value in values if len(value) >= LEAST_SECRET)


def _outline(path: str) -> str:
    """The path, with `{}` for each segment that looks like an id or a secret rather than a word."""
    return "/".join(part if re.fullmatch(r"[a-zA-Z_.-]{0,30}|v[0-9]+", part) else "{}" for part in path.split("/"))


def show_audit(outcome: Audit, path: Path) -> None:
    """Print what was read, what of it was judged, and what was found."""
    owner = "the contract's operation" + "s" * (outcome.known != 1)
    show("audit", f"{path}: {outcome.exchanges} exchanges, {outcome.answers.total()} of {owner} judged")
    show("  answers", counted({str(status): count for status, count in sorted(outcome.answers.items())}))
    for name, statuses in sorted(outcome.operations.items()):
        show("  operation", f"{name}: {counted({str(status): count for status, count in sorted(statuses.items())})}")
    for reason, unjudged in outcome.unjudged.items():
        show("  unjudged", f"{unjudged.count}x {reason} ({unjudged})")
    for name, count in outcome.unknown.most_common(FEW):
        show("  unknown", f"{count}x {name}")
    if len(outcome.unknown) > FEW:
        show("  unknown", f"and {len(outcome.unknown) - FEW} more operations: --json lists them")
    show("  findings", str(len(outcome.findings.listed())))
    show_findings(outcome.findings.listed())


def as_json(outcome: Audit, verdict: str) -> str:
    """The outcome as JSON."""
    return json.dumps(
        {
            "verdict": verdict,
            "exchanges": outcome.exchanges,
            "answers": dict(outcome.answers),
            "operations": {name: dict(statuses) for name, statuses in outcome.operations.items()},
            "unjudged": {reason: asdict(unjudged) for reason, unjudged in outcome.unjudged.items()},
            "unknown": dict(outcome.unknown),
            "findings": [asdict(found) for found in outcome.findings.listed()],
            "obstacle": outcome.obstacle,
        },
        indent=1,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit the named record, print the outcome, return the exit status."""
    parser = Parser(prog="nox -s audit --", description="Hold recorded traffic against the contract; sends nothing.")
    parser.add_argument("file", type=Path, help="HAR 1.2, or JSON lines of which each is an entry of a HAR")
    parser.add_argument("--strict", action="store_true", help="a deviation breaks the contract too")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON instead of lines")
    options = parser.parse_args(arguments)
    try:
        outcome = audit(options.file, load())
    except ContractError as error:
        outcome = Audit(obstacle=str(error))
    verdict = outcome.verdict(strict=options.strict)
    if options.json:
        print(as_json(outcome, verdict))
    elif outcome.exchanges:
        show_audit(outcome, options.file)
    if outcome.obstacle:
        print(f"could not audit: {outcome.obstacle}", file=sys.stderr)
    elif not options.json:
        show(verdict)
    return STATUSES[verdict]
