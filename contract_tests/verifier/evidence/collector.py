"""Counts answers into evidence, along the same walk and the same errors that the laws of schema judge by."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from contract_tests.verifier.bounded import Smallest
from contract_tests.verifier.evidence.allowed import (
    ALWAYS_A_VALUE,
    KINDS,
    NAMED,
    PLAIN,
    Allowed,
    Kinds,
    allowed,
    is_word,
    kind,
    named,
    promises,
)
from contract_tests.verifier.evidence.counts import Evidence, Example, Key, Place, Promise, Share
from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.response_schema import Remark, ResponseSchemas, remark
from contract_tests.verifier.laws.schema import is_json
from contract_tests.verifier.laws.sights import NAME, Absent, Node, Path, sights
from contract_tests.verifier.laws.strict_json import NotJsonError
from contract_tests.verifier.redaction import masked
from scripts.contract.values import Json, join, members, unescape

FEW = 100
"""As many names that the contract does not give are told apart: more are data rather than fields."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_PROMISES: Mapping[Remark | None, str] = {"null": ALWAYS_A_VALUE, "undeclared": NAMED, "no plain integer": PLAIN}


@dataclass
class _Tally:
    """The counts of one place while they grow."""

    absent: int = 0
    kinds: Counter[str] = field(default_factory=Counter[str])
    allowed: Counter[str] = field(default_factory=Counter[str])
    contradicted: Counter[str] = field(default_factory=Counter[str])
    first: dict[str, Example] = field(default_factory=dict[str, Example])

    def of(self, kinds: Kinds) -> int:
        return sum(self.kinds[one] for one in kinds)

    def contradict(self, promise: str, example: Example) -> None:
        self.contradicted[promise] += 1
        self.first[promise] = min(self.first.get(promise, example), example, key=lambda one: one.order)

    def merge(self, other: "_Tally") -> None:
        self.absent += other.absent
        self.kinds += other.kinds
        self.allowed += other.allowed
        self.contradicted += other.contradicted
        for promise, example in other.first.items():
            self.first[promise] = min(self.first.get(promise, example), example, key=lambda one: one.order)


@dataclass(frozen=True)
class _Site:
    """A place that the contract has, with what it promises and allows there."""

    promises: Mapping[str, Kinds]
    allowed: tuple[Allowed, ...]


