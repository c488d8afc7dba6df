"""A row of the file accepts what one law finds at some places, in the words in which it was found.

Values do not count, as a server or a run chooses them: positions in arrays, ids, times, numbers and quoted texts. In a
body, short words in quotes count, as do null, true and false: they are what is wrong.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from contract_tests.verifier.findings import Finding, Variant, form_of
from contract_tests.verifier.redaction import printable

# fmt: off
CHANGING = {
    re.compile(r"\{.*\}|\[.*\]", re.DOTALL):                                 "<collection>",
    re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE): "<id>",
    re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|[+-][0-9:]+)?"):   "<time>",
    re.compile(r"-?[0-9]+(\.[0-9]+)?"):                                      "<number>",
    re.compile(r"""(?<!\w)(['"])(?!(\w{1,20}|<\w+>)\1)(\\.|(?!\1)[^\\])*\1""", re.DOTALL): "<text>",
}
"""Values in a sentence about a body, and what stands for each of a kind. Short words in quotes count as they are."""
# fmt: on


@dataclass(frozen=True)
class Row:
    """What is accepted. An empty key matches anything, but empty `pointers` match only findings outside a body.

    Attributes:
        line: where the row begins in its file.
        law: id of the law or check that finds it.
        reason: why it is accepted.
        until: the last day on which it is.
        operation: id of the operation; empty for a path of no operation.
        status: status of the answer.
        pointers: the places in the body.
        sentences: what is wrong, in the words of the finding.
    """

    line: int
    law: str
    reason: str
    until: date
    operation: str = ""
    status: int | None = None
    pointers: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()

    @cached_property
    def places(self) -> frozenset[str]:
        """The places in the body, for every position in an array."""
        return frozenset(form_of(Variant(printable(pointer), "")) for pointer in self.pointers)

    @cached_property
    def words(self) -> frozenset[str]:
        """The sentences without their values."""
        place = self.pointers[0] if self.pointers else ""
        return frozenset(words_of(Variant(place, sentence)) for sentence in self.sentences)

    @property
    def subject(self) -> tuple[object, ...]:
        """What the row is about, whatever its reason."""
        return self.law, self.operation, self.status, self.places, self.words

    def is_about(self, finding: Finding) -> bool:
        """Whether a finding is of this law, operation and status."""
        own = self.law, self.operation, finding.status if self.status is None else self.status
        return own == (finding.check, finding.operation, finding.status)

    def covers(self, variant: Variant) -> bool:
        """Whether a variant of such a finding is at one of the places, in these words."""
        is_here = form_of(replace(variant, pointer=printable(variant.pointer))) in self.places
        return (is_here if variant.pointer else not self.places) and (not self.words or words_of(variant) in self.words)


@dataclass(frozen=True)
class Accepted:
    """A finding that a row accepts; with the reason, the last day as ISO 8601, and the line of the row."""

    finding: Finding
    reason: str
    until: str
    line: int


def words_of(variant: Variant) -> str:
    """What is wrong, without the values."""
    sentence = printable(variant.sentence)
    if not variant.pointer:
        return form_of(Variant("", sentence))
    for value, word in CHANGING.items():
        sentence = value.sub(word, sentence)
    return sentence


def divided(findings: Iterable[Finding], rows: Sequence[Row]) -> tuple[list[Finding], list[Accepted]]:
    """Tell what no row accepts from what one does; a finding may be accepted in part.

    An effect needs a row as its cause does. An effect of which every cause is accepted stands alone: it is all that is
    left to tell of the broken promise, so it is as severe as its causes were.
    """
    left: list[Finding] = []
    taken: list[tuple[Row, Finding]] = []
    for finding in findings:
        rest: Finding | None = finding
        for row in rows:
            if rest is not None and row.is_about(rest):
                mine, rest = _parted(rest, row)
                taken += [(row, mine)] if mine else []
        left += [rest] if rest else []
    known = {(one.operation, one.check) for one in left if not one.because}
    left = [_standing(one, known, [cause for _, cause in taken]) for one in left]
    return left, [Accepted(one, row.reason, row.until.isoformat(), row.line) for row, one in taken]


def _standing(finding: Finding, known: Collection[tuple[str, str]], accepted: Sequence[Finding]) -> Finding:
    """A finding with those of its causes that are left; without any, as severe as those that were accepted."""
    because = tuple(law for law in finding.because if (finding.operation, law) in known)
    causes = [one for one in accepted if one.operation == finding.operation and one.check in finding.because]
    level = next((one.level for one in causes if one.is_violation and not because), finding.level)
    return replace(finding, because=because, level=level)


def _parted(finding: Finding, row: Row) -> tuple[Finding | None, Finding | None]:
    """The part of a finding that a row accepts, and the rest."""
    covered = [row.covers(variant) for variant in finding.forms]
    mine = [variant for variant, is_covered in zip(finding.forms, covered, strict=True) if is_covered]
    others = [variant for variant, is_covered in zip(finding.forms, covered, strict=True) if not is_covered]
    return _part(finding, mine), _part(finding, others)


def _part(finding: Finding, variants: Sequence[Variant]) -> Finding | None:
    """The finding with these of its variants; None without any."""
    if not variants:
        return None
    first, *rest = variants
    return replace(finding, pointer=first.pointer, sentence=first.sentence, curl=first.curl, variants=tuple(rest))
