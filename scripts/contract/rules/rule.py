"""A rule about openapi.yaml, who needs it, and where the contract breaks it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from textwrap import shorten
from typing import Literal, TypeAlias

from scripts.contract.document import Contract

Breaches: TypeAlias = Iterator[tuple[str, str]]  # (pointer, what to do)
Need: TypeAlias = Literal["everyone", "client", "reference"]


@dataclass(frozen=True)
class Rule:
    """A stable id, its sentence, the function that finds where the contract breaks it, and who needs it.

    A rule that everyone needs may say who also needs it where nobody asks for the rules of everyone.
    """

    id: str
    sentence: str
    breaches: Callable[[Contract], Breaches]
    needed_by: Need = "everyone"
    also_needed_by: Need | None = None


@dataclass(frozen=True)
class Finding:
    """A rule broken at a pointer, with the file's line (from 1) and what to do."""

    rule: str
    sentence: str
    pointer: str
    line: int
    remedy: str

    def __str__(self) -> str:
        """One line for a person: where, which rule, what to do."""
        pointer = shorten(self.pointer.encode("unicode_escape").decode(), 200, placeholder=" …")
        return f"openapi.yaml:{self.line} #{pointer} {self.rule}: {self.sentence} {self.remedy}"


def apply(rule: Rule, contract: Contract) -> list[Finding]:
    """Every place where the contract breaks one rule."""
    breaches = dict.fromkeys(rule.breaches(contract))
    return [Finding(rule.id, rule.sentence, pointer, contract.line(pointer), todo) for pointer, todo in breaches]


def first_breaches(contract: Contract, rules: Iterable[Rule]) -> list[Finding]:
    """Every place where the contract breaks the first of the rules that it breaks."""
    for rule in rules:
        if findings := apply(rule, contract):
            return findings
    return []
