"""Makers of agencies, desks, officers and postings with plain defaults."""

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.calendar import models as calendar
from portal.organisation.people import models as people
from portal.organisation.places import models as places
from portal.organisation.posters import models as poster

LONG_AGO = date(2020, 1, 1)


def add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def make_holiday(session: Session, day: date, name: str = "Hari libur daerah") -> calendar.Holiday:
    return add(session, calendar.Holiday(day=day, name=name))


def make_visits(session: Session, desk_id: int, period: str, visits: int) -> calendar.VisitsServed:
    row = calendar.VisitsServed(desk_id=desk_id, period=period, visits=visits, source="hitung")
    return add(session, row)


def make_hours(
    session: Session,
    desk_id: int,
    weekday: int = 0,
    *,
    opens: time = time(8),
    closes: time = time(15),
) -> places.OpeningHours:
    row = places.OpeningHours(desk_id=desk_id, weekday=weekday, opens=opens, closes=closes)
    return add(session, row)


def make_agency(session: Session, code: str = "dukcapil", **fields: Any) -> places.AgencyRow:
    defaults = {"name": f"Dinas {code}", "kind": "dinas"}
    return add(session, places.AgencyRow(code=code, **(defaults | fields)))


def make_unit(
    session: Session, agency: places.AgencyRow, code: str, **fields: Any
) -> places.UnitRow:
    defaults = {"name": f"Unit {code}", "agency_id": agency.id}
    return add(session, places.UnitRow(code=code, **(defaults | fields)))


def make_service(
    session: Session,
    agency: places.AgencyRow,
    code: str,
    *,
    left_out: tuple[str, ...] = (),
    **fields: Any,
) -> places.ServiceRow:
    defaults = {"name": f"Layanan {code}", "agency_id": agency.id}
    service = add(session, places.ServiceRow(code=code, **(defaults | fields)))
    for element in left_out:
        add(session, places.LeftOutElement(service_id=service.id, element=element))
    return service


def make_desk(
    session: Session,
    agency: places.AgencyRow,
    code: str = "dukcapil-1",
    *,
    services: tuple[places.ServiceRow, ...] = (),
    poster_code: str | None = None,
    **fields: Any,
) -> places.DeskRow:
    defaults = {"name": f"Loket {code}", "agency_id": agency.id}
    desk = add(session, places.DeskRow(code=code, **(defaults | fields)))
    for service in services:
        add(session, places.DeskService(desk_id=desk.id, service_id=service.id))
    if poster_code:
        make_poster(session, desk, poster_code)
    return desk


def make_poster(
    session: Session, desk: places.DeskRow, code: str, state: str = "current"
) -> poster.Poster:
    return add(session, poster.Poster(code=code, desk_id=desk.id, state=state))


def make_officer(session: Session, number: str = "1001", **fields: Any) -> people.Officer:
    defaults = {
        "name": f"Petugas {number}",
        "badge_name": f"Lencana {number}",
        "badge_number": number[-3:],
    }
    return add(session, people.Officer(number=number, **(defaults | fields)))


def make_posting(
    session: Session, officer: people.Officer, desk: places.DeskRow, **fields: Any
) -> people.Posting:
    defaults = {"starts_on": LONG_AGO, "ends_on": None}
    return add(
        session,
        people.Posting(desk_id=desk.id, officer_id=officer.id, **(defaults | fields)),
    )


def make_name(
    session: Session, kind: str, code: str, *, name: str, starts_on: date
) -> places.DatedName:
    return add(
        session,
        places.DatedName(subject_kind=kind, subject_code=code, name=name, starts_on=starts_on),
    )


def make_note(session: Session, agency: places.AgencyRow, **fields: Any) -> calendar.DatedNote:
    defaults = {"kind": "strike", "text": "Mogok", "agency_id": agency.id}
    return add(session, calendar.DatedNote(**(defaults | fields)))
