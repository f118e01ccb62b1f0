"""The index over time as a line; what another system published is a hollow point."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from portal.publication.reports.content import TrendPoint
from portal.publication.reports.numerals import carried, period_name
from portal.publication.reports.pdf.page import (
    ACCENT,
    INK,
    MARGIN_MM,
    RULE,
    SOFT,
    TEXT_MM,
    WHITE,
    Page,
)
from portal.survey.grades import GRADE_BOUNDS
from portal.survey.index import HIGHEST_IKM, LOWEST_IKM

LEFT_MM, CHART_MM, HEIGHT_MM = MARGIN_MM + 4, TEXT_MM - 22, 56
RADIUS_MM = 1.2
ROOM, STEP = 5, 5
# So many points can be named; of more, only every second or third.
MOST_NAMES = 8

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the chart stands, and the IKM at its foot; its head is always 100."""

    top: float
    lowest: int
    points: int

    def x(self, turn: int) -> float:
        """Return where the point number ``turn`` (from 0) stands."""
        return LEFT_MM + CHART_MM * (turn + 0.5) / self.points

    def y(self, ikm: Decimal) -> float:
        """Return how far down an IKM stands."""
        share = (float(ikm) - self.lowest) / (HIGHEST_IKM - self.lowest)
        return self.top + HEIGHT_MM * (1 - share)


def line_chart(page: Page, points: Sequence[TrendPoint]) -> None:
    """Draw the points in their order, one or more of them shown; a hidden one is a gap."""
    page.need(HEIGHT_MM + 18)
    frame = Frame(float(page.get_y()) + 4, _lowest(points), len(points))
    _bounds(page, frame)
    places = [
        None if point.ikm is None else (frame.x(turn), frame.y(point.ikm))
        for turn, point in enumerate(points)
    ]
    _lines(page, places)
    every = -(-len(points) // MOST_NAMES)
    for turn, (point, place) in enumerate(zip(points, places, strict=True)):
        is_named = (len(points) - 1 - turn) % every == 0
        if place:
            _dot(page, point, place=place, is_named=is_named)
        if is_named:
            _name(page, point, frame=frame, turn=turn)
    page.set_xy(MARGIN_MM, frame.top + HEIGHT_MM + 11)


def _lowest(points: Sequence[TrendPoint]) -> int:
    """Return the foot of the axis: a round number below every point."""
    least = min(float(each.ikm) for each in points if each.ikm is not None)
    return max(LOWEST_IKM, int((least - ROOM) // STEP) * STEP)


def _bounds(page: Page, frame: Frame) -> None:
    """Draw the frame and where each grade begins."""
    foot = frame.top + HEIGHT_MM
    page.set_draw_color(*RULE)
    page.set_line_width(0.25)
    page.line(LEFT_MM, foot, LEFT_MM + CHART_MM, foot)
    for letter, bound in GRADE_BOUNDS:
        if bound > frame.lowest:
            y = frame.y(bound)
            page.set_dash_pattern(dash=1, gap=1)
            page.line(LEFT_MM, y, LEFT_MM + CHART_MM, y)
            page.set_dash_pattern()
            label = f"{letter} mulai {carried(bound)}"
            page.write_at(label, LEFT_MM + CHART_MM + 1, top=y - 1.6, width=22, size=7, ink=SOFT)


def _lines(page: Page, places: Sequence[Place | None]) -> None:
    page.set_draw_color(*ACCENT)
    page.set_line_width(0.5)
    for before, after in pairwise(places):
        if before and after:
            page.line(*before, *after)


def _dot(page: Page, point: TrendPoint, *, place: Place, is_named: bool) -> None:
    x, y = place
    page.set_draw_color(*ACCENT)
    page.set_line_width(0.4)
    page.set_fill_color(*(WHITE if point.source else ACCENT))
    page.ellipse(x - RADIUS_MM, y - RADIUS_MM, 2 * RADIUS_MM, 2 * RADIUS_MM, style="FD")
    if is_named:
        page.write_at(
            carried(point.ikm), x - 10, top=y - 5.4, width=20, size=8, style="B", ink=INK, align="C"
        )


def _name(page: Page, point: TrendPoint, *, frame: Frame, turn: int) -> None:
    first, _, second = period_name(point.period).partition(" (")[0].partition(" ")
    for row, text in enumerate((first[:14], second)):
        page.write_at(
            text,
            frame.x(turn) - 12,
            top=frame.top + HEIGHT_MM + 1.5 + 3.4 * row,
            width=24,
            size=7.5,
            ink=SOFT,
            align="C",
        )
