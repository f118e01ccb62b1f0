"""The report as a Word document holds the words and numbers of the PDF, to be edited."""

import io

import pytest
from docx import Document
from flask import Flask
from sqlalchemy.orm import Session

from portal.publication.reports.content import Report
from portal.publication.reports.pdf.drawing import content
from portal.publication.reports.pdf.word import WRITERS, report_document
from portal.publication.reports.printing import WORD_PROGRAM, printed
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_agency
from tests.factories.reports import make_profile, make_ratings, make_reasons, report_of
from tests.staff import signed_in
from tests.unit.survey.worked_case import WORKED_CASE

WORKED = {element: counts.answers for element, counts in WORKED_CASE.items()}
SHORT_NAME = "Dinas Uji\x0b Coba"


@pytest.fixture
def report(session: Session) -> Report:
    agency = make_agency(session, name=SHORT_NAME)
    make_ratings(session, agency, counts=WORKED, channel="paper")
    make_profile(session, agency, sex={"female": 100, "male": 80})
    make_reasons(session, agency, time=60, facilities=30, cost=10)
    return report_of(session)


def everything(body: bytes) -> list[str]:
    """Return the texts of paragraphs and cells."""
    document = Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(each.text for each in document.paragraphs), *cells]


def test_says_the_result_of_the_published_case(report: Report) -> None:
    said = everything(report_document(report))

    assert {"87,64", "B - Baik", "Dinas Uji Coba"} <= set(said)
    assert "1: 0%; 2: 0%; 3: 63,1%; 4: 36,9%" in said


def test_holds_every_chapter_and_table_of_the_pdf(report: Report) -> None:
    blocks = content(report)["blocks"]
    document = Document(io.BytesIO(report_document(report)))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]

    assert [each["text"] for each in blocks if each["kind"] == "chapter"] == headings[:-1]
    for block in blocks:
        assert block["kind"] in {*WRITERS, "legend", "drawing"}
        if block["kind"] == "table":
            assert block["titles"] in heads


def test_every_head_is_repeated_and_the_language_is_indonesian(report: Report) -> None:
    document = Document(io.BytesIO(report_document(report)))
    heads = document.element.xpath("//w:tblHeader")

    assert len(heads) == sum(each["kind"] == "table" for each in content(report)["blocks"])
    assert document.core_properties.language == "id-ID"
    assert document.styles["Normal"].element.xpath(".//w:lang/@w:val") == ["id-ID"]


def test_names_the_last_day_and_nobody_who_wrote_it(report: Report) -> None:
    properties = Document(io.BytesIO(report_document(report))).core_properties

    assert (properties.author, properties.last_modified_by) == ("Kota Uji", "")
    assert properties.modified.date() == report.span.last_day


def test_made_up_data_says_so_on_every_page(report: Report) -> None:
    from dataclasses import replace

    document = Document(io.BytesIO(report_document(replace(report, is_demo=True))))

    assert document.sections[0].header.paragraphs[0].text.startswith("DATA CONTOH")


def test_a_program_of_its_own_writes_the_same_words(report: Report) -> None:
    assert everything(printed(report, program=WORD_PROGRAM)) == everything(report_document(report))


def test_the_annex_asks_as_citizens_are_asked_whatever_language_is_read(app: Flask) -> None:
    with app.app_context():
        agency = make_agency(db.session())
        make_ratings(db.session(), agency, counts=WORKED, period="2025-11")
        number = agency.id
        db.session.remove()
    client = signed_in(app, Role.AGENCY_HEAD, agency_id=number).client

    answer = client.get("/admin/reports/agencies/dukcapil/2025.docx?lang=en")

    assert answer.status_code == 200
    assert answer.mimetype.endswith("wordprocessingml.document")
    said = everything(answer.data)
    assert "Seberapa cepat urusan Anda selesai?" in said
    assert "1  Tidak cepat\n2  Kurang cepat\n3  Cepat\n4  Sangat cepat" in said
