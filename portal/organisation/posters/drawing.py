"""Draws posters as a print-ready PDF, one desk a page, nothing near an edge that may be cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import segno
from fpdf import FPDF

from portal.organisation.places.printing import printable
from portal.organisation.posters.sheet import PosterSheet
from portal.organisation.posters.typesetting import FAMILY, Block
from portal.web.colours import print_colour

ERROR_CORRECTION = "q"
# Neighbouring modules overlap by a hair, or some readers show seams between them.
OVERLAP_MM = 0.02
ACCENT = print_colour("accent")
SOFT = print_colour("ink-soft")
WARN = print_colour("warn")
QUESTION = "Bagaimana layanan di loket ini?"
INVITATION = "Pindai dan beri nilai: anonim, kurang dari satu menit."
ENGLISH = "How was the service here? Scan to rate it: anonymous, under a minute."
TYPE_IT = "Tanpa pindai, ketik alamat ini:"
NOT_TO_PUT_UP = "Hanya untuk uji coba, jangan dipasang."


class Paper(StrEnum):
    """The sizes posters are printed in."""

    A5 = "a5"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Layout:
    """Lengths of a page; ``scale`` is that of type, 1 on A5."""

    width_mm: float
    height_mm: float
    margin_mm: float
    qr_mm: float
    scale: float

    @property
    def text_mm(self) -> float:
        """The width of the text."""
        return self.width_mm - 2 * self.margin_mm


LAYOUTS = {
    Paper.A5: Layout(width_mm=148, height_mm=210, margin_mm=14, qr_mm=70, scale=1),
    Paper.A4: Layout(width_mm=210, height_mm=297, margin_mm=20, qr_mm=102, scale=1.4),
}


def poster_pdf(sheets: Sequence[PosterSheet], *, paper: Paper) -> bytes:
    """Return a PDF with a page for each of ``sheets``.

    The QR has error correction Q, is drawn as vectors and measures 70 mm (A5) or 102 mm (A4)
    without its quiet zone. Nothing is printed within 14 mm (20 mm) of an edge.

    :raises UnprintableText: when a name holds letters the font has not.
    """
    layout = LAYOUTS[paper]
    pdf = FPDF(unit="mm", format=(layout.width_mm, layout.height_mm))
    pdf.set_title("Suara Loket")
    pdf.set_lang("id")
    pdf.set_margins(layout.margin_mm, layout.margin_mm)
    pdf.c_margin = 0
    pdf.set_auto_page_break(auto=False)
    for sheet in sheets:
        pdf.add_page()
        _draw(pdf, sheet, layout=layout)
    return bytes(pdf.output())


def _draw(pdf: FPDF, sheet: PosterSheet, *, layout: Layout) -> None:
    if sheet.warning:
        _warning(pdf, sheet.warning, layout=layout)
    small = Block(11 * layout.scale, 8, lines=2, ink=SOFT)
    for text in filter(None, (sheet.city, sheet.agency, sheet.unit)):
        small.set(pdf, text, width_mm=layout.text_mm)
    pdf.ln(2 * layout.scale)
    name = Block(30 * layout.scale, 11, lines=2, style="B", ink=ACCENT)
    name.set(pdf, sheet.desk, width_mm=layout.text_mm)
    pdf.ln(2.5 * layout.scale)
    question = Block(16 * layout.scale, 10, lines=1, style="B")
    question.set(pdf, QUESTION, width_mm=layout.text_mm)
    plain = Block(12 * layout.scale, 9, lines=2)
    plain.set(pdf, INVITATION, width_mm=layout.text_mm)
    Block(10.5 * layout.scale, 8, lines=1, style="I", ink=SOFT).set(
        pdf, ENGLISH, width_mm=layout.text_mm
    )
    _code_and_address(pdf, sheet, layout=layout)


def _code_and_address(pdf: FPDF, sheet: PosterSheet, *, layout: Layout) -> None:
    """Draw the QR at the foot of the page, and the address in type below it."""
    footer_mm = 20 * layout.scale
    top = layout.height_mm - layout.margin_mm - footer_mm - layout.qr_mm
    draw_qr(pdf, sheet.url, left=(layout.width_mm - layout.qr_mm) / 2, top=top, size=layout.qr_mm)
    pdf.set_y(top + layout.qr_mm + 4 * layout.scale)
    Block(9 * layout.scale, 8, lines=1, ink=SOFT).set(pdf, TYPE_IT, width_mm=layout.text_mm)
    address = Block(15 * layout.scale, 7, lines=1, style="B")
    address.set(pdf, sheet.typed_address, width_mm=layout.text_mm)
    Block(8 * layout.scale, 7, lines=1, ink=SOFT).set(pdf, sheet.desk_code, width_mm=layout.text_mm)


def _warning(pdf: FPDF, text: str, *, layout: Layout) -> None:
    """Say in large letters that the poster must not be put up."""
    size = 34 * layout.scale
    pdf.set_font(FAMILY, "B", size)
    pdf.set_text_color(*WARN)
    pdf.cell(
        layout.text_mm, 13 * layout.scale, printable(text), align="C", new_x="LMARGIN", new_y="NEXT"
    )
    Block(9 * layout.scale, 8, lines=1, ink=WARN).set(pdf, NOT_TO_PUT_UP, width_mm=layout.text_mm)
    pdf.ln(2 * layout.scale)


def draw_qr(pdf: FPDF, content: str, *, left: float, top: float, size: float) -> None:
    """Draw a QR code as vectors, ``size`` mm wide without its quiet zone."""
    code = segno.make_qr(content, error=ERROR_CORRECTION)
    modules = len(code.matrix)
    step = size / modules
    pdf.set_fill_color(0, 0, 0)
    for row, (start, length) in _dark_runs(code.matrix):
        pdf.rect(
            left + start * step,
            top + row * step,
            length * step + OVERLAP_MM,
            step + OVERLAP_MM,
            style="F",
        )


def _dark_runs(matrix: Sequence[bytearray]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Return each row's runs of dark modules as start and length."""
    for row, modules in enumerate(matrix):
        start = 0
        while start < len(modules):
            length = 0
            while start + length < len(modules) and modules[start + length]:
                length += 1
            if length:
                yield row, (start, length)
            start += max(1, length)
