"""Opening hours, holidays, notes, visits and populations as other packages read them."""

from datetime import date, time

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.calendar import models as calendar
from portal.organisation.calendar import queries as calendar_queries
from portal.organisation.calendar.domain import MonthlyVisits, ServedPeople
from portal.organisation.places import models as places
from portal.organisation.places import queries as places_queries
from portal.organisation.places.catalogue import NoteKind
from portal.organisation.places.opening_hours import OpeningSpan
from tests.factories import organisation as make


def test_opening_hours_come_in_order_of_the_week(session: Session) -> None:
    desk = make.make_desk(session, make.make_agency(session))
    for weekday, opens, closes in ((4, 13, 15), (4, 7, 11), (0, 7, 15)):
        session.add(
            places.OpeningHours(
                desk_id=desk.id, weekday=weekday, opens=time(opens), closes=time(closes)
            )
        )
    session.flush()

    assert places_queries.opening_hours(session, desk.id) == (
        OpeningSpan(weekday=0, opens=time(7), closes=time(15)),
        OpeningSpan(weekday=4, opens=time(7), closes=time(11)),
        OpeningSpan(weekday=4, opens=time(13), closes=time(15)),
    )


def test_holidays_include_both_bounds(session: Session) -> None:
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 1), date(2026, 5, 2)):
        session.add(calendar.Holiday(day=day, name=f"Libur {day.day}"))
    session.flush()

    found = calendar_queries.holidays_between(
        session, first=date(2026, 1, 1), last=date(2026, 5, 1)
    )

    assert found == {date(2026, 1, 1): "Libur 1", date(2026, 5, 1): "Libur 1"}


def test_notes_of_a_desk_and_of_a_whole_agency(session: Session) -> None:
    agency = make.make_agency(session)
    desk = make.make_desk(session, agency)
    late, early = date(2026, 6, 1), date(2026, 5, 1)
    make.make_note(session, agency, starts_on=late, ends_on=late)
    make.make_note(session, agency, desk_id=desk.id, kind="closure", starts_on=early, ends_on=late)

    first, second = calendar_queries.dated_notes(session)

    assert (first.kind, first.desk_id, first.starts_on) == (NoteKind.CLOSURE, desk.id, early)
    assert (second.kind, second.desk_id, second.agency_id) == (NoteKind.STRIKE, None, agency.id)


def test_a_month_without_visits_on_record_is_absent_not_nought(session: Session) -> None:
    desk = make.make_desk(session, make.make_agency(session))
    for period, visits in (("2026-09", 10), ("2026-10", 0)):
        session.add(
            calendar.VisitsServed(desk_id=desk.id, period=period, visits=visits, source="antrean")
        )
    session.flush()

    assert calendar_queries.visits_served(session, ["2026-10", "2026-11"]) == (
        MonthlyVisits(desk_id=desk.id, period="2026-10", visits=0, source="antrean"),
    )


def test_populations_are_found_by_agency_and_year(session: Session) -> None:
    agency = make.make_agency(session)
    session.add(calendar.Population(agency_id=agency.id, year=2026, users=900, source="BPS"))
    session.flush()

    assert calendar_queries.populations(session) == {
        (agency.id, 2026): ServedPeople(users=900, source="BPS")
    }


@pytest.mark.parametrize(
    "row",
    [
        {"weekday": 7, "opens": time(7), "closes": time(8)},
        {"weekday": 0, "opens": time(8), "closes": time(8)},
    ],
)
def test_the_database_refuses_impossible_hours(session: Session, row: dict[str, object]) -> None:
    desk = make.make_desk(session, make.make_agency(session))
    session.add(places.OpeningHours(desk_id=desk.id, **row))

    with pytest.raises(IntegrityError):
        session.flush()
