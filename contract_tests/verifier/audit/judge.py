"""The judge: one block of a record in, its outcome out. Any process that has the project can judge any block."""

import importlib
import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

from contract_tests.verifier.audit.framing import Part, UnreadableError
from contract_tests.verifier.audit.har import Recorded, recorded
from contract_tests.verifier.audit.outcome import CRASHED, NOT_READ, Outcome, Unjudged
from contract_tests.verifier.audit.records import NotReadError, beginning, opened, pieces
from contract_tests.verifier.evidence.collector import Collector
from contract_tests.verifier.exchange import Exchange, Request
from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.law import answer_laws
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.runner import finding, judged
from contract_tests.verifier.redaction import LEAST_SECRET
from scripts.contract.document import ROOT, Contract, parse

LONGEST_NAME = 200  # characters of a method and path
SHOWN_HEADERS = {b"accept", b"authorization", b"content-type"}
CODE = ("contract_tests/verifier", "scripts/contract")
"""What decides how an answer is judged, beside the laws of an operation."""


class OtherVersionError(Exception):
    """A worker has another version of the project."""


@dataclass(frozen=True)
class Block:
    """A range of a record.

    Attributes:
        name: how the caller names the record.
        place: how any process opens it.
        start: where the range begins, in bytes.
        end: where it ends; None for the end of the record.
        is_beginning: whether an entry may begin right at its start. If not, the block begins with its first line that
            begins like an entry, and is empty without such a line.
    """

    name: str
    place: str
    start: int = 0
    end: int | None = None
    is_beginning: bool = True


class Judged(NamedTuple):
    """What became of a block. An entry may reach beyond its block, so it is said what was read.

    Attributes:
        block: the block.
        start: from where on the record was read; None if the block is empty.
        stop: up to where it was read; None for its end, or as far as it can be read.
        outcome: the outcome.
        is_interrupted: whether a signal ended the judging.
    """

    block: Block
    start: int | None
    stop: int | None
    outcome: Outcome
    is_interrupted: bool = False


@dataclass(frozen=True)
class Terms:
    """By what is judged.

    Attributes:
        path: the name of the contract.
        source: the bytes of the contract.
        modules: the modules that register laws, in their order.
        code: hexadecimal digest of the project's code.
    """

    path: str
    source: bytes
    modules: tuple[str, ...]
    code: str

    @classmethod
    def of(cls, contract: Contract) -> "Terms":
        """The terms of this process."""
        modules = tuple(dict.fromkeys(law.judge.__module__ for law in answer_laws()))
        return cls(str(contract.path), contract.source, modules, _code(modules))


def judge(terms: Terms, block: Block) -> Judged:
    """Judge a block in any process.

    Raises:
        OtherVersionError: this process has another version of the project.
    """
    return _judge_by(terms).judge(block)


@lru_cache(maxsize=4)
def _judge_by(terms: Terms) -> "Judge":
    for module in terms.modules:
        importlib.import_module(module)
    contract = parse(Path(terms.path), terms.source)
    if Terms.of(contract) != terms:
        raise OtherVersionError
    return Judge(contract)


def _code(modules: tuple[str, ...]) -> str:
    files = [file for folder in CODE for file in (ROOT / folder).rglob("*.py")]
    files += [Path(str(sys.modules[module].__file__)) for module in modules]
    return sha256(b"\0".join(file.read_bytes() for file in sorted(set(files)))).hexdigest()


class Judge:
    """Judges blocks by a contract.

    Attributes:
        contract: the contract.
        schemas: its view of every answer.
    """

    def __init__(self, contract: Contract) -> None:
        """Take the contract."""
        self.contract = contract
        self.schemas = ResponseSchemas(contract.document)

    def judge(self, block: Block, tell: Callable[[int, int], object] = lambda _, __: None) -> Judged:
        """Judge a block entry by entry; `tell` hears how many bytes and exchanges were read."""
        outcome = Outcome()
        outcome.files[block.name] = 0
        judged = Judged(block, block.start, None, outcome)
        try:
            with opened(block.place) as file:
                start = block.start if block.is_beginning else beginning(file, block.start, block.end)
                if start is None:
                    return judged._replace(start=None)
                part = Part(pieces(file, start), block.end)
                judged = judged._replace(start=start)
                for entry in recorded(part):
                    outcome.files[block.name] += 1
                    self._take(entry, block.name, outcome)
                    tell(part.place, entry.number)
        except NotReadError as error:
            outcome.ended[block.name] = NOT_READ, str(error)
        except UnreadableError as error:
            outcome.ended[block.name] = str(error), ""
        except KeyboardInterrupt:
            judged = judged._replace(is_interrupted=True)
        except Exception:  # noqa: BLE001 - a crash must not lose what was judged before it
            outcome.ended[block.name] = CRASHED, traceback.format_exc()
        else:
            judged = judged._replace(stop=None if part.is_last else part.place)
        return judged

    def _take(self, entry: Recorded, name: str, outcome: Outcome) -> None:
        target = entry.url.path.encode("utf-8", "replace")
        if not entry.method or self.schemas.route(Request(entry.method, target)).siblings:
            if entry.exchange:
                self._judge(entry, entry.exchange, outcome)
            else:
                outcome.without_request[name] += not entry.method
                outcome.unjudged.setdefault(entry.lack, Unjudged()).add(name, entry.number)
        else:
            outcome.add_unknown(f"{entry.method} {_outline(entry.url.path)}"[:LONGEST_NAME])

    def _judge(self, entry: Recorded, exchange: Exchange, outcome: Outcome) -> None:
        answer = Answer(exchange, self.schemas)
        outcome.answers[answer.status] += 1
        outcome.operations.setdefault(answer.operation_id, Counter())[answer.status] += 1
        Collector(self.schemas, outcome.counts).add(answer, _secrets(exchange.request), entry.when)
        for law, violations in judged(exchange, self.schemas):
            for violation in violations:
                origin = f"{entry.url.scheme}://{entry.url.netloc.rpartition('@')[2]}"
                shown = replace(violation, exchange=_presentable(exchange))
                found = finding(law, shown, origin, *_secrets(exchange.request))
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
        words = re.split(r"[\s;=,]+", value.decode("latin-1"))
        if name == b"authorization":
            values += words[1:] or words  # its scheme is no secret
        elif name not in SHOWN_HEADERS:
            values += words
    yield from (value for value in values if len(value) >= LEAST_SECRET)


def _outline(path: str) -> str:
    """The path, with `{}` for each segment that looks like an id or a secret rather than a word."""
    return "/".join(part if re.fullmatch(r"[a-zA-Z_.-]{0,30}|v[0-9]+", part) else "{}" for part in path.split("/"))
