"""A funnel as marks: limits that narrow to the right, the target between them, and points."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log
from typing import Any

Json = Mapping[str, Any]

HEIGHT = 260
PADDING = 12
# Room at both sides, in per cent of the width, for what is written at the guides.
MARGIN = 7.0
STEP = 5
DECIMALS = 2
HIGHEST = 100.0
ENDS = ("lower", "upper")


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A unit: ``n`` answers, its IKM, and the ends of its interval where they are drawn."""

    n: int
    value: float
    position: str
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in the drawing: across in per cent, down in units of its height."""

    x: float
    y: float
    position: str
    low_y: float | None = None
    high_y: float | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight piece of a limit; ``kind`` is ``inner`` or ``outer``."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Guide:
    """A value written at the side (``at`` is down) or a number of answers below (across)."""

    value: float
    at: float


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    """Everything that is drawn."""

    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    levels: tuple[Guide, ...]
    counts: tuple[Guide, ...]
    target: float
    height: int = HEIGHT


def funnel_drawing(funnel: Json, points: Sequence[FunnelPoint]) -> FunnelDrawing:
    """Arrange a stored funnel with ``points`` on it.

    Answers run to the right, each step by the same factor, since limits narrow in that way.
    """
    curve = funnel["limits"]
    field = _field(curve, points)
    return FunnelDrawing(
        pieces=tuple(_pieces(curve, field)),
        marks=tuple(_mark(point, field) for point in points),
        levels=tuple(Guide(value, field.down(value)) for value in field.levels()),
        counts=tuple(Guide(n, field.across(n)) for n in _counts(field)),
        target=field.down(funnel["target"]),
    )


@dataclass(frozen=True, slots=True)
class _Field:
    """What the drawing reaches: from ``least`` to ``most`` answers, ``low`` to ``high`` IKM."""

    least: int
    most: int
    low: float
    high: float

    def across(self, n: float) -> float:
        width = log(self.most / self.least) or 1.0
        share = log(n / self.least) / width
        return round(MARGIN + (100 - 2 * MARGIN) * share, DECIMALS)

    def down(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return round(PADDING + (HEIGHT - 2 * PADDING) * (1 - share), DECIMALS)

    def levels(self) -> Iterator[float]:
        step = STEP if self.high - self.low <= 6 * STEP else 2 * STEP
        value = self.high
        while value >= self.low:
            yield value
            value -= step


def _field(curve: Sequence[Json], points: Sequence[FunnelPoint]) -> _Field:
    sizes = [*(limits["n"] for limits in curve), *(point.n for point in points)]
    lows = [limits["outer"]["lower"] for limits in curve]
    lows += [point.value for point in points]
    lows += [point.interval[0] for point in points if point.interval]
    low = STEP * floor((min(lows) - 1) / STEP)
    return _Field(min(sizes), max(sizes), float(max(0, low)), HIGHEST)


def _pieces(curve: Sequence[Json], field: _Field) -> Iterator[Piece]:
    for kind in ("outer", "inner"):
        for end in ENDS:
            for left, right in pairwise(curve):
                yield Piece(
                    kind,
                    field.across(left["n"]),
                    field.down(left[kind][end]),
                    field.across(right["n"]),
                    field.down(right[kind][end]),
                )


def _mark(point: FunnelPoint, field: _Field) -> Mark:
    ends = [field.down(end) for end in point.interval] if point.interval else [None, None]
    return Mark(
        field.across(point.n),
        field.down(point.value),
        point.position,
        low_y=ends[0],
        high_y=ends[1],
    )


def _counts(field: _Field) -> Iterable[int]:
    """Return the numbers written below: both ends and, between them, one in the middle."""
    middle = round((field.least * field.most) ** 0.5, -1)
    return sorted({field.least, int(max(middle, field.least)), field.most})
