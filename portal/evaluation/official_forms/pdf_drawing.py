"""Sheets of official forms as one PDF: each on pages of its own, tagged, in Indonesian."""

from pathlib import Path
from typing import Any

from portal.evaluation.official_forms.curve import MARKS
from portal.evaluation.official_forms.pdf_blocks import sheet_blocks
from portal.evaluation.official_forms.wanted import FormsToPrint
from portal.organisation.posters.typesetting import typeset

LOOK = Path(__file__).with_name("forms.typ")
# Official forms have no colours of the city: black on white, heads in grey.
SHADES = {"ink": "#000000", "pale": "#e7e7e7", "mark": "#000000", "white": "#ffffff"}
DEMONSTRATION = "DATA CONTOH - semua nama dan angka di sini rekaan"


def forms_pdf(forms: FormsToPrint) -> bytes:
    """Return the forms as PDF bytes, the same for the same forms.

    Its title names the kind of form, nobody's name. Letters of other scripts than the Latin are
    printed as question marks.
    """
    return typeset(LOOK, _content(forms))


def _content(forms: FormsToPrint) -> dict[str, Any]:
    return {
        "title": forms.title,
        "author": forms.institution,
        "day": [forms.day.year, forms.day.month, forms.day.day],
        "demonstration": DEMONSTRATION if forms.is_demo else "",
        "made": forms.made,
        "colours": SHADES,
        "marks": list(MARKS),
        "sheets": [sheet_blocks(each) for each in forms.sheets],
    }
