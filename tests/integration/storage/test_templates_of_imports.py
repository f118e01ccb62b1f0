"""Whoever begins with the empty workbook of an import, and types its examples, is understood."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from portal.evaluation.training import catalogue_service
from portal.organisation.importing.service import ORGANISATION_COLUMNS, read_organisation_file
from portal.organisation.people_accounts import mail_rows
from portal.organisation.people_pages import import_rows, results_rows
from portal.organisation.records import columns as organisation_columns
from portal.rating.paper import domain as paper
from portal.rating.paper.reading import ImportPaper
from portal.rating.paper.service import preview_paper
from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.table import Columns, ExplainedColumn, RowFault
from portal.storage.spreadsheets.templates import template
from tests.factories.ratings import make_small_city
from tests.integration.rating.paper.test_paper_import import TODAY

Explained = Mapping[str, ExplainedColumn]
PAPER_COLUMNS = Columns(paper.COLUMNS, marks=paper.CODES, meanings=paper.MEANINGS)


@dataclass(frozen=True)
class Import:
    """An import: what its template says, its columns, and what it finds wrong with a file."""

    explained: Explained
    columns: Columns
    faults: Callable[[Session, bytes], Sequence[RowFault]]


def paper_faults(session: Session, content: bytes) -> Sequence[RowFault]:
    make_small_city(session)
    command = ImportPaper("dukcapil", paper.paper_period("2026-Q1"), content)
    assert preview_paper(session, command, today=TODAY).respondents == 1
    return ()


IMPORTS = {
    "organisation": Import(
        organisation_columns.EXPLAINED,
        ORGANISATION_COLUMNS,
        lambda _, content: read_organisation_file(content).faults,
    ),
    "paper": Import(paper.EXPLAINED, PAPER_COLUMNS, paper_faults),
    "people": Import(
        import_rows.EXPLAINED,
        import_rows.COLUMNS,
        lambda _, content: import_rows.read_staff_file(content).faults,
    ),
    "indicators": Import(
        results_rows.EXPLAINED,
        results_rows.COLUMNS,
        lambda _, content: results_rows.read_indicator_file(content).faults,
    ),
    "mail": Import(
        mail_rows.EXPLAINED,
        mail_rows.COLUMNS,
        lambda _, content: mail_rows.read_mail_file(content).faults,
    ),
    "training": Import(
        catalogue_service.EXPLAINED,
        catalogue_service.CATALOGUE,
        lambda session, content: catalogue_service.read_catalogue(session, content).faults,
    ),
}
# A row of the organisation says one thing only; the examples say several.
ROWS = {
    "organisation": [
        {"JENIS": "instansi", "KODE": "rsud", "NAMA": "RSUD", "KATEGORI": "Rumah Sakit"},
        {
            "JENIS": "layanan",
            "KODE": "ktp-el",
            "NAMA": "KTP-el",
            "KODE INSTANSI": "dukcapil",
            "UNSUR TIDAK DITANYAKAN": "biaya sarana",
        },
        {"JENIS": "penempatan", "NIP PETUGAS": "1001", "KODE LOKET": "a-1", "MULAI": "2/11/2026"},
    ]
}


def rows_of(name: str) -> Sequence[Mapping[str, str]]:
    explained = IMPORTS[name].explained
    examples = {heading: column.example for heading, column in explained.items()}
    return ROWS.get(name, [examples])


def typed_in(explained: Explained, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the template with rows typed below its headings, as a spreadsheet program saves it."""
    book = load_workbook(io.BytesIO(template(tuple(explained), explained=explained)))
    for row in rows:
        book.active.append([row.get(heading) or None for heading in explained])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("name", IMPORTS)
def test_every_heading_of_a_template_is_known_and_found_below_its_notes(name: str) -> None:
    one = IMPORTS[name]

    table = extract(template(tuple(one.explained), explained=one.explained), one.columns)

    assert [column.heading for column in table.columns] == list(one.explained)
    assert all(column.meaning for column in table.columns)
    assert {*one.columns.required} <= {*table.meanings}
    assert (table.heading_line, len(table.rows), table.faults) == (3, 0, ())


@pytest.mark.parametrize("name", IMPORTS)
def test_what_a_template_gives_as_examples_is_taken(name: str, session: Session) -> None:
    one = IMPORTS[name]

    assert list(one.faults(session, typed_in(one.explained, rows_of(name)))) == []


@pytest.mark.parametrize("name", IMPORTS)
def test_notes_are_never_read_as_answers(name: str) -> None:
    one = IMPORTS[name]

    table = extract(typed_in(one.explained, rows_of(name)), one.columns)

    assert [row.line for row in table.rows] == [4 + number for number in range(len(rows_of(name)))]


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        ("sex", "P", "female"),
        ("sex", "Laki-laki", "male"),
        ("age", "17", "to_17"),
        ("age", "18", "18_to_25"),
        ("age", "25", "18_to_25"),
        ("age", "26", "26_to_35"),
        ("age", "55", "46_to_55"),
        ("age", "56", "from_56"),
        ("age", "0", "0"),
        ("age", "121", "121"),
        ("age", "36_to_45", "36_to_45"),
        ("education", "S-1", "bachelor"),
        ("education", "S2 ke atas", "postgraduate"),
        ("education", "PNS", "PNS"),
        ("occupation", "TNI/Polri", "military_police"),
        ("occupation", "Pelajar/Mahasiswa", "student"),
        ("occupation", "astronaut", "astronaut"),
    ],
)
def test_answers_about_oneself_are_read_as_offices_write_them(
    field: str, text: str, key: str
) -> None:
    assert paper.answer_key(field, text) == key
