"""A difference between a page and the contract."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["documented", "inferred"]


@dataclass(frozen=True)
class Difference:
    """What the page shows at a place, what the contract would show there, and what follows.

    `place` is a pointer into the example or the name of a fact such as `server`; `pointer` is the place to edit in the
    contract.
    """

    place: str
    shown: str
    rendered: str
    follows: str
    level: Level
    pointer: str
