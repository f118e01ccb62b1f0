"""Rows of a file: how cells become a record and a record becomes cells."""

from datetime import date, time

import pytest

from portal.organisation.places.catalogue import AgencyKind, RecordKind
from portal.organisation.places.opening_hours import OpeningSpan
from portal.organisation.records.cells import (
    UnreadableCell,
    read_codes,
    read_date,
    read_elements,
    read_hours,
    read_name,
    written,
)
from portal.organisation.records.columns import COLUMNS, columns_of, record_of_row, row_of_record
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.record_types import (
    AgencyRecord,
    OfficerRecord,
    PostingRecord,
    Record,
)
from portal.storage.spreadsheets.table import RowFault
from portal.survey.elements import ELEMENTS, Element
from tests.factories.records import WHOLE


def refusal(read: object, text: str) -> tuple[FaultKind, str]:
    with pytest.raises(UnreadableCell) as caught:
        read(text)  # type: ignore[operator] # any of the readers
    return caught.value.kind, caught.value.detail


@pytest.mark.parametrize("record", WHOLE, ids=lambda record: record.key)
def test_a_record_survives_being_written_as_a_row(record: Record) -> None:
    row = dict(zip(COLUMNS, row_of_record(record), strict=True))

    assert record_of_row(row, line=2) == record


def test_an_empty_row_but_for_its_key_leaves_everything_open() -> None:
    assert record_of_row({"kind": "Agency", "code": "dinkes"}, line=2) == AgencyRecord(
        code="dinkes"
    )


def test_a_posting_is_named_by_officer_desk_and_first_day() -> None:
    row = {"kind": "posting", "officer": "1987", "desk": "d-1", "starts_on": "21/11/2026"}

    assert record_of_row(row, line=2) == PostingRecord(
        officer="1987", desk="d-1", starts_on=date(2026, 11, 21)
    )


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("7", "7"),
        ("19870303 201001 1 005", "198703032010011005"),
        ("19870303.201001.1.005", "198703032010011005"),
        ("thl-007", "THL007"),
    ],
)
def test_the_code_of_an_officer_is_a_staff_number(written: str, number: str) -> None:
    row = {"kind": "officer", "code": written}

    assert record_of_row(row, line=2) == OfficerRecord(code=number)


@pytest.mark.parametrize("number", ["199001012020011000", "1.99E+17", "1,9E+17"])
def test_a_staff_number_that_lost_digits_in_a_spreadsheet_is_refused(number: str) -> None:
    assert record_of_row({"kind": "officer", "code": number}, line=2) == [
        RowFault(2, "code", FaultKind.STAFF_NUMBER_LOST_DIGITS, number)
    ]


@pytest.mark.parametrize("number", ["19/87", "budi", "1" * 21, "é7"])
def test_refuses_a_staff_number_that_is_none(number: str) -> None:
    assert record_of_row({"kind": "officer", "code": number}, line=2) == [
        RowFault(2, "code", FaultKind.NOT_A_STAFF_NUMBER, number)
    ]


@pytest.mark.parametrize("kind", ["", "dinas", "desks"])
def test_a_row_of_an_unknown_kind_says_only_that(kind: str) -> None:
    assert record_of_row({"kind": kind, "code": "!"}, line=7) == [
        RowFault(7, "kind", FaultKind.UNKNOWN_KIND, kind)
    ]


def test_every_wrong_cell_of_a_row_is_named() -> None:
    row = {
        "kind": "desk",
        "code": "Loket 1",
        "name": "x" * 161,
        "hours": "8-9=07:00-08:00",
        "retired_on": "2026-02-30",
        "badge_name": "Melati",
    }

    assert record_of_row(row, line=3) == [
        RowFault(3, "code", FaultKind.NOT_A_CODE, "Loket 1"),
        RowFault(3, "name", FaultKind.TOO_LONG, "160"),
        RowFault(3, "hours", FaultKind.NOT_HOURS, "8-9=07:00-08:00"),
        RowFault(3, "badge_name", FaultKind.NOT_FOR_KIND, "desk"),
        RowFault(3, "retired_on", FaultKind.NOT_A_DATE, "2026-02-30"),
    ]