class Counts:
    """What was counted of some traffic; counts of other traffic add up with it, in any order.

    Attributes:
        tallies: the counts of each place where something was seen.
        unknown: the places of properties that the contract does not know and that are told apart.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.tallies: dict[Key, _Tally] = {}
        self.unknown = Smallest[Key](FEW)

    def of(self, key: Key) -> _Tally:
        """The counts of a place."""
        tally = self.tallies.get(key)
        if tally is None:
            tally = self.tallies[key] = _Tally()
        return tally

    def of_unknown(self, key: Key) -> _Tally:
        """The counts of a property that the contract does not know: by its name, unless too many have one."""
        last = None if key[2].endswith(f"/{NAME}") else self.unknown.add(key)
        if last and (tally := self.tallies.pop(last, None)):
            self.of(_anonymous(last)).merge(tally)
        return self.of(_anonymous(key) if last == key else key)

    def merge(self, other: "Counts") -> None:
        """Add counts of other traffic."""
        for key, tally in other.tallies.items():
            own = self.of_unknown(key) if key in other.unknown else self.of(key)
            own.merge(tally)


def _anonymous(key: Key) -> Key:
    operation, status, pointer = key
    return operation, status, join(pointer.rpartition("/")[0], NAME)


@lru_cache(maxsize=4)
def _sites(schemas: ResponseSchemas) -> Mapping[Key, _Site]:
    return {
        (operation, status, node.place): _Site(promises(node), tuple(allowed(node)))
        for operation, status, root in roots(schemas)
        for node in nodes(root)
    }


class Collector:
    """Takes the answers of some traffic and gives its evidence; places that were never seen are in it too."""

    def __init__(self, schemas: ResponseSchemas, counts: Counts | None = None) -> None:
        """Begin with every place of the contract, and with what was counted already, to which all is added."""
        self._schemas = schemas
        self._sites = _sites(schemas)
        self._counts = counts or Counts()

    def add(self, answer: Answer, secrets: Iterable[str] = (), when: str = "") -> None:
        """Count an answer, unless the laws of schema do not judge it.

        Args:
            answer: what was answered.
            secrets: what no name in an example may be.
            when: when it was recorded, if that is known.
        """
        schema, value = answer.schema, answer.json
        if schema is None or isinstance(value, NotJsonError) or answer.exchange.failure or not is_json(answer):
            return
        where = answer.operation_id, answer.response_key
        said = _Said(tuple(secrets), when if _TIME.fullmatch(when) else "")
        for sight in sights(schema.root, value):
            key = *where, sight.node.place
            if found := _PROMISES.get(remark(sight)):
                example = said.example(schema.root, sight.path)
                tally = self._counts.of(key) if sight.is_known else self._unknown(key, example)
                tally.contradict(found, example)
            if sight.is_known and key in self._sites:
                self._see(key, sight.value)
        for error in schema.errors(value):
            node, _ = schema.root.along(error.path)
            example = said.example(schema.root, error.path)
            tally = self._counts.of((*where, node.place))
            tally.contradict(named(error.keyword, node.schema), example)

    def _see(self, key: Key, value: "Json | Absent") -> None:
        tally = self._counts.of(key)
        if isinstance(value, Absent):
            tally.absent += 1
            return
        own = kind(value)
        tally.kinds[own] += 1
        for one in self._sites[key].allowed:
            if own in one.kinds and one.holds(value):
                tally.allowed[one.name] += 1

    def _unknown(self, key: Key, example: Example) -> _Tally:
        operation, status, around = key
        name = unescape(example.pointer.rpartition("/")[2])
        return self._counts.of_unknown((operation, status, join(around, name)))

    @property
    def evidence(self) -> Evidence:
        """All that was counted."""
        info = members(self._schemas.document.get("info"))
        places = tuple(self._place(key) for key in sorted(self._sites.keys() | self._counts.tallies))
        return Evidence(str(info.get("title")), str(info.get("version")), places)

    def _place(self, key: Key) -> Place:
        tally, site = self._counts.tallies.get(key, _Tally()), self._sites.get(key, _Site({}, ()))
        judged = {promise: tally.of(kinds) for promise, kinds in site.promises.items()}
        return Place(
            *key,
            tally.of(KINDS[1:]),
            tally.kinds["null"],
            tally.absent,
            {
                promise: Promise(judged.get(promise, 0), tally.contradicted[promise], tally.first.get(promise))
                for promise in sorted(judged.keys() | tally.contradicted.keys())
            },
            {one.name: Share(tally.allowed[one.name], tally.of(one.kinds)) for one in sorted(site.allowed)},
        )


@dataclass(frozen=True)
class _Said:
    """What is said of an example: where it is and when it was, but no name that may be a secret."""

    secrets: tuple[str, ...]
    when: str

    def example(self, root: Node, path: Path) -> Example:
        shown: list[str | int] = []
        for depth, step in enumerate(path):
            node, _ = root.along(path[:depth])
            is_named = isinstance(step, int) or step in node.properties
            shown.append(step if is_named or self._is_field(node, step) else NAME)
        return Example(join("", *shown), self.when)

    def _is_field(self, node: Node, name: str | int) -> bool:
        """Whether a name is one of a field that the contract forgot, rather than data or a secret."""
        text = str(name)
        return node.others is None and is_word(text) and masked(text, self.secrets) == text


def roots(schemas: ResponseSchemas) -> Iterator[tuple[str, str, Node]]:
    """The schema of every JSON body that an operation answers with: operationId, status, schema."""
    for operation in schemas.operations:
        for status, response in operation.responses.items():
            if schema := schemas.of(response):
                yield operation.operation_id, status, schema.root


def nodes(node: Node, around: tuple[str, ...] = ()) -> Iterator[Node]:
    """A node and all below it; a schema inside itself is not followed."""
    yield node
    if node.is_described and node.pointer not in around:
        for below in node.below:
            yield from nodes(below, (*around, node.pointer))
