"""Holidays, visits, notes and populations are written down, replaced and taken away."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.organisation.calendar import queries as calendar_queries
from portal.organisation.calendar import service as calendar_service
from portal.organisation.calendar.domain import MonthlyVisits, ServedPeople
from portal.organisation.places.catalogue import NoteKind
from portal.time.months import NotAMonth
from tests.factories import organisation as make
from tests.factories.records import TODAY

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def test_a_holiday_can_be_declared_renamed_and_withdrawn(session: Session) -> None:
    day = date(2026, 8, 17)
    calendar_service.declare_holidays(session, {day: "Kemerdekaan"})
    calendar_service.declare_holidays(session, {day: "Hari Kemerdekaan"})

    assert calendar_queries.holidays_between(session, **YEAR) == {day: "Hari Kemerdekaan"}
    assert calendar_service.withdraw_holiday(session, day)
    assert not calendar_service.withdraw_holiday(session, day)
    assert calendar_queries.holidays_between(session, **YEAR) == {}


def test_a_count_of_visits_replaces_the_earlier_one(session: Session) -> None:
    desk = make.make_desk(session, make.make_agency(session))
    session.commit()
    for visits in (10, 12):
        count = MonthlyVisits(desk.id, period="2026-11", visits=visits, source="antrean")
        calendar_service.record_visits(session, [count], today=TODAY)

    assert calendar_queries.visits_served(session, ["2026-11"]) == (
        MonthlyVisits(desk_id=desk.id, period="2026-11", visits=12, source="antrean"),
    )


@pytest.mark.parametrize(
    ("period", "error"), [("2026-12", calendar_service.MonthNotBegun), ("2026", NotAMonth)]
)
def test_no_visits_are_counted_before_their_month(
    session: Session, period: str, error: type[Exception]
) -> None:
    count = MonthlyVisits(desk_id=1, period=period, visits=1, source="x")

    with pytest.raises(error):
        calendar_service.record_visits(session, [count], today=TODAY)


def test_a_note_is_added_and_removed(session: Session) -> None:
    agency = make.make_agency(session)
    session.commit()
    note = calendar_service.NewNote(
        agency_id=agency.id,
        desk_id=None,
        kind=NoteKind.STRIKE,
        text="Mogok",
        starts_on=TODAY,
        ends_on=TODAY,
    )

    note_id = calendar_service.add_note(session, note)

    (found,) = calendar_queries.dated_notes(session)
    assert (found.id, found.text, found.kind) == (note_id, "Mogok", NoteKind.STRIKE)
    calendar_service.remove_note(session, note_id)
    calendar_service.remove_note(session, note_id)
    assert calendar_queries.dated_notes(session) == ()


def test_a_note_cannot_end_before_it_starts(session: Session) -> None:
    note = calendar_service.NewNote(
        agency_id=1,
        desk_id=None,
        kind=NoteKind.OTHER,
        text="x",
        starts_on=TODAY,
        ends_on=date(2026, 11, 20),
    )

    with pytest.raises(calendar_service.NoteEndsBeforeStart):
        calendar_service.add_note(session, note)


def test_a_population_replaces_the_earlier_one(session: Session) -> None:
    agency = make.make_agency(session)
    session.commit()
    for users in (900, 1000):
        calendar_service.record_population(session, agency.id, year=2026, users=users, source="BPS")

    assert calendar_queries.populations(session) == {(agency.id, 2026): ServedPeople(1000, "BPS")}
