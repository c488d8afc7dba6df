"""Rows: what was measured of us and of a peer, and whether it is what we aim at."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Aim:
    """A bound for the ratio, or for our own figure."""

    of: Literal["ratio", "ours"]
    at: Literal["most", "least"]
    bound: float

    def is_met(self, figure: float) -> bool:
        """Whether a figure keeps the bound."""
        return figure <= self.bound if self.at == "most" else figure >= self.bound

    def __str__(self) -> str:
        """`ratio ≤ 1.25`."""
        return f"{self.of} {'≤' if self.at == 'most' else '≥'} {self.bound:g}"


def ratio(bound: float) -> Aim:
    """Aim at a ratio of at most so much."""
    return Aim("ratio", "most", bound)


@dataclass(frozen=True)
class Subject:
    """The constant part of a row: its name, unit, peer and aim.

    Attributes:
        id: of the row.
        group: the module that measures it, a name for `--only`.
        sentence: what is measured, and how.
        unit: of both figures.
        peer: what we are compared with; empty if nothing is.
        aim: what we aim at, if at anything.
        curve: the rows of one curve share this name; without one, a row is drawn as a bar.
        tick: where on the curve the row is.
    """

    id: str
    group: str
    sentence: str
    unit: str
    peer: str = ""
    aim: Aim | None = None
    curve: str = ""
    tick: str = ""


@dataclass(frozen=True)
class Row:
    """A subject with its figures; `note` says what is missing, or what the figures stand for."""

    subject: Subject
    ours: float | None = None
    peer: float | None = None
    note: str = ""
    machine: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours divided by the peer's."""
        return None if self.ours is None or not self.peer else self.ours / self.peer

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None if there is none, or nothing to judge it by."""
        aim = self.subject.aim
        figure = self.ratio if aim and aim.of == "ratio" else self.ours
        return None if aim is None or figure is None else aim.is_met(figure)

    def as_json(self) -> dict[str, Any]:
        """The row as an object of reports/bench.json."""
        subject = self.subject
        return {
            "id": subject.id, "group": subject.group, "measures": subject.sentence, "unit": subject.unit,
            "ours": self.ours, "peer": self.peer, "peer_name": subject.peer, "ratio": self.ratio,
            "aim": str(subject.aim or ""), "met": self.met, "note": self.note, "machine": self.machine,
        }  # fmt: skip


class RowsError(Exception):
    """A file of rows cannot be read; the text is one sentence."""


@cache
def machine() -> str:
    """What the figures depend on, without the name of the host: read once, before the bench itself is a load."""
    cores = os.cpu_count() or 1
    busy = "busy with other work, " if os.getloadavg()[0] > cores / 2 else ""
    return f"{cores} cores, {busy}Python {platform.python_version()}, {platform.system()} {platform.machine()}"


def read(path: Path, subjects: Iterable[Subject]) -> dict[str, Row]:
    """The rows of an earlier run by id, as far as they are still measured.

    Raises:
        RowsError: the file holds something else.
    """
    known = {subject.id: subject for subject in subjects}
    try:
        found: list[Mapping[str, Any]] = json.loads(path.read_bytes()) if path.exists() else []
        rows = [
            Row(known[row["id"]], row["ours"], row["peer"], row["note"], row["machine"])
            for row in found
            if row["id"] in known
        ]
    except (OSError, ValueError, KeyError, TypeError):
        raise RowsError(f"{path.parent.name}/{path.name} holds no rows of a bench: delete it.") from None
    return {row.subject.id: row for row in rows}


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write the rows as JSON."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps([row.as_json() for row in rows], indent=1, ensure_ascii=False) + "\n", "utf-8")


def shown(figure: float | None) -> str:
    """A figure with three digits that count; empty if there is none."""
    if figure is None:
        return ""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"


def verdict(row: Row) -> str:
    """`yes`, `no`, or nothing."""
    return {True: "yes", False: "no", None: ""}[row.met]
