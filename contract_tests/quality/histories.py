"""Judge the history of an OpenAPI document step by step, with scripts.diff and with its peers side by side.

`nox -s histories -- REPOSITORY PATH` walks the newest commits of a git repository that changed the document, and judges
what each step means on the wire. It prints a line a step, and the breaks of the tools that differ. The peers, and what
makes one document of several files, come from npm; `--alone` needs no npm. It is not part of CI. Exit status: 0 the
steps between commits that can be read were judged, 1 scripts.diff crashed on a step, 2 no step was judged.
"""

import json
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from time import process_time

from contract_tests.quality.history import History, HistoryError
from contract_tests.quality.peers import PEERS, Break, Judgement, PeerError, bundled, installed
from contract_tests.verifier.options import Parser, count
from scripts.contract.document import Contract
from scripts.contract.operations import operations
from scripts.contract.values import ContractError
from scripts.crash import guarded, keep
from scripts.diff import wire_rules
from scripts.diff.revisions import RevisionError, parsed
from scripts.diff.verdict import Change

_SHOWN = 3  # breaks of one tool in one step
_OURS = "ours"
_OF_SCHEMAS = {"parameter-narrower", "request-narrower", "response-wider", "header-wider"}  # rules with witnesses


@dataclass
class Tally:
    """The totals of all steps."""

    steps: int = 0
    unread: int = 0
    crashes: int = 0
    unknown: int = 0
    breaks_of_schemas: int = 0
    witnessed: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def take(self, changes: Sequence[Change]) -> str:
        """Count the changes of a step, and say what was counted."""
        breaks = [change for change in changes if change.rule in _OF_SCHEMAS]
        unknown, witnessed = sum(not one.known for one in changes), sum(one.witness is not None for one in breaks)
        self.unknown += bool(unknown)
        self.breaks_of_schemas += len(breaks)
        self.witnessed += witnessed
        return f"{len(breaks)} breaks of schemas, {witnessed} with a witness, {unknown} unknown"

    def __str__(self) -> str:
        """Some lines for a person."""
        lines = [
            f"{self.steps} steps: {self.crashes} crashes, {self.unknown} with something unknown",
            f"{self.unread} commits could not be read",
            f"{self.breaks_of_schemas} breaks of schemas, {self.witnessed} with a witness",
        ]
        for tool, seconds in self.seconds.items():
            mean = sum(seconds) / len(seconds)
            lines.append(f"{tool}: {mean:.1f} s of CPU a step, {max(seconds):.1f} s at most")
        return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk the history and print."""
    parser = Parser(prog="histories", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("repository", type=Path, metavar="REPOSITORY", help="a git repository, also a bare one")
    parser.add_argument("path", type=PurePosixPath, metavar="PATH", help="the document, from the repository's root")
    parser.add_argument("--steps", type=count, default=30, metavar="N", help="judge the newest N steps: 30")
    parser.add_argument("--alone", action="store_true", help="judge with scripts.diff alone, without npm")
    options = parser.parse_args(arguments)
    history, tally = History(options.repository, options.path), Tally()
    try:
        commits = history.commits(options.steps + 1)
    except HistoryError as error:
        print(f"histories: {error}", file=sys.stderr)
        return 2
    with TemporaryDirectory() as empty, nullcontext(Path(empty)) if options.alone else installed() as folder:
        for peer in PEERS:
            if not options.alone and not peer.is_installed(folder):
                print(f"{peer.name} is not installed: npm has it for Linux on x64, or cannot be reached", flush=True)
        for old, new in pairwise(_read(history, commits, folder, tally)):
            if old and new:
                print(_step(folder, old, new, tally), flush=True)
    print(tally)
    if not tally.steps:
        print("histories: no step was judged; it takes two commits in a row that can be read.", file=sys.stderr)
        return 2
    return 1 if tally.crashes else 0


def _read(history: History, commits: Sequence[str], folder: Path, tally: Tally) -> Iterator[Contract | None]:
    """The contracts at the commits; None where there is none that can be read, which is printed."""
    for commit in commits:
        try:
            yield parsed(commit, history.document(commit, partial(bundled, folder)))
        except (ContractError, HistoryError, PeerError, RevisionError) as error:
            tally.unread += 1
            print(f"{commit}: not read: {error}", flush=True)
            yield None


def _step(folder: Path, old: Contract, new: Contract, tally: Tally) -> str:
    """Judge one step; the lines that say how."""
    ours, counted = _ours(old, new, tally)
    found = {_OURS: ours, **dict(_theirs(folder, old, new))}
    tally.steps += 1
    said: dict[str, str] = {}
    for tool, judged in found.items():
        if isinstance(judged, str):
            said[tool] = judged
        else:
            said[tool] = f"breaking in {len(judged.breaks)}" if judged.breaks else "compatible"
            said[tool] += f" ({judged.seconds:.1f} s)"
            tally.seconds.setdefault(tool, []).append(judged.seconds)
    lines = [
        f"{old.path}..{new.path} ({len([*operations(new.document)])} operations): "
        + ", ".join(f"{tool} {verdict}" for tool, verdict in said.items())
        + (f"; {counted}" if counted else "")
    ]
    judgements = {tool: judged for tool, judged in found.items() if isinstance(judged, Judgement)}
    if len({bool(judged.breaks) for judged in judgements.values()}) > 1:
        for tool, judged in judgements.items():
            lines += [f"  {tool}: {rule} {place}" for rule, place in judged.breaks[:_SHOWN]]
    return "\n".join(lines)


def _ours(old: Contract, new: Contract, tally: Tally) -> tuple[Judgement | str, str]:
    """The judgement of scripts.diff, and what was counted; or how it crashed."""
    before = process_time()
    try:
        changes = wire_rules.changes(old.document, new.document)
    except Exception:  # noqa: BLE001 - a crash is what the history is walked for
        tally.crashes += 1
        return f"crashed, see the traceback {keep('crash.txt', traceback.format_exc())}", ""
    counted = tally.take(changes)
    breaks: list[Break] = [(_shown(change), change.place) for change in changes if change.verdict == "breaking"]
    return Judgement(breaks, process_time() - before), counted


def _shown(change: Change) -> str:
    return change.rule + ("" if change.known else " (unknown)") + (f" {change.witness}" if change.witness else "")


def _theirs(folder: Path, old: Contract, new: Contract) -> Iterator[tuple[str, Judgement | str]]:
    with TemporaryDirectory() as directory:
        files = Path(directory, "old.json"), Path(directory, "new.json")
        for file, contract in zip(files, (old, new), strict=True):
            file.write_text(json.dumps(contract.document), "utf-8")
        for peer in PEERS:
            if peer.is_installed(folder):
                try:
                    yield peer.name, peer.judge(folder, *files)
                except PeerError as error:
                    yield peer.name, f"failed ({error})"


if __name__ == "__main__":
    sys.exit(guarded("histories", main))