def test_what_names_a_record_must_be_there() -> None:
    assert record_of_row({"kind": "posting", "desk": "d-1"}, line=2) == [
        RowFault(2, "officer", FaultKind.MISSING_VALUE),
        RowFault(2, "starts_on", FaultKind.MISSING_VALUE),
    ]
    assert record_of_row({"kind": "agency"}, line=2) == [
        RowFault(2, "code", FaultKind.MISSING_VALUE)
    ]


@pytest.mark.parametrize("text", ["2026-11-21", "21/11/2026", "21-11-2026"])
def test_reads_a_day_with_the_day_first(text: str) -> None:
    assert read_date(text) == date(2026, 11, 21)


@pytest.mark.parametrize(
    "text", ["11/21/2026", "1999-12-31", "3000-01-01", "2026", "besok", "21-11-26"]
)
def test_refuses_a_day_that_could_mean_something_else(text: str) -> None:
    assert refusal(read_date, text) == (FaultKind.NOT_A_DATE, text)


def test_reads_weekly_hours_with_points_or_colons_in_order() -> None:
    assert read_hours("5=13.00-16.30 5=07:30-11:30 1-2=07:30-16:00") == (
        OpeningSpan(weekday=0, opens=time(7, 30), closes=time(16)),
        OpeningSpan(weekday=1, opens=time(7, 30), closes=time(16)),
        OpeningSpan(weekday=4, opens=time(7, 30), closes=time(11, 30)),
        OpeningSpan(weekday=4, opens=time(13), closes=time(16, 30)),
    )
    assert read_hours("-") == ()


@pytest.mark.parametrize(
    "text",
    [
        "0=07:30-16:00",
        "1=16:00-07:30",
        "1=07:30-07:30",
        "1=07:30-24:00",
        "1=07:60-08:00",
        "3-1=07:30-16:00",
        "1=07:30-12:00 1=11:00-16:00",
        "1=07:30-12:00 1=12:00-16:00",
        "Senin 07:30-16:00",
        "1 = 07:30-16:00",
    ],
)
def test_refuses_hours_that_cannot_be(text: str) -> None:
    assert refusal(read_hours, text)[0] is FaultKind.NOT_HOURS


def test_reads_elements_by_key_and_never_leaves_out_all() -> None:
    assert read_elements("cost time") == {Element.COST, Element.TIME}
    assert read_elements("-") == frozenset()
    assert refusal(read_elements, "U4") == (FaultKind.NOT_AN_ELEMENT, "U4")
    assert refusal(read_elements, " ".join(ELEMENTS))[0] is FaultKind.NOTHING_LEFT_TO_ASK


def test_reads_codes_and_refuses_one_that_is_none() -> None:
    assert read_codes("ktp  kk") == {"ktp", "kk"}
    assert refusal(read_codes, "ktp KK") == (FaultKind.NOT_A_CODE, "KK")


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\u200b", "\ufeff", "\ue000"])
def test_a_name_hides_nothing(hidden: str) -> None:
    assert refusal(read_name, f"Loket{hidden}1") == (FaultKind.CONTROL_CHARACTER, "")


def test_a_name_is_composed_and_has_single_blanks() -> None:
    assert read_name("  Cafe\u0301 \n satu ") == "Caf\u00e9 satu"


def test_nothing_and_none_are_written_differently() -> None:
    assert [written(None), written(frozenset()), written(())] == ["", "-", "-"]
    assert written(AgencyKind.DINAS) == "dinas"


def test_every_kind_uses_some_columns_and_every_column_is_used() -> None:
    used = {column for kind in RecordKind for column in columns_of(kind)}

    assert used == set(COLUMNS) - {"kind"}
