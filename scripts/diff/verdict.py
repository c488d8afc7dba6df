"""Changes, the verdict over them, and the version that a verdict demands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Face: TypeAlias = Literal["wire", "source", "meaning"]
Verdict: TypeAlias = Literal["unchanged", "compatible", "breaking"]
Bump: TypeAlias = Literal["none", "patch", "minor", "major"]
Version: TypeAlias = tuple[int, int, int]

BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major")


@dataclass(frozen=True)
class Change:
    """One change: the rule that finds it, its place, and what it means for callers.

    `place` is a pointer into the contract or a name in the client. `witness` is the JSON text of a value that shows
    the break. `known` is false if no rule could judge the change; it counts as breaking then.
    """

    face: Face
    rule: str
    verdict: Verdict
    place: str
    sentence: str
    witness: str | None = None
    known: bool = True


def renaming(was: str, now: str) -> str:
    """How a change of a name is told; both are pointers, or names in the client."""
    return "`{}` is now `{}`".format(*(re.split("/" if "/" in name else "[.:]", name)[-1] for name in (was, now)))


def verdict(changes: Iterable[Change], face: Face) -> Verdict:
    """The worst verdict of one face."""
    found = {change.verdict for change in changes if change.face == face}
    return "breaking" if "breaking" in found else "compatible" if found else "unchanged"


def bump(changes: Iterable[Change]) -> Bump:
    """Major if anything breaks callers, minor if they can use more, patch if only wording changed."""
    found = list(changes)
    if any(change.verdict == "breaking" for change in found):
        return "major"
    if any(change.face != "meaning" for change in found):
        return "minor"
    return "patch" if found else "none"


def version(text: str) -> Version:
    """`1.2.3` as numbers.

    Raises:
        ValueError: It is not three numbers.
    """
    if not (match := re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", text)):
        raise ValueError(f"the version {text!r} is not three numbers such as 1.2.3")
    return int(match[1]), int(match[2]), int(match[3])


def raised_instead(old: Version, size: Bump) -> str:
    """The number that is raised instead of the one that the size names; empty if it is that one."""
    return {"major": "second", "minor": "third"}.get(size, "") if old[0] == 0 else ""


def demanded(old: Version, size: Bump) -> Version:
    """The smallest version that may follow; before 1.0.0, steps are one place smaller: a breaking change is a minor."""
    major, minor, patch = old
    place = BUMPS.index(size) - (major == 0 and size != "patch")
    if size == "none":
        return old
    return {1: (major, minor, patch + 1), 2: (major, minor + 1, 0), 3: (major + 1, 0, 0)}[place]
