"""Findings: what a check found, the requests that show it, and how sure the broken promise is.

One mistake of a server shows at many places, in many forms, and to many checks. What is of one kind is one finding, in
which its variants are listed. A finding that only follows from others names them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from contract_tests.verifier.bounded import First, Smallest
from scripts.contract.levels import Level

MANY, MANY_VARIANTS = 1000, 200
ANYWHERE = "anywhere"
"""Stands for the words of those kinds of a check that are too many."""
FAILURES = ("whole-answer", "server-error", "no-redirect")
"""Checks of answers that are none: what else is wrong with such an answer follows from that."""
DOUBLES: Mapping[str, Sequence[str]] = {
    "token-first": ("no-token",),
    "two-tokens": ("no-token",),
    "ignored_auth": ("no-token", "token-forms"),
    "missing_required_header": ("no-token", "token-forms"),
    "negative_data_rejection": ("no-token", "token-forms", "malformed-id", "unknown-id", "status"),
    "status_code_conformance": ("server-error", "status", "no-redirect", "first-call"),
    "content_type_conformance": ("media-type",),
    "response_headers_conformance": ("pace", "challenge", "allow"),
}
"""Checks, and the laws that find the same or more: if they are broken, the check finds nothing new."""
_VALUES = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[0-9]+')
_CONSTANTS = re.compile(r"\b(?:null|true|false)\b")
_COLLECTIONS = re.compile(r"\{.*\}|\[.*\]", re.DOTALL)


@dataclass(frozen=True)
class Variant:
    """The same at another place, or with other words: JSON pointer, sentence and request as a finding has them."""

    pointer: str
    sentence: str
    curl: str = ""


@dataclass(frozen=True)
class Finding:
    """One broken promise.

    Attributes:
        check: id of the check or law.
        level: how sure the promise is; breaking what is documented is a violation, everything else a deviation.
        status: status of the answer; 0 when there was none.
        pointer: JSON pointer into the response body; empty when the fault is not in a body.
        sentence: what is wrong.
        curl: the request that shows it, without its secrets; empty when there is none.
        operation: id of the operation at the path that was asked; empty when there is none.
        count: how often it was seen, in all variants, also in those that were accepted.
        first: when it was seen first, in ISO 8601 and UTC; empty when unknown.
        last: when it was seen last.
        variants: what else was seen of this kind; of more than `MANY_VARIANTS`, the first ones.
        because: the checks whose findings are the cause of this one; empty when it has a cause of its own.
        asked: whether a check sent another request than the contract's own; else the answer to any request is meant.
        culprits: earlier requests, as curl lines, of which this is an effect; empty when unknown.
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
    variants: tuple[Variant, ...] = ()
    because: tuple[str, ...] = ()
    asked: bool = False
    culprits: tuple[str, ...] = ()

    @property
    def is_violation(self) -> bool:
        """Whether the server broke what the published page forces."""
        return self.level == "documented"

    @property
    def forms(self) -> tuple[Variant, ...]:
        """All variants: that of the finding itself, and those that it lists."""
        return Variant(self.pointer, self.sentence, self.curl), *self.variants

    @property
    def place(self) -> str:
        """Where it was found, how sure the promise is, and how often it was broken."""
        where = f"{self.operation} {self.pointer or 'answer'}".strip()
        return f"{where} ({self.status or 'none'}, {self.level}, seen {self.count}x)"


Kind: TypeAlias = tuple[str, str, Level, int, str]
"""Check, operation, level, status, and for a place in a body the words of the sentence."""


