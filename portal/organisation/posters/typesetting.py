"""Lines of text on a page, as large as they fit."""

from dataclasses import dataclass
from typing import Any

from fpdf import FPDF

from portal.organisation.places.printing import printable

FAMILY = "Helvetica"
_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text within a width: at most ``lines``, as large as they fit, in points."""

    largest: float
    smallest: float
    lines: int
    style: str = ""
    ink: tuple[int, int, int] = (20, 33, 31)
    leading: float = 1.15

    def set(self, pdf: FPDF, text: str, *, width_mm: float) -> None:
        """Write ``text`` centred at the pen's height and move the pen below it."""
        shown = printable(text)
        size = self._size(pdf, shown, width_mm=width_mm)
        pdf.set_font(FAMILY, self.style, size)
        pdf.set_text_color(*self.ink)
        pdf.multi_cell(
            width_mm,
            size * self.leading * _MM_PER_POINT,
            shown,
            align="C",
            new_x="LMARGIN",
            new_y="NEXT",
        )

    def _size(self, pdf: FPDF, text: str, *, width_mm: float) -> float:
        size = self.largest
        while size > self.smallest:
            pdf.set_font(FAMILY, self.style, size)
            lines: Any = pdf.multi_cell(width_mm, 1, text, dry_run=True, output="LINES")
            if len(lines) <= self.lines:
                break
            size = max(self.smallest, size - 1)
        return size
