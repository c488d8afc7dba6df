"""What evidence is made of: counts and places, no values. Two pieces of evidence add up, in any order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

Key: TypeAlias = tuple[str, str, str]
"""Operation, status and place."""


@dataclass(frozen=True)
class Example:
    """Where something was seen first: pointer into the body, and when, in ISO 8601; empty when unknown."""

    pointer: str
    when: str = ""

    @property
    def order(self) -> tuple[bool, str, str]:
        """Earlier examples come first, and those without a time last."""
        return not self.when, self.when, self.pointer


@dataclass(frozen=True)
class Promise:
    """What became of one keyword at a place.

    Attributes:
        seen: how many values it had to judge.
        contradicted: how often a value broke it.
        first: the first of those; None if there is none.
    """

    seen: int = 0
    contradicted: int = 0
    first: Example | None = None

    def __add__(self, other: "Promise") -> "Promise":
        """Add up."""
        examples = [one for one in (self.first, other.first) if one]
        first = min(examples, key=lambda one: one.order, default=None)
        return Promise(self.seen + other.seen, self.contradicted + other.contradicted, first)


@dataclass(frozen=True)
class Share:
    """How many of the values that could be of a kind were."""

    seen: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        """Add up."""
        return Share(self.seen + other.seen, self.of + other.of)


@dataclass(frozen=True)
class Place:
    """What was seen at one place of the answers with one status of one operation.

    Attributes:
        operation: the operationId.
        status: the status as the contract has it, such as `200` or `default`.
        pointer: JSON pointer into the body; `*` is every position in an array, `{}` every name that is not given.
        seen: how often a value other than null stood there.
        null: how often null stood there.
        absent: how often the object around it had no such property.
        keywords: what became of each keyword.
        allowed: how much was seen of each kind of value that the contract allows.
    """

    operation: str
    status: str
    pointer: str
    seen: int = 0
    null: int = 0
    absent: int = 0
    keywords: Mapping[str, Promise] = field(default_factory=dict[str, Promise])
    allowed: Mapping[str, Share] = field(default_factory=dict[str, Share])

    @property
    def key(self) -> Key:
        """What tells the place from others."""
        return self.operation, self.status, self.pointer

    def __add__(self, other: "Place") -> "Place":
        """Add up two counts of the same place."""
        keywords, allowed = dict(self.keywords), dict(self.allowed)
        for keyword, promise in other.keywords.items():
            keywords[keyword] = keywords.get(keyword, Promise()) + promise
        for kind, share in other.allowed.items():
            allowed[kind] = allowed.get(kind, Share()) + share
        counts = self.seen + other.seen, self.null + other.null, self.absent + other.absent
        return Place(*self.key, *counts, dict(sorted(keywords.items())), dict(sorted(allowed.items())))


@dataclass(frozen=True)
class Evidence:
    """What some traffic shows of the contract with a title and a version; its places are sorted."""

    title: str
    version: str
    places: tuple[Place, ...] = ()


def merged(pieces: Iterable[Evidence]) -> Evidence:
    """Add up evidence of one contract, at least one piece."""
    first, *others = pieces
    places: dict[Key, Place] = {}
    for piece in (first, *others):
        for place in piece.places:
            places[place.key] = places.get(place.key, Place(*place.key)) + place
    return replace(first, places=tuple(places[key] for key in sorted(places)))
