"""Visit tickets on paper: A4 sheets of 24, each with its QR and its code to type."""

import io
from collections.abc import Iterator, Sequence
from datetime import date

import segno
from fpdf import FPDF

from portal.rating.tickets.handing_over import COLUMNS, PER_PAGE, TicketPaper, ticket_url
from portal.storage.texts.cleaning import in_groups

# A4 of 210 x 297 mm; 70 x 37.125 mm a ticket, the usual sheet of 24 labels.
WIDTH_MM, HEIGHT_MM = 70.0, 37.125
MARGIN_MM = 4.0
# The text around fills the quiet zone of four modules that a reader needs with white paper.
QR_MM = 27.0
# Two groups of the code a line, and as much of a place's name as fits on two lines.
TYPED_LINE = 9
LONGEST_PLACE = 48
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def tickets_pdf(codes: Sequence[str], paper: TicketPaper) -> Iterator[int | bytes]:
    """Draw the sheets: give the number of tickets drawn after each page, and the PDF at last."""
    pdf = FPDF(unit="mm", format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(f"Tiket kunjungan - {_latin(paper.place)}")
    for start in range(0, len(codes), PER_PAGE):
        pdf.add_page()
        page = codes[start : start + PER_PAGE]
        for position, code in enumerate(page):
            _draw(pdf, code, position=position, paper=paper)
        yield start + len(page)
    yield bytes(pdf.output())


def _draw(pdf: FPDF, code: str, *, position: int, paper: TicketPaper) -> None:
    row, column = divmod(position, COLUMNS)
    left, top = column * WIDTH_MM, row * HEIGHT_MM
    pdf.set_draw_color(190)
    pdf.rect(left, top, WIDTH_MM, HEIGHT_MM)
    _draw_qr(pdf, ticket_url(paper.address, code), x=left + MARGIN_MM, y=top + MARGIN_MM)
    pdf.set_xy(left + MARGIN_MM + QR_MM + 1, top + MARGIN_MM)
    _draw_words(pdf, code, paper=paper)


def _draw_qr(pdf: FPDF, text: str, *, x: float, y: float) -> None:
    image = io.BytesIO()
    segno.make(text, error="m", micro=False).save(image, kind="png", scale=8, border=2)
    pdf.image(image, x=x, y=y, w=QR_MM, h=QR_MM)


def _draw_words(pdf: FPDF, code: str, *, paper: TicketPaper) -> None:
    width = WIDTH_MM - QR_MM - 2 * MARGIN_MM - 1
    city, groups = _latin(paper.city), in_groups(code)
    first, second = groups[:TYPED_LINE], groups[TYPED_LINE + 1 :]
    lines = [
        ("B", 8, 3.4, f"CONTOH {city}" if paper.is_sample else city),
        ("", 7, 3, _latin(paper.place)[:LONGEST_PLACE]),
        ("", 6.5, 3, "Nilai pelayanan, tanpa nama / Rate the service, anonymously"),
        ("B", 11, 4.4, f"{first}\n{second}"),
        ("", 6, 2.8, f"{_short(paper.address)}/t/"),
        ("", 6, 2.8, f"sampai {_day(paper.expires_on)}"),
    ]
    left = pdf.get_x()
    for style, size, height, text in lines:
        pdf.set_x(left)
        pdf.set_font("Helvetica", style, size)
        pdf.multi_cell(width, height, text, align="L", new_x="LEFT", new_y="NEXT")


def _latin(text: str) -> str:
    """Return ``text`` in the characters of the built-in font."""
    return text.encode("latin-1", "replace").decode("latin-1")


def _short(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
