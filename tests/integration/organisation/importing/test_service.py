"""Organisation files: whole or not at all, every faulty line named, the same file twice."""

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy.orm import Session

from portal.organisation.importing import service as importing_service
from portal.organisation.importing.service import read_organisation_file
from portal.organisation.people.models import KeptAbsence, KeptLine, Officer, PersonPost
from portal.organisation.places.models import AgencyRow
from portal.organisation.records import service as records_service
from portal.organisation.records.columns import COLUMNS, row_of_record
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.plan import planned
from portal.organisation.records.queries import structure
from portal.organisation.records.record_types import Record, as_structure
from portal.storage.spreadsheets.cells import write_csv
from portal.storage.spreadsheets.table import RowFault, TableFaultKind
from tests.factories.organisations import organisations
from tests.factories.people import make_absence, make_line, make_person, make_post
from tests.factories.records import DESK_2, SITI, TODAY, WHOLE

ROWS = [row_of_record(record) for record in WHOLE]
whole_database = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def csv_of(*records: Record) -> bytes:
    return write_csv(COLUMNS, [row_of_record(record) for record in records]).encode()


def xlsx_of(*records: Record) -> bytes:
    book = Workbook()
    for row in (COLUMNS, *(row_of_record(record) for record in records)):
        book.worksheets[0].append([cell or None for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def refused(session: Session, content: bytes) -> tuple[RowFault, ...]:
    with pytest.raises(records_service.OrganisationRefused) as caught:
        importing_service.import_file(session, content, today=TODAY)
    return caught.value.faults


@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_a_file_builds_the_organisation_and_again_changes_nothing(
    session: Session, write: Any
) -> None:
    content = write(*WHOLE)

    first = importing_service.import_file(session, content, today=TODAY)
    again = importing_service.import_file(session, content, today=TODAY)

    assert len(first) == len(WHOLE)
    assert again == ()
    assert structure(session) == as_structure(WHOLE)


def test_what_the_file_has_no_column_for_is_never_emptied(session: Session) -> None:
    importing_service.import_file(session, csv_of(*WHOLE), today=TODAY)
    person = session.query(Officer).filter_by(number=SITI.code).one()
    agency = session.query(AgencyRow).filter_by(code="dinkes").one()
    # What the import of people wrote of the same person.
    person.kind = "pppk"
    above = make_person(session, "Atasan Contoh").id
    make_post(session, person.id, agency, title="Pranata")
    make_line(session, person.id, to=above)
    make_absence(session, person.id, starts_on=TODAY)
    session.commit()

    importing_service.import_file(
        session, csv_of(replace(SITI, name="Siti Nama Baru")), today=TODAY
    )

    session.expire_all()
    held = session.query(Officer).filter_by(number=SITI.code).one()
    assert (held.id, held.name, held.kind) == (person.id, "Siti Nama Baru", "pppk")
    assert session.query(PersonPost).filter_by(person_id=held.id).one().title == "Pranata"
    assert session.query(KeptLine).filter_by(person_id=held.id).one().superior_id == above
    assert session.query(KeptAbsence).filter_by(person_id=held.id).one().starts_on == TODAY


def test_a_preview_says_what_would_change_and_changes_nothing(session: Session) -> None:
    importing_service.import_file(session, csv_of(*WHOLE), today=TODAY)

    plan = importing_service.preview_file(
        session, b"kind;code;name\ndesk;dinkes-2;Loket Baru\nagency;rsud;\n", today=TODAY
    )

    assert [change.key for change in plan.changes] == ["dinkes-2"]
    assert plan.unchanged == 1
    assert structure(session) == as_structure(WHOLE)


def test_every_faulty_line_is_named_and_nothing_is_changed(session: Session) -> None:
    importing_service.import_file(session, csv_of(*WHOLE), today=TODAY)
    content = (
        b"kind,code,name,agency,services,starts_on\n"
        b"desk,dinkes-2,Nama Baru,,,\n"
        b"desk,Loket 9,Loket,dinkes,sip,\n"
        b"service,kk,Kartu keluarga,nowhere,,\n"
        b"\n"
        b"rooms,x,,,,\n"
        b"agency,dinkes,,,,,surplus\n"
        b"unit,u,,,,2026-01-01\n"
    )

    assert refused(session, content) == (
        RowFault(3, "code", FaultKind.NOT_A_CODE, "Loket 9"),
        RowFault(4, "agency", FaultKind.UNKNOWN_REFERENCE, "nowhere"),
        RowFault(6, "kind", FaultKind.UNKNOWN_KIND, "rooms"),
        RowFault(7, "", TableFaultKind.EXTRA_CELLS),
        RowFault(8, "starts_on", FaultKind.NOT_FOR_KIND, "unit"),
    )
    assert structure(session) == as_structure(WHOLE)


def test_a_row_is_not_blamed_for_naming_one_that_could_not_be_read(session: Session) -> None:
    content = (
        b"kind,code,name,category,agency\n"
        b"agency,dinkes,Dinas,hospitall,\n"
        b"service,kk,Kartu keluarga,,dinkes\n"
        b"service,ktp,KTP-el,,dinkess\n"
    )

    assert refused(session, content) == (
        RowFault(2, "category", FaultKind.NOT_A_CATEGORY, "hospitall"),
        RowFault(4, "agency", FaultKind.UNKNOWN_REFERENCE, "dinkess"),
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", RowFault(0, "", TableFaultKind.EMPTY)),
        (b"kind,code\nagency,\x81\n", RowFault(2, "", TableFaultKind.NOT_TEXT)),
        (b"code,name\ndinkes,Dinas\n", RowFault(1, "kind", TableFaultKind.MISSING_COLUMN)),
        (b"kind,code,colour\n", RowFault(1, "colour", TableFaultKind.UNKNOWN_COLUMN)),
        (b"kind,kind\n", RowFault(1, "kind", TableFaultKind.REPEATED_COLUMN, "kind")),
    ],
)
def test_a_file_that_is_no_organisation_file_is_refused(
    session: Session, content: bytes, fault: RowFault
) -> None:
    assert refused(session, content) == (fault,)


def test_a_hostile_name_is_a_name_and_comes_back_as_it_was(session: Session) -> None:
    names = [
        "=HYPERLINK(1)",
        "'; DROP TABLE desk; --",
        "<script>alert(1)</script>",
        "'=1",
        "{{7*7}}",
    ]
    importing_service.import_file(session, csv_of(*WHOLE), today=TODAY)
    for name in names:
        importing_service.import_file(session, csv_of(replace(DESK_2, name=name)), today=TODAY)

        found = structure(session)[DESK_2.kind, DESK_2.key]
        assert getattr(found, "name", "") == name
        exported = csv_of(*structure(session).values())
        assert importing_service.import_file(session, exported, today=TODAY) == ()


@whole_database
@given(records=organisations())
def test_any_organisation_survives_being_written_and_read(
    session: Session, records: tuple[Record, ...]
) -> None:
    session.rollback()
    existing = structure(session)
    content = csv_of(*records)
    file = read_organisation_file(content)
    plan = planned(existing, file.lines, today=TODAY)

    assert file.faults == ()
    assert [line.record for line in file.lines] == list(records)
    assert plan.faults == ()
    assert plan.after == as_structure(records)


@whole_database
@given(line=st.integers(0, len(ROWS) - 1), broken=st.sampled_from(["kind", "code", "more"]))
def test_any_broken_row_refuses_the_whole_file(session: Session, line: int, broken: str) -> None:
    rows = [list(row) for row in ROWS]
    if broken == "more":
        rows[line].append("surplus")
    else:
        rows[line][COLUMNS.index(broken)] = "?"
    content = write_csv(COLUMNS, rows).encode()

    faults = refused(session, content)

    assert line + 2 in {fault.line for fault in faults}
    assert structure(session) == {}
