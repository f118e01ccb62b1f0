"""Draws the certificate of an award: name, scheme, year, number, and the way to check it."""

from dataclasses import dataclass
from pathlib import Path

from portal.organisation.posters.typesetting import code_drawing, typeset

LOOK = Path(__file__).with_name("certificate.typ")
DEMONSTRATION = "DATA CONTOH"


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """What stands on a certificate.

    :ivar address: of the check page, with the code.
    :ivar is_demo: whether everything on it is made up.
    """

    city: str
    name: str
    scheme: str
    year: int
    number: str
    address: str
    is_demo: bool


def certificate_pdf(sheet: CertificateSheet) -> bytes:
    """Return the certificate as a PDF of one page, tagged and in Indonesian.

    Letters that the font has not become question marks.
    """
    content = {
        "title": f"Piagam {sheet.scheme} {sheet.year}",
        "heading": "Piagam Penghargaan",
        "warning": DEMONSTRATION if sheet.is_demo else "",
        "city": sheet.city,
        "to": "diberikan kepada",
        "name": sheet.name,
        "sentence": f"sebagai penerima {sheet.scheme} tahun {sheet.year}",
        "number": f"Nomor {sheet.number}",
        "check": "Piagam ini dapat diperiksa. Pindai kode di samping, atau buka:",
        "code": code_drawing(sheet.address),
        "address": sheet.address,
    }
    return typeset(LOOK, content)
