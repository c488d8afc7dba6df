"""The edits of openapi.yaml that evidence suggests, each with its line. Nothing is edited here.

An edit is of a schema, which several operations, statuses and properties may share: their counts add up first, so that
a kind of value is called unseen only if it was seen nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from contract_tests.verifier.evidence.allowed import ALWAYS_A_VALUE, NAMED, PLAIN, allowed, promises
from contract_tests.verifier.evidence.collector import nodes, roots
from contract_tests.verifier.evidence.counts import Evidence, Key, Place, Promise, Share
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.laws.sights import ITEM, NAME, Node
from scripts.contract.document import Contract
from scripts.contract.levels import level
from scripts.contract.values import join, types, unescape

CONTRADICTED, UNSEEN = "contradicted", "never seen"
ANYTHING, ABSENT, NULL, VALUE = "anything", "absent", "null", "anything but null"
"""What may stay unseen at a place, beside the kinds of value that the contract allows there."""
_SENTENCES = {
    ALWAYS_A_VALUE: "null was seen {times} at {where}, which is marked as always a value",
    PLAIN: "a whole number with a fraction, an exponent or more than 64 bits was seen {times} at {where}",
    NAMED: "a property that the contract does not name was seen {times}: {where}",
}


class Edit(NamedTuple):
    """One suggestion.

    Attributes:
        reason: `CONTRADICTED` or `UNSEEN`.
        line: the line of openapi.yaml.
        pointer: the schema there.
        subjects: what of the schema: a keyword with its value, or what may stand there.
        sentence: what was seen, and how often.
    """

    reason: str
    line: int
    pointer: str
    subjects: tuple[str, ...]
    sentence: str


@dataclass
class _Use:
    """A schema, or a reference to one, with the counts of all places where it is used."""

    node: Node
    places: list[str] = field(default_factory=list[str])
    promises: dict[str, Promise] = field(default_factory=dict[str, Promise])
    shares: dict[str, Share] = field(default_factory=dict[str, Share])

    def count(self, place: Place, promised: Iterable[str], shares: Mapping[str, Share]) -> None:
        where = _name(place.key)
        self.places += [where] if where not in self.places else []
        for name in promised:
            self.promises[name] = self.promises.get(name, Promise()) + place.keywords.get(name, Promise())
        for name, share in shares.items():
            self.shares[name] = self.shares.get(name, Share()) + share

    @property
    def where(self) -> str:
        more = len(self.places) - 1
        return self.places[0] + (f" and {more} more" if more else "")

    @property
    def around(self) -> str:
        """What could have held it."""
        if not self.node.place:
            return "answers"
        return "arrays" if self.node.place.endswith(f"/{ITEM}") else "objects"


def edits(contract: Contract, evidence: Evidence) -> list[Edit]:
    """What the evidence suggests: first what was contradicted, then what was never seen, each in the order of lines."""
    counted = {place.key: place for place in evidence.places}
    uses: dict[tuple[str, bool], _Use] = {}
    known: dict[Key, Node] = {}
    for operation, status, root in roots(ResponseSchemas(contract.document)):
        for node in nodes(root):
            key = operation, status, node.place
            known[key] = node
            for pointer, promised, shares in _counts(counted, key, node):
                use = uses.setdefault((pointer, node.is_described), _Use(node))
                use.count(counted.get(key, Place(*key)), promised, shares)
    found = [edit for (pointer, _), use in uses.items() for edit in _edits(contract, pointer, use)]
    return sorted((*found, *_unnamed(contract, evidence, known)), key=lambda edit: edit[:3])


def _counts(
    counted: Mapping[Key, Place], key: Key, node: Node
) -> Iterator[tuple[str, Iterable[str], Mapping[str, Share]]]:
    """The counts of a place: what concerns the property as such, then what concerns its schema."""
    operation, status, pointer = key
    place = counted.get(key, Place(*key))
    here = place.seen + place.null
    if pointer:
        around, _, name = pointer.rpartition("/")
        outer = counted.get((operation, status, around), Place(operation, status, around)).seen
        own = {ANYTHING: Share(here, outer)}
        if not node.is_required and here and name not in {ITEM, NAME}:
            own[ABSENT] = Share(place.absent, here + place.absent)
    else:
        own = {ANYTHING: Share(here, sum(one.seen for one in counted.values() if not one.pointer))}
    promised = set(promises(node))
    yield node.site, promised & {ALWAYS_A_VALUE}, own
    shares = {one.name: place.allowed[one.name] for one in allowed(node) if one.name in place.allowed}
    if "null" in types(node.schema) or not types(node.schema):
        shares |= {NULL: Share(place.null, here), VALUE: Share(place.seen, here)}
    yield node.pointer, promised - {ALWAYS_A_VALUE}, shares


def _edits(contract: Contract, pointer: str, use: _Use) -> Iterator[Edit]:
    line = contract.line(pointer)
    for name, promise in use.promises.items():
        if promise.contradicted:
            keyword = contract.line(join(pointer, name.partition(":")[0]))
            sentence = _contradicted(contract, pointer, name, promise, use.where)
            yield Edit(CONTRADICTED, keyword, pointer, (name,), sentence)
    unseen = sorted((share.of, name) for name, share in use.shares.items() if share.of and not share.seen)
    for of, group in groupby(unseen, key=lambda one: one[0]):
        names = tuple(name for _, name in group)
        sentence = f"never seen in {of:,} {use.around}: {use.where}"
        if names != (ANYTHING,):
            sentence = f"never seen in {of:,} values of {use.where}: {', '.join(names)}"
        yield Edit(UNSEEN, line, pointer, names, sentence)


def _contradicted(contract: Contract, pointer: str, name: str, promise: Promise, where: str) -> str:
    keyword = name.partition(":")[0]
    path = [unescape(token) for token in (*pointer.split("/")[1:], keyword)]
    sure = level(contract.document, path, value=True)
    form = _SENTENCES.get(name, f"{name} ({sure}) was contradicted {{times}} at {{where}}")
    return form.format(times=_times(promise.contradicted), where=where) + _first(promise)


def _unnamed(contract: Contract, evidence: Evidence, known: Mapping[Key, Node]) -> Iterator[Edit]:
    """Say which properties were seen that the contract does not name."""
    for place in evidence.places:
        operation, status, pointer = place.key
        around = known.get((operation, status, pointer.rpartition("/")[0]))
        promise = place.keywords.get(NAMED, Promise()) + Promise(contradicted=place.seen + place.null)
        if place.key not in known and around and around.others is None and promise.contradicted:
            sentence = _SENTENCES[NAMED].format(times=_times(promise.contradicted), where=_name(place.key))
            line = contract.line(around.pointer)
            yield Edit(CONTRADICTED, line, around.pointer, (NAMED, pointer), sentence + _first(promise))


def _first(promise: Promise) -> str:
    if promise.first is None:
        return ""
    return f", first at {promise.first.pointer or '/'}" + (f" ({promise.first.when})" if promise.first.when else "")


def _name(key: Key) -> str:
    return " ".join(filter(None, key))


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
