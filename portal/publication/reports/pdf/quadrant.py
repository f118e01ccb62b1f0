"""Elements as points: performance to the right, importance upwards, divided at their means."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.publication.reports import labels as words
from portal.publication.reports.content import Priority, Quadrant
from portal.publication.reports.numerals import number
from portal.publication.reports.pdf.page import (
    ACCENT,
    INK,
    MARGIN_MM,
    PALE,
    RULE,
    SOFT,
    WHITE,
    Page,
)
from portal.survey.elements import DEFAULT_CODES

LEFT_MM, WIDTH_MM, HEIGHT_MM = MARGIN_MM + 22, 130, 84
RADIUS_MM = 1.3
# Points stay clear of the frame by this share of their range.
CLEARANCE = 0.18
CORNERS = (
    (Quadrant.IMPROVE_FIRST, 0, 0),
    (Quadrant.KEEP_UP, 1, 0),
    (Quadrant.IMPROVE_LATER, 0, 1),
    (Quadrant.MAINTAIN, 1, 1),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a value lies between the ends of an axis, 0 to 1."""

    lowest: float
    highest: float

    def at(self, value: float) -> float:
        """Return the place of ``value``."""
        return (value - self.lowest) / (self.highest - self.lowest)


def scale_of(values: Sequence[float]) -> Scale:
    """Return an axis with room around ``values``, one or more."""
    lowest, highest = min(values), max(values)
    room = (highest - lowest) * CLEARANCE or 1.0
    return Scale(lowest - room, highest + room)


def quadrant(page: Page, points: Sequence[Priority]) -> None:
    """Draw the chart; ``points`` are one or more."""
    top = float(page.get_y())
    across = scale_of([float(each.performance) for each in points])
    upward = scale_of([float(each.importance) for each in points])
    middle_x = LEFT_MM + WIDTH_MM * across.at(_mean([float(each.performance) for each in points]))
    middle_y = top + HEIGHT_MM * (1 - upward.at(_mean([float(each.importance) for each in points])))
    _ground(page, top=top, middle=(middle_x, middle_y))
    for each in points:
        _point(
            page,
            each,
            x=LEFT_MM + WIDTH_MM * across.at(float(each.performance)),
            y=top + HEIGHT_MM * (1 - upward.at(float(each.importance))),
        )
    _axes(page, top=top, across=across, upward=upward)
    page.set_xy(MARGIN_MM, top + HEIGHT_MM + 12)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _ground(page: Page, *, top: float, middle: tuple[float, float]) -> None:
    """Draw the four fields and their names; the field to improve first is tinted."""
    x, y = middle
    page.box(LEFT_MM, top, width=x - LEFT_MM, height=y - top, fill=PALE)
    page.set_draw_color(*RULE)
    page.set_line_width(0.25)
    page.rect(LEFT_MM, top, WIDTH_MM, HEIGHT_MM)
    page.line(x, top, x, top + HEIGHT_MM)
    page.line(LEFT_MM, y, LEFT_MM + WIDTH_MM, y)
    for name, column, row in CORNERS:
        page.write_at(
            words.QUADRANTS[name],
            LEFT_MM + 2,
            top=top + (HEIGHT_MM - 5 if row else 1.5),
            width=WIDTH_MM - 4,
            size=8,
            style="I",
            ink=SOFT,
            align="R" if column else "L",
        )


def _point(page: Page, each: Priority, *, x: float, y: float) -> None:
    page.set_fill_color(*ACCENT)
    page.set_draw_color(*WHITE)
    page.ellipse(x - RADIUS_MM, y - RADIUS_MM, 2 * RADIUS_MM, 2 * RADIUS_MM, style="FD")
    page.write_at(
        DEFAULT_CODES[each.element], x + 1.8, top=y - 1.7, width=8, size=8.5, style="B", ink=INK
    )


def _axes(page: Page, *, top: float, across: Scale, upward: Scale) -> None:
    below, foot = top + HEIGHT_MM + 1, top + HEIGHT_MM - 4
    for text, align in (
        (_end(across.lowest), "L"),
        ("Kinerja (25-100)", "C"),
        (_end(across.highest), "R"),
    ):
        page.write_at(text, LEFT_MM, top=below, width=WIDTH_MM, size=8, ink=SOFT, align=align)
    for text, height in (
        (f"{_end(upward.highest)}%", top),
        ("Kepentingan", top + HEIGHT_MM / 2),
        (f"{_end(upward.lowest)}%", foot),
    ):
        beside = LEFT_MM - 22
        page.write_at(text, beside, top=height, width=20, size=8, ink=SOFT, align="R")


def _end(value: float) -> str:
    return number(round(value))
