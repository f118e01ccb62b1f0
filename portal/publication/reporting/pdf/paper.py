"""The page: A4, one typeface, headings, paragraphs, tables and bars in the house's colours."""

from collections.abc import Iterable, Sequence
from typing import Any

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from portal.organisation.posters.typesetting import FAMILY, printable

Colour = tuple[int, int, int]
INK: Colour = (20, 33, 31)
SOFT: Colour = (65, 80, 78)
ACCENT: Colour = (0, 86, 91)
PALE: Colour = (226, 236, 235)
GRADE_COLOURS: dict[str, Colour] = {
    "A": (0, 105, 92),
    "B": (21, 101, 160),
    "C": (179, 89, 0),
    "D": (163, 32, 58),
}
MARGIN_MM = 20
BODY_POINTS = 10.5
LINE_MM = 5.4


class Paper(FPDF):
    """An A4 document whose footer names it on every page."""

    def __init__(self, *, title: str, footer: str) -> None:
        """Start an empty document; ``footer`` stands at the foot of each page."""
        super().__init__(unit="mm", format="A4")
        self._footer = printable(footer)
        self.set_title(printable(title))
        self.set_lang("id")
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=MARGIN_MM)
        self.set_text_color(*INK)

    def footer(self) -> None:
        """Write the footer; the library calls this for every page."""
        self.set_y(-14)
        self.set_font(FAMILY, "", 8)
        self.set_text_color(*SOFT)
        self.cell(0, 5, f"{self._footer} - {self.page_no()}", align="C")
        self.set_text_color(*INK)

    def heading(self, text: str, *, points: float = 14) -> None:
        """Write a heading that stays with what follows."""
        if self.get_y() > self.h - MARGIN_MM - 40:
            self.add_page()
        self.ln(3)
        self.set_font(FAMILY, "B", points)
        self.set_text_color(*ACCENT)
        self.multi_cell(0, points * 0.5, printable(text), new_x="LMARGIN", new_y="NEXT")
        self.set_text_color(*INK)
        self.ln(1.5)

    def paragraph(self, text: str, *, colour: Colour = INK) -> None:
        """Write running text."""
        self.set_font(FAMILY, "", BODY_POINTS)
        self.set_text_color(*colour)
        self.multi_cell(0, LINE_MM, printable(text), new_x="LMARGIN", new_y="NEXT")
        self.set_text_color(*INK)
        self.ln(1.5)

    def centred(self, text: str, *, points: float, bold: bool = False, ink: Colour = INK) -> None:
        """Write a centred line of any size."""
        self.set_font(FAMILY, "B" if bold else "", points)
        self.set_text_color(*ink)
        self.multi_cell(0, points * 0.45, printable(text), align="C", new_x="LMARGIN", new_y="NEXT")
        self.set_text_color(*INK)

    def rows(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[int]
    ) -> None:
        """Write a table with thin rules; its head is repeated on every page.

        :param widths: relative widths of the columns.
        """
        self.set_font(FAMILY, "", 9)
        settings: dict[str, Any] = {
            "col_widths": widths,
            "line_height": 5,
            "borders_layout": TableBordersLayout.HORIZONTAL_LINES,
            "headings_style": FontFace(emphasis="BOLD", color=ACCENT, fill_color=PALE),
            "text_align": "LEFT",
        }
        self.set_draw_color(*PALE)
        # Whatever a chart filled last would fill the cells.
        self.set_fill_color(255, 255, 255)
        with self.table(**settings) as table:
            for cells in (head, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(printable(cell))
        self.ln(3)
