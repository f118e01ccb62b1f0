"""The official sample of people and lines, and of numbers as spreadsheets spoil them."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from portal.accounts.staff.staff_number_checks import NumberDoubt, doubts_about
from portal.organisation.people.domain import PersonKind
from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.people_pages.import_plan import ImportPlan
from portal.organisation.people_pages.import_service import preview_people
from tests.factories.organisation import make_agency
from tests.factories.people import make_line, make_person
from tests.factories.workbooks import workbook

SAMPLE = Path(__file__).parents[3] / "cases" / "official" / "staff-export-reporting-lines.xlsx"
A, B, C = "198003142005011901", "198411022009012902", "199105172015032903"
RATED = date(2026, 10, 5)
REPORT = SAMPLE.with_name("laporan-penilaian.csv")
TODAY = date(2026, 11, 29)


def sheet(number: int, *, columns: int | None = None) -> list[list[object]]:
    """Return the rows of one sheet, of its first columns."""
    book = load_workbook(SAMPLE)
    rows = [list(row)[:columns] for row in book.worksheets[number].iter_rows(values_only=True)]
    book.close()
    return rows


def planned(session: Session, rows: list[list[object]]) -> ImportPlan:
    return preview_people(session, workbook(*rows), on=TODAY)


def test_everybody_of_the_main_data_is_read_with_their_kind(session: Session) -> None:
    plan = planned(session, sheet(0))

    assert plan.faults == ()
    assert [each.kind for each in plan.new] == [PersonKind.PNS] * 4 + [PersonKind.PPPK] * 2
    assert [doubts_about(each.number, today=TODAY) for each in plan.new] == [()] * 6


def test_every_line_is_read_and_the_mayor_is_found_by_name(session: Session) -> None:
    mayor = make_person(session, "WALI KOTA CONTOH")
    session.commit()

    plan = planned(session, sheet(2))

    assert plan.faults == ()
    assert len(plan.first_lines) == 7
    assert sum(line.superior_id == mayor.id for line in plan.first_lines) == 1
    assert [line.kind for line in plan.first_lines].count(LineKind.ACTING) == 1


def test_without_the_mayor_on_record_that_row_alone_is_refused(session: Session) -> None:
    plan = planned(session, sheet(2))

    assert [(fault.line, fault.column) for fault in plan.faults] == [(2, "superior_number")]
    assert len(plan.first_lines) == 6


def test_spoiled_numbers_are_refused_and_the_same_person_is_never_two(session: Session) -> None:
    rows = sheet(3, columns=2)
    for row in rows[2:]:
        row[1] = rows[1][1]

    plan = planned(session, rows)

    assert {fault.line for fault in plan.faults} == {4, 10}
    assert [each.number for each in plan.new].count("199105172015032903") == 1


@pytest.mark.parametrize(
    ("number", "doubts"),
    [
        ("131263190", (NumberDoubt.LENGTH,)),
        ("199105172015132903", (NumberDoubt.APPOINTMENT,)),
        ("199105172023212905", ()),
        ("199102302015032903", (NumberDoubt.BIRTH,)),
        ("78010234", (NumberDoubt.LENGTH,)),
    ],
)
def test_numbers_that_look_wrong_are_asked_about(
    number: str, doubts: tuple[NumberDoubt, ...]
) -> None:
    assert number in {row[0] for row in sheet(3)}
    assert doubts_about(number, today=TODAY) == doubts


def reported(text: str) -> bytes:
    """Return the national report with other rows."""
    return "\n".join([REPORT.read_text().splitlines()[0], *text.splitlines()]).encode()


def rated(
    number: str, superior: str, *, on: str, until: str = "2026-12-31", acting: str = "0"
) -> str:
    """Return a row of the national report."""
    return (
        f"periodik;p;{number};NAMA;2026-01-01;{until};u;U;I;J;1;{acting};S;S;Baik;p;{superior};"
        f"NAMA;u;U;J;IV/c;{on};p;2026;s;tw;pen;IV/a;pns"
    )


def test_the_national_report_says_who_was_whose_superior_on_the_day_of_the_rating(
    session: Session,
) -> None:
    head = make_person(session, "RATNA", number="198003142005011901")
    session.commit()

    plan = preview_people(session, REPORT.read_bytes(), on=TODAY)

    assert plan.faults == ()
    assert [each.number for each in plan.new] == [
        "198411022009012902",
        "199105172015032903",
        "199502212023212905",
        "199309082019031904",
    ]
    drawn = {(line.person_id, line.superior_id, line.starts_on) for line in plan.first_lines}
    # Who was not rated yet has a superior in the report and no day.
    assert drawn == {(-1, head.id, RATED), (-2, -1, RATED), (-3, -1, RATED)}
    assert plan.unread == ()


def test_a_report_changes_nothing_of_who_reports_to_the_same_person_already(
    session: Session,
) -> None:
    head, other, person = (
        make_person(session, name, number=number)
        for name, number in (("Ratna", A), ("Surya", B), ("Lestari, S.Sos.", C))
    )
    make_line(session, person.id, to=head.id, starts_on=date(2026, 2, 1))
    session.commit()

    same = preview_people(session, reported(rated(C, A, on="2026-10-05 07:45:00")), on=TODAY)
    moved = preview_people(
        session,
        reported(
            rated(C, B, on="2026-10-05")
            + "\n"
            + rated(C, A, on="2026-10-05", until="2026-03-31")
            + "\n"
            + rated(C, B, on="2026-04-05", acting="1")
        ),
        on=TODAY,
    )

    assert same.is_empty
    assert same.unchanged == 1
    assert moved.changed == ()
    (line,) = moved.other_lines
    assert (line.superior_id, line.starts_on) == (other.id, RATED)


@pytest.mark.parametrize(("own", "faults"), [(A, {"name", "superior_number", "title"}), (B, set())])
def test_who_takes_a_file_in_changes_nothing_of_the_own_record(
    session: Session, own: str, faults: set[str]
) -> None:
    make_agency(session, "dinkes")
    ids = {
        number: make_person(session, name, number=number).id
        for name, number in (("Ratna", A), ("Surya", B))
    }
    session.commit()
    rows = [
        ["NIP", "NAMA", "NIP ATASAN", "TMT MULAI", "KODE INSTANSI", "JABATAN", "TMT JABATAN"],
        [A, "Ratna", None, None, None, None, None],
        [A, "Ratna, S.H.", None, None, None, None, None],
        [A, None, B, "2026-01-01", None, None, None],
        [A, None, None, None, "dinkes", "Kepala", "2026-01-01"],
    ]

    plan = preview_people(session, workbook(*rows), on=TODAY, own_id=ids[own])

    assert {fault.column for fault in plan.faults} == faults
    assert plan.is_empty is bool(faults)
    assert len(plan.first_lines) == len(plan.posts.first) == len(plan.changed) == (not faults)
