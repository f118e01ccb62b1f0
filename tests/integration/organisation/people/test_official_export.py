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
from tests.factories.people import make_person
from tests.factories.workbooks import workbook

SAMPLE = Path(__file__).parents[3] / "cases" / "official" / "staff-export-reporting-lines.xlsx"
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
