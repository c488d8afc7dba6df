"""Rows as shapes: where the report draws lines, bars and marks, in units of the drawing."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contract_tests.quality.bench.rows import Row, shown

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 22, 12, 34
LINE = 40
"""The height of a bar with its text."""


@dataclass(frozen=True)
class Point:
    """A figure of a curve."""

    x: float
    y: float
    title: str


@dataclass(frozen=True)
class Tick:
    """A mark of an axis, and its text."""

    at: float
    text: str


@dataclass(frozen=True)
class Curve:
    """A line chart: our figures, the peer's and the aims, each as points over the same ticks."""

    title: str
    unit: str
    peer: str
    ours: tuple[Point, ...]
    theirs: tuple[Point, ...]
    aims: tuple[Point, ...]
    columns: tuple[Tick, ...]
    lines: tuple[Tick, ...]


@dataclass(frozen=True)
class Bar:
    """One row as a bar: from where to where, the mark of the peer and of the aim, all None where there is none."""

    row: Row
    y: float
    start: float
    end: float
    peer: float | None
    aim: float | None
    text: str


@dataclass(frozen=True)
class Bars:
    """Rows below each other on one axis."""

    title: str
    bars: tuple[Bar, ...]
    columns: tuple[Tick, ...]
    height: float


def curves(rows: Iterable[Row]) -> Iterator[Curve]:
    """The curves of rows that were measured."""
    rows = list(rows)
    for name in dict.fromkeys(row.subject.curve for row in rows if row.subject.curve):
        chosen = [row for row in rows if row.subject.curve == name]
        if any(row.ours is not None for row in chosen):
            yield _curve(name, chosen)


def _curve(name: str, rows: Sequence[Row]) -> Curve:
    figures = [figure for row in rows for figure in (row.ours, row.peer, _aim(row)) if figure]
    low, high = math.floor(math.log10(min(figures))), math.ceil(math.log10(max(figures)))
    high = max(high, low + 1)
    step = (WIDTH - LEFT - RIGHT) / max(1, len(rows) - 1)

    def x(number: int) -> float:
        return round(LEFT + number * step, 1)

    def y(figure: float) -> float:
        share = (math.log10(figure) - low) / (high - low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def points(side: Sequence[float | None], who: str) -> tuple[Point, ...]:
        return tuple(
            Point(
                x(number), y(figure), f"{who}, {rows[number].subject.tick}: {shown(figure)} {rows[number].subject.unit}"
            )
            for number, figure in enumerate(side)
            if figure
        )

    peer = next((row.subject.peer for row in rows if row.subject.peer), "").strip("`")
    return Curve(
        name, rows[0].subject.unit, peer,
        points([row.ours for row in rows], "ours"),
        points([row.peer for row in rows], peer),
        points([_aim(row) for row in rows], "aim"),
        tuple(Tick(x(number), row.subject.tick) for number, row in enumerate(rows)),
        tuple(Tick(y(10.0**power), f"{10.0**power:,g}") for power in range(low, high + 1)),
    )  # fmt: skip


def _aim(row: Row) -> float | None:
    """The bound of an aim for our own figure."""
    aim = row.subject.aim
    return aim.bound if aim and aim.of == "ours" else None


def bars(rows: Iterable[Row]) -> Iterator[Bars]:
    """The rows without a curve: percents as they are, others as ratios to their peers."""
    alone = [row for row in rows if not row.subject.curve]
    if shares := [row for row in alone if row.subject.unit == "%" and row.ours is not None]:
        yield _shares(shares)
    if ratios := [row for row in alone if row.subject.unit != "%" and row.ratio is not None]:
        yield _ratios(ratios)


def _shares(rows: Sequence[Row]) -> Bars:
    def x(figure: float) -> float:
        return round(8 + figure / 100 * (WIDTH - 24), 1)

    drawn = tuple(
        Bar(
            row, number * LINE, x(0), x(row.ours or 0), None if row.peer is None else x(row.peer),
            None if _aim(row) is None else x(_aim(row) or 0), f"{shown(row.ours)} %, {_beside(row)}",
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    ticks = tuple(Tick(x(figure), f"{figure} %") for figure in (0, 25, 50, 75, 100))
    return Bars("Faults noticed; the circle is the peer", drawn, ticks, len(rows) * LINE + 24)


def _beside(row: Row) -> str:
    return f"{row.subject.peer.strip('`')} {shown(row.peer)} %" if row.peer is not None else row.note


def _ratios(rows: Sequence[Row]) -> Bars:
    bounds = [row.subject.aim.bound for row in rows if row.subject.aim and row.subject.aim.of == "ratio"]
    ratios = [row.ratio or 1.0 for row in rows]
    reach = max(1.0, *(abs(math.log2(figure)) for figure in (*ratios, *bounds)))

    def x(ratio: float) -> float:
        return round(WIDTH / 2 + math.log2(ratio) / reach * (WIDTH / 2 - 20), 1)

    def bar(number: int, row: Row) -> Bar:
        aim, ratio = row.subject.aim, row.ratio or 1.0
        start, end = sorted((x(1), x(ratio)))
        bound = x(aim.bound) if aim and aim.of == "ratio" else None
        return Bar(row, number * LINE, start, end, None, bound, f"{shown(ratio)} times {row.subject.peer.strip('`')}")

    edge = 2**reach
    ticks = (Tick(x(1 / edge), f"{1 / edge:.2g}"), Tick(x(1), "as the peer"), Tick(x(edge), f"{edge:.2g}"))
    drawn = tuple(bar(number, row) for number, row in enumerate(rows))
    return Bars("Ratio to the peer: left is less", drawn, ticks, len(rows) * LINE + 24)
