"""What a file of people and lines would change; one wrong row of many holds nobody back."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.people.domain import Person, PersonKind
from portal.organisation.people.reporting_lines import LineKind, ReportingLine, line_faults
from portal.organisation.people_pages.import_plan import (
    ImportFault,
    RecordedPeople,
    StaffRow,
    plan_import,
)

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
NOBODY = RecordedPeople({}, {}, {}, ())
MAYOR = RecordedPeople({9: Person(9, "Wali Kota", None, None, None)}, {}, {"wali kota": 9}, ())


def row(line: int, number: str, superior: str = "", **fields: object) -> StaffRow:
    plain = StaffRow(line, number, name=f"Orang {number}", superior_number=superior)
    starts_on = JANUARY if superior else None
    return replace(plain, **({"starts_on": starts_on} | fields))  # type: ignore[arg-type]


def people(count: int, lines: tuple[ReportingLine, ...] = ()) -> RecordedPeople:
    known = {each: Person(each, f"Orang {each}", str(each), None, None) for each in range(1, count)}
    return RecordedPeople(known, {str(each): each for each in known}, {}, lines)


def test_new_people_and_their_lines_come_from_one_file_in_any_order() -> None:
    plan = plan_import(
        [row(2, "1", "2"), row(3, "2", superior_name="WALI KOTA", starts_on=MARCH)], MAYOR
    )

    assert [each.number for each in plan.new] == ["1", "2"]
    drawn = {(line.person_id, line.superior_id) for line in plan.first_lines}
    assert drawn == {(-1, -2), (-2, 9)}
    assert plan.faults == ()


def test_an_empty_cell_leaves_what_is_recorded() -> None:
    recorded = people(2)
    kept = replace(recorded.people[1], kind=PersonKind.PPPK)
    recorded = replace(recorded, people={1: kept})

    plan = plan_import([replace(row(2, "1"), name="")], recorded)

    assert plan.is_empty
    assert plan.unchanged == 1
    (changed,) = plan_import([replace(row(2, "1"), name="Baru")], recorded).changed
    assert (changed.name, changed.kind) == ("Baru", PersonKind.PPPK)


def test_a_line_that_changes_what_is_recorded_is_told_from_a_first_one() -> None:
    held = (ReportingLine(1, 2, JANUARY),)

    plan = plan_import([row(2, "1", "3", starts_on=MARCH), row(3, "2", "3")], people(4, held))

    assert [(line.person_id, line.superior_id) for line in plan.first_lines] == [(2, 3)]
    assert [(line.person_id, line.superior_id) for line in plan.other_lines] == [(1, 3)]


def test_ten_thousand_rows_with_one_wrong_lose_one() -> None:
    rows = [row(line, str(line), "1") for line in range(2, 10_002)]
    rows[77] = replace(rows[77], superior_number="unknown")

    plan = plan_import([row(1, "1"), *rows], NOBODY)

    (fault,) = plan.faults
    assert (fault.line, fault.kind, fault.detail) == (79, ImportFault.UNKNOWN_SUPERIOR, "unknown")
    assert len(plan.first_lines) == 9_999


def test_every_wrong_row_is_named_with_its_cause() -> None:
    rows = [
        replace(row(2, "1"), name=""),
        row(3, "2"),
        row(4, "2", name="Lain"),
        row(5, "2", "2"),
        row(6, "3", "2", starts_on=None),
        row(7, "3", "2", ends_on=date(2025, 1, 1)),
        row(8, "4", "2", ends_on=MARCH),
        row(9, "4", "3", starts_on=MARCH),
    ]

    found = {fault.line: fault.kind for fault in plan_import(rows, NOBODY).faults}

    assert found == {
        2: ImportFault.NAME_MISSING,
        4: ImportFault.NAME_DIFFERS,
        5: ImportFault.OWN_SUPERIOR,
        6: ImportFault.START_MISSING,
        7: ImportFault.ENDS_BEFORE_IT_BEGINS,
        9: ImportFault.OVERLAP,
    }


def test_a_circle_is_refused_with_everybody_in_it_also_over_recorded_lines() -> None:
    held = (ReportingLine(1, 2, JANUARY),)

    plan = plan_import([row(2, "2", "3"), row(3, "3", "1"), row(4, "4", "1")], people(6, held))

    assert {fault.line for fault in plan.faults} == {2, 3}
    assert {fault.kind for fault in plan.faults} == {ImportFault.CIRCLE}
    assert [line.person_id for line in plan.first_lines] == [4]


def test_plt_after_a_definitive_line_without_end_is_no_overlap() -> None:
    rows = [row(2, "1", "2"), row(3, "1", "3", starts_on=MARCH, line_kind=LineKind.ACTING)]

    plan = plan_import(rows, people(4))

    assert plan.first_lines == (
        ReportingLine(1, 2, JANUARY, date(2026, 2, 28)),
        ReportingLine(1, 3, MARCH, None, LineKind.ACTING),
    )


ROWS = st.builds(
    StaffRow,
    line=st.integers(2, 500),
    number=st.sampled_from("123456"),
    name=st.sampled_from(["", "Ana"]),
    superior_number=st.sampled_from(["", *"1234567"]),
    starts_on=st.none() | st.dates(JANUARY, MARCH),
    ends_on=st.none() | st.dates(JANUARY, MARCH),
)


@given(st.lists(ROWS, max_size=12, unique_by=lambda each: each.line))
def test_whatever_a_file_holds_the_first_lines_have_no_fault(rows: list[StaffRow]) -> None:
    plan = plan_import(rows, people(4))

    assert line_faults(plan.first_lines) == ()
