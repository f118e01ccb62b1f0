"""The index over time as a line; what another system published is a hollow point."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from portal.publication.reports.content import TrendPoint, carried, period_name
from portal.publication.reports.pdf.page import ACCENT, INK, TEXT_MM, WHITE, Drawing, DrawnPage
from portal.survey.index import GRADE_BOUNDS, HIGHEST_IKM, LOWEST_IKM

LEFT_MM, TOP_MM, CHART_MM, HEIGHT_MM = 4, 6, TEXT_MM - 22, 56
NAMES_MM = 11
RADIUS_MM = 1.2
ROOM, STEP = 5, 5
# So many points can be named; of more, only every second or third.
MOST_NAMES = 8

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The chart's axes: the IKM at its foot, 100 at its head, and how many points it has."""

    lowest: int
    points: int

    def x(self, turn: int) -> float:
        """Return where the point with this number (from 0) stands."""
        return LEFT_MM + CHART_MM * (turn + 0.5) / self.points

    def y(self, ikm: Decimal) -> float:
        """Return how far down an IKM stands."""
        share = (float(ikm) - self.lowest) / (HIGHEST_IKM - self.lowest)
        return TOP_MM + HEIGHT_MM * (1 - share)


def line_chart(page: DrawnPage, points: Sequence[TrendPoint]) -> None:
    """Draw the points in their order, one or more of them shown; a hidden one is a gap."""
    drawing = Drawing(height=TOP_MM + HEIGHT_MM + NAMES_MM)
    frame = Frame(_lowest(points), len(points))
    _bounds(drawing, frame)
    places = [
        None if point.ikm is None else (frame.x(turn), frame.y(point.ikm))
        for turn, point in enumerate(points)
    ]
    for before, after in pairwise(places):
        if before and after:
            drawing.line(before, after, colour=ACCENT, width=0.5)
    every = -(-len(points) // MOST_NAMES)
    for turn, (point, place) in enumerate(zip(points, places, strict=True)):
        is_named = (len(points) - 1 - turn) % every == 0
        if place:
            _dot(drawing, point, place=place, is_named=is_named)
        if is_named:
            _name(drawing, point, x=frame.x(turn))
    drawing.put(page)


def _lowest(points: Sequence[TrendPoint]) -> int:
    """Return the foot of the axis: a round number below every point."""
    least = min(float(each.ikm) for each in points if each.ikm is not None)
    return max(LOWEST_IKM, int((least - ROOM) // STEP) * STEP)


def _bounds(drawing: Drawing, frame: Frame) -> None:
    """Draw the foot of the chart and where each grade begins."""
    foot, right = TOP_MM + HEIGHT_MM, LEFT_MM + CHART_MM
    drawing.line((LEFT_MM, foot), (right, foot))
    for letter, bound in GRADE_BOUNDS:
        if bound > frame.lowest:
            y = frame.y(bound)
            drawing.line((LEFT_MM, y), (right, y), is_dashed=True)
            label = f"{letter} mulai {carried(bound)}"
            drawing.write(label, right + 1, top=y - 1.4, width=22, size=7)


def _dot(drawing: Drawing, point: TrendPoint, *, place: Place, is_named: bool) -> None:
    x, y = place
    drawing.dot(place, radius=RADIUS_MM, fill=WHITE if point.source else ACCENT, colour=ACCENT)
    if is_named:
        drawing.write(
            carried(point.ikm), x - 10, top=y - 5, width=20, size=8, weight="bold", ink=INK,
            align="center",
        )  # fmt: skip


def _name(drawing: Drawing, point: TrendPoint, *, x: float) -> None:
    first, _, second = period_name(point.period).partition(" (")[0].partition(" ")
    for row, text in enumerate((first[:14], second)):
        top = TOP_MM + HEIGHT_MM + 2 + 3.4 * row
        drawing.write(text, x - 12, top=top, width=24, size=7.5, align="center")
