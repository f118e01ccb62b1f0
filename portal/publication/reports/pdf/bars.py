"""Horizontal bars with a label before and a value behind each."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.publication.reports.pdf.page import ACCENT, MARGIN_MM, PALE, SOFT, TEXT_MM, Colour, Page

LABEL_MM, VALUE_MM, GAP_MM = 68, 25, 3
BAR_MM = TEXT_MM - LABEL_MM - VALUE_MM - 2 * GAP_MM
ROW_MM, THICK_MM = 6.4, 4
POINTS = 8.5


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: how long it is (0 to 1, None draws none), its label, and what stands behind it."""

    label: str
    share: float | None
    value: str
    colour: Colour = ACCENT


def bars(page: Page, rows: Sequence[Bar]) -> None:
    """Draw bars on a common scale, kept together when they fit on a page."""
    page.need(min(len(rows), 20) * ROW_MM + 2)
    for row in rows:
        top = row_top(page, row.label, value=row.value)
        left = MARGIN_MM + LABEL_MM + GAP_MM
        page.box(left, top, width=BAR_MM, height=THICK_MM, fill=PALE)
        if row.share is not None:
            length = BAR_MM * min(1.0, max(0.0, row.share))
            page.box(left, top, width=length, height=THICK_MM, fill=row.colour)
    page.ln(2)


def row_top(page: Page, label: str, *, value: str) -> float:
    """Write a row's label and value, move the pen to the next row, and return the row's top."""
    page.need(ROW_MM)
    top = float(page.get_y())
    text = page.cut(label, LABEL_MM, size=POINTS)
    page.write_at(text, MARGIN_MM, top=top + 0.2, width=LABEL_MM, size=POINTS)
    behind = MARGIN_MM + TEXT_MM - VALUE_MM
    page.write_at(value, behind, top=top + 0.2, width=VALUE_MM, size=POINTS, ink=SOFT)
    page.set_xy(MARGIN_MM, top + ROW_MM)
    return top
