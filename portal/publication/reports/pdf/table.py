"""Tables with thin rules, whose head is repeated on every page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from portal.organisation.posters.typesetting import FAMILY
from portal.publication.reports.pdf.page import (
    ACCENT,
    INK,
    MARGIN_MM,
    PALE,
    RULE,
    TEXT_MM,
    Page,
    shown,
)

POINTS = 9


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its share of the width, and whether it holds numbers."""

    title: str
    width: float
    is_number: bool = False


def table(page: Page, columns: Sequence[Column], *, rows: Iterable[Sequence[str]]) -> None:
    """Write a table between the margins."""
    page.set_x(MARGIN_MM)
    page.set_font(FAMILY, "", POINTS)
    page.set_text_color(*INK)
    page.set_draw_color(*RULE)
    page.set_line_width(0.2)
    page.set_fill_color(255, 255, 255)
    settings: dict[str, Any] = {
        "width": TEXT_MM,
        "col_widths": tuple(column.width for column in columns),
        "line_height": 4.6,
        "padding": (0.9, 1.4),
        "borders_layout": TableBordersLayout.HORIZONTAL_LINES,
        "headings_style": FontFace(emphasis="BOLD", color=ACCENT, fill_color=PALE),
        "text_align": tuple("RIGHT" if column.is_number else "LEFT" for column in columns),
    }
    with page.table(**settings) as drawn:
        for cells in ([column.title for column in columns], *rows):
            row = drawn.row()
            for cell in cells:
                row.cell(shown(cell))
    page.ln(2.5)
