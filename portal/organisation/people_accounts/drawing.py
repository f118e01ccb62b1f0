"""Draws letters with one-time links, one person a page, to be cut or folded and handed over."""

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf import FPDF

from portal.accounts.staff.staff_numbers import in_groups
from portal.organisation.places.printing import UnprintableText, printable
from portal.organisation.posters.drawing import draw_qr

FAMILY = "Helvetica"
MARGIN_MM = 25.0
QR_MM = 55.0
# A folded A4 sheet shows nothing of its lower half, where the link is.
FOLD_MM = 130.0
TITLE = "Akun Suara Loket Anda"
HELLO = "Kepada {name}"
FIRST = (
    "Akun Suara Loket dibuat untuk Anda. Di sana Anda mengisi rencana dan kegiatan kerja Anda "
    "dan membaca hasil penilaian Anda sendiri."
)
STEPS = (
    "1. Pindai kode di bawah, atau ketik alamatnya di peramban.\n"
    "2. Pilih kata sandi yang hanya Anda ketahui.\n"
    "3. Masuk dengan NIP Anda: {number}"
)
ENGLISH = "Scan the code or type the address, choose a password, then sign in with your number."
LAST = (
    "Berlaku sampai {day} dan hanya sekali. Siapa pun yang memegang surat ini dapat memakainya: "
    "jangan difoto atau diteruskan. Hilang atau sudah lewat? Minta surat baru kepada pengelola "
    "portal."
)


@dataclass(frozen=True, slots=True)
class LinkLetter:
    """What stands in one letter.

    :ivar number: the staff number, in its normal form.
    :ivar day: the last day of the link, as it is printed.
    """

    name: str
    number: str
    place: str
    url: str
    day: str


def letters_pdf(letters: Sequence[LinkLetter], *, city: str) -> bytes:
    """Return a PDF of A4 pages, one letter each; letters that the font has not become ``?``."""
    pdf = FPDF(unit="mm", format="A4")
    pdf.set_title("Suara Loket")
    pdf.set_lang("id")
    pdf.set_margins(MARGIN_MM, MARGIN_MM)
    pdf.set_auto_page_break(auto=False)
    for letter in letters:
        pdf.add_page()
        _draw(pdf, letter, city=city)
    return bytes(pdf.output())


def _draw(pdf: FPDF, letter: LinkLetter, *, city: str) -> None:
    _lines(pdf, city, size=10)
    _lines(pdf, letter.place, size=10)
    pdf.ln(6)
    _lines(pdf, TITLE, size=16, style="B")
    pdf.ln(4)
    _lines(pdf, HELLO.format(name=letter.name), size=12, style="B")
    pdf.ln(2)
    _lines(pdf, FIRST, size=11)
    pdf.ln(2)
    _lines(pdf, STEPS.format(number=in_groups(letter.number)), size=11)
    pdf.ln(1)
    _lines(pdf, ENGLISH, size=9, style="I")
    pdf.set_y(max(pdf.get_y() + 6, FOLD_MM))
    draw_qr(pdf, letter.url, left=MARGIN_MM, top=pdf.get_y(), size=QR_MM)
    pdf.set_y(pdf.get_y() + QR_MM + 6)
    _lines(pdf, letter.url, size=11, style="B")
    pdf.ln(3)
    _lines(pdf, LAST.format(day=letter.day), size=10)


def _lines(pdf: FPDF, text: str, *, size: int, style: str = "") -> None:
    pdf.set_font(FAMILY, style, size)
    pdf.multi_cell(0, size * 0.5, _shown(text), align="L", new_x="LMARGIN", new_y="NEXT")


def _shown(text: str) -> str:
    try:
        return printable(text)
    except UnprintableText as error:
        return printable("".join("?" if each in error.characters else each for each in text))
