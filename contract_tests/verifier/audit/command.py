"""The audit: did recorded traffic keep the contract? Sends nothing.

Answers of the contract's operations are judged by the laws that need one answer only.

Exit status 0: kept. 1: broken, even if some of the records could not be read. 2: no verdict, and one sentence says why.
"""

import argparse
import contextlib
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

from contract_tests.verifier.audit import spread, workers
from contract_tests.verifier.audit.framing import WITHIN
from contract_tests.verifier.audit.judge import Judge, Terms
from contract_tests.verifier.audit.outcome import CRASHED, FEW, NOT_READ, Outcome, Unjudged
from contract_tests.verifier.audit.progress import Progress
from contract_tests.verifier.audit.records import KINDS, NotReadError, Record, found
from contract_tests.verifier.audit.spread import judge_by, judge_here
from contract_tests.verifier.evidence import form
from contract_tests.verifier.evidence.collector import Collector
from contract_tests.verifier.evidence.counts import Evidence
from contract_tests.verifier.findings import Findings
from contract_tests.verifier.interruption import INTERRUPTION
from contract_tests.verifier.options import Parser, cores, count, evidence_file
from contract_tests.verifier.outcome import STATUSES, UNPROVEN, verdict
from contract_tests.verifier.report.terminal import counted, show, show_findings
from contract_tests.verifier.wording import number_of
from scripts import crash
from scripts.contract.document import Contract, load
from scripts.contract.values import ContractError

OTHERS = "others"


@dataclass
class Audit:
    """The outcome, as the reports show it.

    Attributes:
        known: how many operations the contract has.
        what: the name of the record, or how many there were.
        exchanges: how many exchanges were read.
        answers: how many answers of the contract's operations had each status.
        operations: how many answers of each operation had each status, by operationId.
        unjudged: which entries could not be judged, by reason.
        unknown: how many were of other operations, by method and path; `{}` stands for what looks like an id.
        findings: what broke the contract.
        evidence: what was seen at every place of the contract's schemas; None if nothing was read.
        obstacles: why records were not read to their end, or prove nothing, one sentence each.
        is_stopped: whether a crash, an interrupt or the loss of all workers ended it.
    """

    known: int = 0
    what: str = ""
    exchanges: int = 0
    answers: Counter[int] = field(default_factory=Counter[int])
    operations: dict[str, Counter[int]] = field(default_factory=dict[str, Counter[int]])
    unjudged: dict[str, Unjudged] = field(default_factory=dict[str, Unjudged])
    unknown: Counter[str] = field(default_factory=Counter[str])
    findings: Findings = field(default_factory=Findings)
    evidence: Evidence | None = None
    obstacles: list[str] = field(default_factory=list[str])
    is_stopped: bool = False

    @property
    def obstacle(self) -> str:
        """The obstacles as one text; empty without any."""
        return " ".join(self.obstacles)

    def verdict(self, *, strict: bool = False) -> str:
        """`kept`, `broken` or `unproven`."""
        return verdict(
            is_stopped=self.is_stopped,
            is_broken=any(strict or found.is_violation for found in self.findings.listed()),
            is_proven=not self.obstacles,
        )


def audit(names: Sequence[str | Path], contract: Contract, *, jobs: int = 1, scheduler: str = "") -> Audit:
    """Judge records here, in as many processes, or by the workers of a Dask scheduler."""
    outcome, judge = Outcome(), Judge(contract)
    records: dict[str, Record] = {}
    obstacles: list[str] = []
    ended = ""
    try:
        with INTERRUPTION.watched():
            for name in map(str, names):
                try:
                    records |= {record.name: record for record in found(name)}
                except NotReadError as error:
                    obstacles.append(f"{name}: {error}.")
            if not _judge(judge, tuple(records.values()), outcome, jobs, scheduler):
                ended = "interrupted"
    except KeyboardInterrupt:
        ended = "interrupted"
    except workers.LostError as error:
        ended = str(error)
    what = next(iter(records)) if len(records) == 1 else f"{len(records)} files"
    if ended:
        obstacles.append(f"{what}: {ended}; {_before(outcome.exchanges)}.")
    return summed_up(outcome, judge, what, obstacles, is_stopped=bool(ended))


def _judge(judge: Judge, records: Sequence[Record], outcome: Outcome, jobs: int, scheduler: str) -> bool:
    size = sum(record.size or 0 for record in records)
    jobs = len([*islice(spread.blocks(records), min(jobs, math.ceil(size / spread.WORTH)))])
    with Progress(size) as progress:
        if not scheduler and jobs <= 1:
            return judge_here(judge, records, outcome, progress.read)
        terms = Terms.of(judge.contract)
        with workers.cluster(terms, scheduler) if scheduler else workers.processes(terms, jobs) as those:
            return judge_by(those, judge, records, outcome, progress.read)


def summed_up(
    outcome: Outcome, judge: Judge, what: str, obstacles: Sequence[str] = (), *, is_stopped: bool = False
) -> Audit:
    """The outcome of all records, as the reports show it."""
    obstacles = [*obstacles, *_obstacles(outcome)]
    if not (obstacles or outcome.answers):
        obstacles = [f"{what}: {_nothing(outcome, what)}."]
    return Audit(
        len(judge.schemas.operations),
        what,
        outcome.exchanges,
        outcome.answers,
        outcome.operations,
        outcome.unjudged,
        outcome.unknown + Counter({OTHERS: outcome.others}),
        outcome.findings,
        Collector(judge.schemas, outcome.counts).evidence if outcome.answers else None,
        obstacles,
        is_stopped or CRASHED in {end for end, _ in outcome.ended.values()},
    )


