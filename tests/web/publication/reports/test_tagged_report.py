"""The report can be read aloud: it has a language, headings, tables and words for its code."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from sqlalchemy.orm import Session

from portal.organisation.places.printing import shown
from portal.publication.reports.content import Report
from portal.publication.reports.pdf.drawing import report_pdf
from portal.publication.reports.printing import printed
from tests.factories.organisation import make_agency
from tests.factories.reports import make_profile, make_ratings, make_reasons, report_of
from tests.tagged import structure
from tests.unit.survey.worked_case import WORKED_CASE

WORKED = {element: counts.answers for element, counts in WORKED_CASE.items()}


@pytest.fixture
def report(session: Session) -> Report:
    agency = make_agency(session, name="Dinas Uji Coba")
    make_ratings(session, agency, counts=WORKED, channel="paper")
    make_profile(session, agency, sex={"female": 100, "male": 80})
    make_reasons(session, agency, time=60, facilities=30, cost=10)
    return report_of(session)


def test_says_its_language_title_and_that_it_is_tagged(report: Report) -> None:
    document = pikepdf.open(BytesIO(report_pdf(report)))

    assert document.Root["/Lang"] == "id"
    assert document.Root["/MarkInfo"]["/Marked"]
    assert document.Root["/ViewerPreferences"]["/DisplayDocTitle"]
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert "Dinas Uji Coba" in metadata["dc:title"]


def test_chapters_are_headings_and_tables_have_heads(report: Report) -> None:
    kinds = [kind for kind, _ in structure(report_pdf(report))]

    # Seven chapters, the annex and the sheet.
    assert kinds.count("/H1") == 9
    assert kinds.count("/H2") >= 5
    assert kinds.count("/Table") >= 3
    assert kinds.count("/TH") >= 3 * kinds.count("/Table") - 3
    assert kinds.count("/TD") > kinds.count("/TH")


def test_the_code_of_the_sheet_is_told_in_words(report: Report) -> None:
    figures = [words for kind, words in structure(report_pdf(report)) if kind == "/Figure"]

    assert figures == ["Kode QR: https://suara.kota.test/agencies/dukcapil"]


@pytest.mark.parametrize(
    "name",
    ["Ni Luh Śrī Ḍyah", "Saʼadah Nūr ‘Aini", "I Gusti Ngurah Å. Ŋurah", "R.M. Ǎn Ầm", "Ketut–Ayu"],
)
def test_a_name_in_latin_letters_is_printed_as_it_is(report: Report, name: str) -> None:
    place = replace(report.place, agency_name=name)

    document = pypdfium2.PdfDocument(report_pdf(replace(report, place=place)))
    cover = document[0].get_textpage().get_text_range()
    document.close()

    assert name in cover


def test_what_the_font_has_not_is_a_question_mark_and_what_nobody_sees_is_left_out() -> None:
    assert shown("Dinas 市\u202e 😀\nKota") == "Dinas ? ?\nKota"


def test_the_program_of_its_own_draws_within_its_bounds(report: Report) -> None:
    assert printed(report) == report_pdf(report)