@dataclass
class _Entry:
    """A finding that is still growing, its variants by their form, and the requests that show it.

    `number` is the place of the first of its kind among all findings.
    """

    number: int
    finding: Finding
    variants: First[Variant] = field(default_factory=lambda: First[Variant](MANY_VARIANTS + 1))
    requests: First[None] = field(default_factory=lambda: First[None](MANY + 1))

    @classmethod
    def of(cls, number: int, finding: Finding) -> "_Entry":
        """The entry of one finding."""
        entry = cls(number, finding)
        for variant in finding.forms:
            entry.variants.add(number, form_of(variant), variant)
            entry.requests.add(number, variant.curl, None)
        return entry

    def after(self, count: int) -> "_Entry":
        """The same, after so many other findings."""
        entry = _Entry(self.number + count, self.finding)
        entry.variants.merge(self.variants, count)
        entry.requests.merge(self.requests, count)
        return entry

    def merge(self, other: "_Entry") -> None:
        """Take in another entry of the kind."""
        first, known = min(self, other, key=lambda entry: entry.number), (self.finding, other.finding)
        times = [time for one in known for time in (one.first, one.last) if time]
        span = (min(times), max(times)) if times else ("", "")
        self.number, count = first.number, sum(one.count for one in known)
        self.finding = replace(first.finding, count=count, first=span[0], last=span[1])
        self.variants.merge(other.variants)
        self.requests.merge(other.requests)

    @property
    def listed(self) -> Finding:
        """The finding with what differs from its first variant."""
        return replace(self.finding, variants=tuple(self.variants.values)[1:])

    @property
    def rank(self) -> int:
        """Causes come before effects: a failing answer, then what a check asked for, any answer, the state after it."""
        if self.finding.check in FAILURES:
            return 0
        return 3 if self.finding.culprits else 1 if self.finding.asked and not self.finding.pointer else 2

    def follows_from(self, others: "Iterable[_Entry]") -> list["_Entry"]:
        """The findings of which this is an effect; they are as severe. None if it has a cause of its own."""
        as_severe = [one for one in others if one.is_violation or not self.is_violation]
        causes = [one for one in as_severe if one.rank < self.rank]
        same = [one for one in causes if one.place == self.place]
        for found in (
            [one for one in causes if not one.rank and (one.place == self.place or one.is_named_by(self))],
            [one for one in as_severe if one.place[0] == self.place[0] and one.is_double_of(self)],
        ):
            if found:
                return found
        success = [one for one in same if one.rank == 1 and 200 <= one.finding.status < 300]
        shown_by, asked = set(self.requests), success
        if self.finding.culprits:
            shown_by, asked = set(self.finding.culprits), [one for one in causes if one.rank == 1]
        found = [one for one in asked if not shown_by.isdisjoint(one.requests)]
        return found if shown_by <= set[str]().union(*(one.requests for one in found)) else []

    def is_named_by(self, other: "_Entry") -> bool:
        """Whether another finding compares an answer with one of this status."""
        operation, status = self.place
        return operation == other.place[0] and f" {status} " in f"{other.finding.sentence} ".replace(",", " ")

    def is_double_of(self, other: "_Entry") -> bool:
        """Whether the other check found less of the same: a milder form, or what `DOUBLES` says."""
        mine, its = self.finding, other.finding
        is_milder = mine.check == its.check and self.is_violation and not other.is_violation and not its.pointer
        return is_milder or mine.check in DOUBLES.get(its.check, ())

    @property
    def is_violation(self) -> bool:
        """Whether the finding is a violation."""
        return self.finding.is_violation

    @property
    def place(self) -> tuple[str, int]:
        """Operation and status."""
        return self.finding.operation, self.finding.status


class Findings:
    """Findings of one kind as one: same check, operation, level and status; in a body, the same words too.

    Of more than `MANY` kinds, the last ones in the order of their names are one for each check: memory stays bounded on
    endless traffic, and findings that were collected apart merge into the same as if they had been collected together.

    Attributes:
        count: how many findings were added, equal ones too.
        entries: what was made of them, by kind.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.count = 0
        self.entries: dict[Kind, _Entry] = {}
        self._kinds = Smallest[Kind](MANY)

    def add(self, findings: Iterable[Finding]) -> None:
        """Count findings; the first of a kind stands for all, and what differs from it is a variant."""
        for finding in findings:
            self._take(_kind(finding), _Entry.of(self.count, finding))
            self.count += 1

    def merge(self, others: "Findings") -> None:
        """Take in what was found after these."""
        for kind, entry in others.entries.items():
            self._take(kind, entry.after(self.count))
        self.count += others.count

    def _take(self, kind: Kind, entry: _Entry) -> None:
        if kind in self.entries:
            self.entries[kind].merge(entry)
            return
        self.entries[kind] = entry
        if kind[-1] != ANYWHERE and (last := self._kinds.add(kind)):
            self._take((*last[:-1], ANYWHERE), self.entries.pop(last))

    def listed(self) -> list[Finding]:
        """All of them: violations first, each followed by its effects, else in the order in which they were found."""
        entries = sorted(self.entries.values(), key=lambda entry: (not entry.is_violation, entry.rank, entry.number))
        effects: dict[int, list[Finding]] = {}
        causes: list[_Entry] = []
        for entry in entries:
            if found := entry.follows_from(causes):
                because = tuple(dict.fromkeys(cause.finding.check for cause in found))
                effects.setdefault(id(found[0]), []).append(replace(entry.listed, because=because))
            else:
                causes.append(entry)
        return [finding for cause in causes for finding in (cause.listed, *effects.get(id(cause), ()))]


def _kind(finding: Finding) -> Kind:
    words = outline(finding.sentence) if finding.pointer else ""
    return finding.check, finding.operation, finding.level, finding.status, words


def outline(sentence: str) -> str:
    """The sentence without the values that it quotes."""
    return " ".join(
        re.findall(r"(?<!\S)[a-zA-Z]+(?![^\s,:])", _CONSTANTS.sub("", _VALUES.sub("", _COLLECTIONS.sub("", sentence))))
    )


def form_of(variant: Variant) -> str:
    """What tells variants of a kind apart: the place, positions in arrays aside; without one, the sentence."""
    return re.sub(r"/[0-9]+(?=/|$)", "/*", variant.pointer) or _VALUES.sub("", variant.sentence)
