"""What records would change, and everything for which they are refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from portal.organisation.places.catalogue import AgencyKind, RecordKind
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.plan import (
    Action,
    ChangePlan,
    RecordDifference,
    RecordLine,
    planned,
)
from portal.organisation.records.record_types import (
    AgencyRecord,
    DeskRecord,
    Key,
    OfficerRecord,
    PostingRecord,
    Record,
    ServiceRecord,
    UnitRecord,
    as_structure,
    key_of,
)
from portal.storage.spreadsheets.table import RowFault
from tests.factories.records import (
    BUDI_AT_2,
    DESK_1,
    DESK_2,
    DINKES,
    PERMIT,
    PUSKESMAS,
    RSUD_1,
    SITI,
    SITI_AT_1,
    START,
    TODAY,
    VACCINE,
    WHOLE,
)

TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def with_(*changed: Record) -> dict[Key, Record]:
    return as_structure((*WHOLE, *changed))


def plan(*records: Record, existing: Sequence[Record] = WHOLE, **options: Any) -> ChangePlan:
    lines = [RecordLine(number, record) for number, record in enumerate(records, start=2)]
    return planned(as_structure(tuple(existing)), lines, today=TODAY, **options)


def kinds(found: ChangePlan) -> list[FaultKind]:
    return [fault.kind for fault in found.faults]


def test_a_sound_organisation_is_created_in_any_order() -> None:
    found = plan(*reversed(WHOLE), existing=())

    assert found.faults == ()
    assert {change.action for change in found.changes} == {Action.CREATE}
    assert [change.kind for change in found.changes][:3] == [
        RecordKind.AGENCY,
        RecordKind.AGENCY,
        RecordKind.UNIT,
    ]
    assert found.after == as_structure(WHOLE)


def test_the_same_records_again_change_nothing() -> None:
    found = plan(*WHOLE)

    assert (found.faults, found.changes, found.unchanged) == ((), (), len(WHOLE))


def test_an_open_field_is_left_as_it_is_and_a_given_one_is_changed() -> None:
    found = plan(DeskRecord(code="dinkes-2", name="Loket 2 - Izin"))

    (change,) = found.changes
    assert change.action is Action.CHANGE
    assert change.name == "Loket 2 - Izin"
    assert change.differences == (RecordDifference("name", "Loket 2", "Loket 2 - Izin"),)
    assert found.after[RecordKind.DESK, "dinkes-2"] == replace(DESK_2, name="Loket 2 - Izin")


def test_a_whole_record_can_take_a_field_away() -> None:
    planned_end = replace(DESK_2, retired_on=TOMORROW)

    found = planned(with_(planned_end), [RecordLine(0, DESK_2, is_whole=True)], today=TODAY)

    assert found.faults == ()
    assert found.after[key_of(DESK_2)] == DESK_2


def test_a_new_record_must_not_be_there_already() -> None:
    found = plan(DESK_2, replace(DESK_2, code="dinkes-3"), are_new=True)

    assert found.faults == (RowFault(2, "code", FaultKind.ALREADY_EXISTS, "dinkes-2"),)


def test_the_same_thing_twice_names_the_first_line() -> None:
    found = plan(DINKES, PERMIT, replace(DINKES, name="Dinas Lain"))

    assert found.faults == (RowFault(4, "code", FaultKind.REPEATED, "2"),)


@pytest.mark.parametrize(
    ("record", "columns"),
    [
        (AgencyRecord(code="baru"), {"name", "category"}),
        (UnitRecord(code="baru"), {"name", "agency"}),
        (ServiceRecord(code="baru"), {"name", "agency"}),
        (DeskRecord(code="baru"), {"name", "agency", "services"}),
        (OfficerRecord(code="7"), {"name", "badge_name", "badge_number"}),
    ],
)
def test_something_new_needs_its_fields(record: Record, columns: set[str]) -> None:
    found = plan(record)

    assert {fault.column for fault in found.faults} == columns
    assert set(kinds(found)) == {FaultKind.MISSING_VALUE}


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (replace(PUSKESMAS, agency="rsud"), RowFault(2, "agency", FaultKind.CANNOT_MOVE, "dinkes")),
        (replace(PERMIT, agency="rsud"), RowFault(2, "agency", FaultKind.CANNOT_MOVE, "dinkes")),
    ],
)
def test_what_belongs_somewhere_stays_there(record: Record, fault: RowFault) -> None:
    assert fault in plan(record).faults


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (
            replace(PUSKESMAS, code="x", agency="dinas-x"),
            RowFault(2, "agency", FaultKind.UNKNOWN_REFERENCE, "dinas-x"),
        ),
        (
            replace(DESK_1, code="x", unit="unit-x"),
            RowFault(2, "unit", FaultKind.UNKNOWN_REFERENCE, "unit-x"),
        ),
        (
            replace(RSUD_1, code="x", unit="pkm-melati"),
            RowFault(2, "unit", FaultKind.OF_ANOTHER_AGENCY, "pkm-melati"),
        ),
        (
            replace(DESK_2, services=frozenset({"sip", "layanan-x"})),
            RowFault(2, "services", FaultKind.UNKNOWN_REFERENCE, "layanan-x"),
        ),
        (
            replace(DESK_2, services=frozenset({"sip", "rawat"})),
            RowFault(2, "services", FaultKind.OF_ANOTHER_AGENCY, "rawat"),
        ),
        (
            replace(DESK_2, services=frozenset()),
            RowFault(2, "services", FaultKind.NO_SERVICE_LEFT, "dinkes-2"),
        ),
        (
            replace(SITI_AT_1, desk="desk-x"),
            RowFault(2, "desk", FaultKind.UNKNOWN_REFERENCE, "desk-x"),
        ),
        (
            replace(SITI_AT_1, officer="0"),
            RowFault(2, "officer", FaultKind.UNKNOWN_REFERENCE, "0"),
        ),
        (
            replace(SITI_AT_1, ends_on=START - timedelta(days=1)),
            RowFault(2, "ends_on", FaultKind.ENDS_BEFORE_START, ""),
        ),
        (
            replace(SITI_AT_1, starts_on=TODAY),
            RowFault(2, "starts_on", FaultKind.OVERLAPPING_POSTING, START.isoformat()),
        ),
        (
            replace(DESK_2, successor="pkm-melati-1"),
            RowFault(2, "successor", FaultKind.SUCCESSOR_WITHOUT_RETIREMENT, ""),
        ),
        (
            replace(DESK_2, retired_on=TODAY, successor="dinkes-2"),
            RowFault(2, "successor", FaultKind.SUCCESSOR_IS_ITSELF, ""),
        ),
        (
            replace(DESK_2, retired_on=TODAY, successor="desk-x"),
            RowFault(2, "successor", FaultKind.UNKNOWN_REFERENCE, "desk-x"),
        ),
        (
            replace(DINKES, retired_on=TODAY),
            RowFault(
                2,
                "retired_on",
                FaultKind.STILL_IN_USE,
                "dinkes-2 imunisasi pkm-melati pkm-melati-1 sip",
            ),
        ),
        (
            replace(PUSKESMAS, retired_on=TODAY),
            RowFault(2, "retired_on", FaultKind.STILL_IN_USE, "pkm-melati-1"),
        ),
        (
            replace(PERMIT, retired_on=TODAY),
            RowFault(2, "retired_on", FaultKind.NO_SERVICE_LEFT, "dinkes-2"),
        ),
    ],
)
def test_refuses_one_thing_for_one_reason(record: Record, fault: RowFault) -> None:
    assert plan(record).faults == (fault,)


def test_names_only_the_first_of_many_places_that_are_still_there() -> None:
    desks = [replace(DESK_2, code=f"dinkes-{number}") for number in range(3, 9)]

    (fault,) = plan(replace(DINKES, retired_on=TODAY), existing=(*WHOLE, *desks)).faults

    assert fault.detail == "dinkes-2 dinkes-3 dinkes-4 dinkes-5 dinkes-6 ..."


def test_a_service_may_end_where_the_desks_offer_another() -> None:
    assert plan(replace(VACCINE, retired_on=TODAY)).faults == ()


def test_a_desk_may_end_together_with_its_last_service() -> None:
    desk, service = replace(DESK_2, retired_on=TODAY), replace(PERMIT, retired_on=TODAY)

    assert plan(desk, service).faults == ()
    late = replace(desk, retired_on=TOMORROW)
    assert plan(late, service).faults == (
        RowFault(2, "services", FaultKind.NO_SERVICE_LEFT, "dinkes-2"),
    )


def test_a_successor_must_outlive_what_it_follows() -> None:
    ended = replace(DESK_1, retired_on=YESTERDAY)

    found = plan(
        replace(DESK_2, retired_on=TODAY, successor="pkm-melati-1"),
        existing=tuple(with_(ended).values()),
    )

    assert kinds(found) == [FaultKind.SUCCESSOR_IS_RETIRED]


def test_two_desks_cannot_follow_each_other() -> None:
    found = plan(
        replace(DESK_1, retired_on=TODAY, successor="dinkes-2"),
        replace(DESK_2, retired_on=TODAY, successor="pkm-melati-1"),
    )

    assert FaultKind.SUCCESSOR_IS_RETIRED in kinds(found)


def test_nothing_new_begins_below_what_has_ended() -> None:
    existing = [
        replace(record, retired_on=YESTERDAY) if record in {PUSKESMAS, DESK_1} else record
        for record in WHOLE
    ]

    found = plan(replace(DESK_1, code="pkm-melati-2", retired_on=None), existing=existing)

    assert found.faults == (RowFault(2, "unit", FaultKind.BELONGS_TO_RETIRED, "pkm-melati"),)
    ended = replace(DESK_1, code="pkm-melati-2", retired_on=YESTERDAY)
    assert FaultKind.BELONGS_TO_RETIRED not in kinds(plan(ended, existing=existing))


def test_retiring_a_desk_ends_its_postings_the_day_before() -> None:
    later = PostingRecord(officer="1990", desk="pkm-melati-1", starts_on=TOMORROW)
    over = PostingRecord(
        officer="1990", desk="pkm-melati-1", starts_on=START, ends_on=date(2026, 3, 1)
    )

    found = plan(
        replace(DESK_1, retired_on=TODAY, successor="dinkes-2"), existing=(*WHOLE, later, over)
    )

    assert found.faults == ()
    assert found.after[key_of(SITI_AT_1)] == replace(SITI_AT_1, ends_on=YESTERDAY)
    assert found.after[key_of(over)] == over
    assert key_of(later) not in found.after
    assert [(change.kind, change.action) for change in found.changes] == [
        (RecordKind.DESK, Action.RETIRE),
        (RecordKind.POSTING, Action.CHANGE),
        (RecordKind.POSTING, Action.REMOVE),
    ]


def test_retiring_an_officer_ends_their_postings_wherever_they_are() -> None:
    found = plan(replace(SITI, retired_on=TODAY))

    assert found.after[key_of(SITI_AT_1)] == replace(SITI_AT_1, ends_on=YESTERDAY)
    assert found.after[key_of(BUDI_AT_2)] == BUDI_AT_2


@pytest.mark.parametrize("ends_on", [None, TODAY, TOMORROW])
def test_a_posting_cannot_outlast_its_desk(ends_on: date | None) -> None:
    desk = replace(DESK_2, retired_on=TODAY)

    found = plan(desk, replace(BUDI_AT_2, ends_on=ends_on))

    assert found.faults == (RowFault(3, "ends_on", FaultKind.POSTING_AFTER_RETIREMENT, "dinkes-2"),)


@pytest.mark.parametrize(
    "moved",
    [{"retired_on": TOMORROW}, {"retired_on": YESTERDAY, "successor": "pkm-melati-1"}],
)
def test_a_retirement_that_has_happened_stays(moved: dict[str, Any]) -> None:
    ended = replace(DESK_2, retired_on=YESTERDAY)
    existing = [record for record in with_(ended).values() if record != BUDI_AT_2]

    found = plan(DeskRecord(code="dinkes-2", **moved), existing=existing)

    assert kinds(found) == [FaultKind.RETIREMENT_IS_PAST]


def test_a_retirement_still_to_come_may_move() -> None:
    existing = tuple(with_(replace(DESK_2, retired_on=TOMORROW)).values())

    found = plan(DeskRecord(code="dinkes-2", retired_on=date(2026, 12, 31)), existing=existing)

    assert found.faults == ()


def test_an_agency_may_end_with_everything_below_it() -> None:
    ended = [
        replace(record, retired_on=TODAY)
        for record in WHOLE
        if getattr(record, "agency", None) == "dinkes" or record is DINKES
    ]

    found = plan(*ended)

    assert found.faults == ()
    assert found.after[key_of(DINKES)] == replace(DINKES, retired_on=TODAY)


def test_a_category_is_a_change_like_any_other() -> None:
    found = plan(replace(DINKES, category=AgencyKind.BADAN))

    assert found.changes[0].differences == (RecordDifference("category", "dinas", "badan"),)