def _nothing(outcome: Outcome, what: str) -> str:
    """Why no answer was judged, though everything was read."""
    if count := outcome.not_judged:
        if count == 1:
            return "1 exchange is of an operation of the contract, and it could not be judged"
        return f"{count} exchanges are of operations of the contract, and none could be judged"
    if outcome.exchanges:
        return f"of {number_of('exchange', outcome.exchanges)}, none is known to be of an operation of the contract"
    return f"{'it is' if what in outcome.files else 'they are'} empty"


def _obstacles(outcome: Outcome) -> Iterator[str]:
    """Why records were not read to their end, or hold nothing that can be read."""
    for file, read in outcome.files.items():
        end, detail = outcome.ended.get(file, ("", ""))
        if end == CRASHED:
            yield f"{file}: {crash.recorded('audit', detail)}"
        elif end == NOT_READ:
            yield f"{file}: {detail}."
        elif read and outcome.without_request[file] == read:
            yield f"{file}: it is no HAR, as it holds no request that can be read; {KINDS}."
        elif end:
            number = read + (end == WITHIN)
            yield f"{file}: it breaks off {end} entry {number}; {_before(read)}."


def _before(read: int) -> str:
    return f"the {number_of('exchange', read)} before that {'was' if read == 1 else 'were'} read"


def show_audit(outcome: Audit) -> None:
    """Print what was read, what of it was judged, and what was found."""
    owner = f"the contract's operation{'s' * (outcome.known != 1)}"
    read, judged = number_of("exchange", outcome.exchanges), number_of("answer", outcome.answers.total())
    show("audit", f"{outcome.what}: {read}, {judged} of {owner} judged")
    show("  answers", counted({str(status): count for status, count in sorted(outcome.answers.items())}))
    for name, statuses in sorted(outcome.operations.items()):
        show("  operation", f"{name}: {counted({str(status): count for status, count in sorted(statuses.items())})}")
    for reason, unjudged in outcome.unjudged.items():
        show("  unjudged", f"{unjudged.count}x {reason} ({_places(unjudged, outcome.what)})")
    for name, times in outcome.unknown.most_common(FEW):
        show("  unknown", f"{times}x {name}")
    if len(outcome.unknown) > FEW:
        show("  unknown", f"and {len(outcome.unknown) - FEW} more operations: --json lists them")
    show("  findings", str(len(outcome.findings.listed())))
    show_findings(outcome.findings.listed())


def _places(unjudged: Unjudged, what: str) -> str:
    """`entries 3, 17`; of several files, `entries a.har 3, b.har 17`."""
    places = list(map(str, unjudged.entries))
    if unjudged.files[0] != what:
        places = [f"{file} {number}" for file, number in zip(unjudged.files, unjudged.entries, strict=True)]
    more = f" and {unjudged.count - len(unjudged.entries)} more" if unjudged.count > len(unjudged.entries) else ""
    return f"{'entry' if unjudged.count == 1 else 'entries'} {', '.join(places)}{more}"


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


def _address(text: str) -> str:
    """Read the address of a scheduler."""
    if not re.fullmatch(r"[a-z]+://[^\s:/]+:[0-9]{1,5}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no address such as tcp://127.0.0.1:8786")
    return text


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = Parser(prog="nox -s audit --", description="Hold recorded traffic against the contract; sends nothing.")
    parser.add_argument(
        "files",
        nargs="+",
        metavar="file",
        help="HAR 1.2, or JSON lines of which each is an entry of a HAR; a path, or a URL that fsspec opens",
    )
    parser.add_argument("--jobs", type=count, metavar="N", help="judge in so many processes; default: one a core")
    parser.add_argument(
        "--dask", type=_address, metavar="SCHEDULER", help="judge by the workers of the Dask scheduler at this address"
    )
    parser.add_argument("--strict", action="store_true", help="a deviation breaks the contract too")
    parser.add_argument(
        "--json", action="store_true", help="print the outcome as JSON, and the lines on standard error"
    )
    parser.add_argument(
        "--evidence",
        type=evidence_file,
        metavar="FILE",
        help="write what was seen at every place of the answers",
    )
    options = parser.parse_args(arguments)
    paths = [Path(name).resolve() for name in options.files]
    if twice := next((name for name, path in zip(options.files, paths, strict=True) if paths.count(path) > 1), ""):
        parser.error(f"{twice} is given twice")
    if options.dask and options.jobs:
        parser.error("--jobs and --dask exclude each other")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit the named records, print the outcome, return the exit status."""
    options = _options(arguments)
    try:
        outcome = audit(options.files, load(), jobs=options.jobs or cores(), scheduler=options.dask or "")
    except ContractError as error:
        outcome = Audit(obstacles=[str(error)])
    if options.evidence and outcome.evidence:
        try:
            form.write(options.evidence, outcome.evidence)
        except form.EvidenceError as error:
            outcome.obstacles.append(str(error))
    decided = outcome.verdict(strict=options.strict)
    with contextlib.redirect_stdout(sys.stderr) if options.json else contextlib.nullcontext():
        if outcome.exchanges:
            show_audit(outcome)
        for obstacle in outcome.obstacles:
            print(f"could not audit: {obstacle}", file=sys.stderr)
        if decided != UNPROVEN:
            show(decided)
    if options.json:
        print(as_json(outcome, decided))
    return STATUSES[decided]
