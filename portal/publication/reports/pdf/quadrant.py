"""Elements as points: performance to the right, importance upwards, divided at their means."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.publication.reports import labels as words
from portal.publication.reports.content import Priority, Quadrant, number
from portal.publication.reports.pdf.page import ACCENT, INK, PALE, WHITE, Drawing, DrawnPage
from portal.survey.elements import ElementCodes

LEFT_MM, WIDTH_MM, HEIGHT_MM = 22, 130, 84
AXIS_MM = 6
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
class QuadrantScale:
    """Where a value lies between the ends of an axis, 0 to 1."""

    lowest: float
    highest: float

    def at(self, value: float) -> float:
        """Return the place of ``value``."""
        return (value - self.lowest) / (self.highest - self.lowest)


def scale_of(values: Sequence[float]) -> QuadrantScale:
    """Return an axis with room around ``values``, one or more."""
    lowest, highest = min(values), max(values)
    room = (highest - lowest) * CLEARANCE or 1.0
    return QuadrantScale(lowest - room, highest + room)


def quadrant(page: DrawnPage, points: Sequence[Priority], *, codes: ElementCodes) -> None:
    """Draw the chart; ``points`` are one or more."""
    drawing = Drawing(height=HEIGHT_MM + AXIS_MM)
    across = scale_of([float(each.performance) for each in points])
    upward = scale_of([float(each.importance) for each in points])
    middle_x = LEFT_MM + WIDTH_MM * across.at(_mean([float(each.performance) for each in points]))
    middle_y = HEIGHT_MM * (1 - upward.at(_mean([float(each.importance) for each in points])))
    _ground(drawing, middle=(middle_x, middle_y))
    for each in points:
        x = LEFT_MM + WIDTH_MM * across.at(float(each.performance))
        y = HEIGHT_MM * (1 - upward.at(float(each.importance)))
        drawing.dot((x, y), radius=RADIUS_MM, fill=ACCENT, colour=WHITE)
        code = codes.code(each.element)
        drawing.write(code, x + 1.8, top=y - 1.5, width=8, size=8.5, weight="bold", ink=INK)
    _axes(drawing, across=across, upward=upward)
    drawing.put(page)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _ground(drawing: Drawing, *, middle: tuple[float, float]) -> None:
    """Draw the four fields and their names; the field to improve first is tinted."""
    x, y = middle
    drawing.box(LEFT_MM, 0, width=x - LEFT_MM, height=y, fill=PALE)
    drawing.frame(LEFT_MM, 0, width=WIDTH_MM, height=HEIGHT_MM)
    drawing.line((x, 0), (x, HEIGHT_MM))
    drawing.line((LEFT_MM, y), (LEFT_MM + WIDTH_MM, y))
    for name, column, row in CORNERS:
        drawing.write(
            words.QUADRANTS[name], LEFT_MM + 2, top=HEIGHT_MM - 5 if row else 2,
            width=WIDTH_MM - 4, size=8, align="right" if column else "left",
        )  # fmt: skip


def _axes(drawing: Drawing, *, across: QuadrantScale, upward: QuadrantScale) -> None:
    for text, align in (
        (_end(across.lowest), "left"),
        ("Kinerja (25-100)", "center"),
        (_end(across.highest), "right"),
    ):
        drawing.write(text, LEFT_MM, top=HEIGHT_MM + 2, width=WIDTH_MM, size=8, align=align)
    for text, height in (
        (f"{_end(upward.highest)}%", 0.5),
        ("Kepentingan", HEIGHT_MM / 2),
        (f"{_end(upward.lowest)}%", HEIGHT_MM - 4),
    ):
        drawing.write(text, 0, top=height, width=20, size=8, align="right")


def _end(value: float) -> str:
    return number(round(value))
