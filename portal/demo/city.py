"""Builds the made-up city in an empty database: its structure, people, calendar and visits."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from portal.demo.civil import CIVIL, REVENUE
from portal.demo.clinics import HEALTH
from portal.demo.districts import LOCAL
from portal.demo.events import MONTHS_SINCE_RETIREMENT, demo_notes, month_start
from portal.demo.outline import DemoAgency, DemoDesk
from portal.demo.people import all_desks, first_postings, invented_officers, moves
from portal.demo.visits import monthly_visits, months_before
from portal.organisation.calendar import service as calendar_service
from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.calendar.national_holidays import national_holidays
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Catalogue
from portal.organisation.records import queries as records_queries
from portal.organisation.records import service as records_service
from portal.organisation.records.cells import read_codes, read_elements, read_hours
from portal.organisation.records.record_types import (
    AgencyRecord,
    DeskRecord,
    PostingRecord,
    Record,
    ServiceRecord,
    UnitRecord,
)
from portal.time.months import Month, month_bounds, month_of

MONTHS = 24
SOURCE = "Rekaan untuk data contoh"
OLD_REVENUE_NAME = "Dinas Pendapatan Daerah"
RETIRED_DESK = "disdukcapil-8"
ITS_SUCCESSOR = "disdukcapil-7"
AGENCIES: tuple[DemoAgency, ...] = (*CIVIL, *HEALTH, *LOCAL)


class CityNotEmpty(ValueError):
    """There is an organisation already; a made-up city never mixes with a real one."""


@dataclass(frozen=True, slots=True)
class DemoCity:
    """The city that was built.

    ``starts_on`` is the first day with visits, the first of the earliest of ``periods``;
    these are the closed months with visits, the earliest first. ``visits`` counts them by
    desk id and month; a desk has no entry for months in which it was not there.
    """

    seed: int
    today: date
    starts_on: date
    periods: tuple[Month, ...]
    catalogue: Catalogue
    visits: Mapping[tuple[int, Month], int]


def build_city(session: Session, *, seed: int, today: date, months: int = MONTHS) -> DemoCity:
    """Build the demonstration city and commit it; the same seed and day build the same city.

    Only poster codes differ from one time to the next, for they are secrets.

    :param seed: any number.
    :param today: the city's date; visits end with the month before it.
    :param months: how many closed months have visits; fewer than 24 count as 24.
    :raises CityNotEmpty: when there is an agency already.
    """
    if records_queries.structure(session):
        raise CityNotEmpty
    rng = random.Random(seed)  # noqa: S311 - made-up figures, not secrets
    periods = months_before(month_of(today), months=max(months, MONTHS))
    starts_on, _ = month_bounds(periods[0])
    _found(session, rng, starts_on=starts_on, today=today)
    _change_over_time(session, today=today)
    catalogue = catalogue_queries.catalogue(session, on=today)
    visits = _visits(catalogue, rng, periods=periods)
    _fill_calendar(session, catalogue, visits=visits, today=today)
    return DemoCity(seed, today, starts_on, periods, catalogue, visits)


def _found(session: Session, rng: random.Random, *, starts_on: date, today: date) -> None:
    """Create everything as it was on the first day, and let officers move."""
    count = sum(desk.officers for desk in all_desks(AGENCIES))
    officers = invented_officers(count, rng=rng)
    postings = first_postings(AGENCIES, officers, starts_on=starts_on)
    moved = moves(AGENCIES, postings, rng=rng, until=month_start(today, months=12))
    final: dict[str, PostingRecord] = {posting.key: posting for posting in (*postings, *moved)}
    places = [record for agency in AGENCIES for record in _records(agency)]
    records_service.change_records(session, [*places, *officers, *final.values()], today=starts_on)


def _records(agency: DemoAgency) -> Iterator[Record]:
    is_renamed = agency is REVENUE
    yield AgencyRecord(
        code=agency.code,
        name=OLD_REVENUE_NAME if is_renamed else agency.name,
        category=agency.category,
    )
    for code, name in agency.units.items():
        yield UnitRecord(code=code, name=name, agency=agency.code)
    for offered in agency.services:
        yield ServiceRecord(
            code=offered.code,
            name=offered.name,
            agency=agency.code,
            left_out=read_elements(offered.left_out),
        )
    for desk in agency.desks:
        yield _desk(desk, agency)


def _desk(desk: DemoDesk, agency: DemoAgency) -> DeskRecord:
    return DeskRecord(
        code=desk.code,
        name=desk.name,
        agency=agency.code,
        unit=desk.unit or None,
        services=read_codes(desk.services),
        hours=read_hours(desk.hours),
    )


def _change_over_time(session: Session, *, today: date) -> None:
    """Rename an agency at the turn of the year, and retire a desk whose officers move on."""
    renamed_on = month_start(today, months=12)
    renamed = AgencyRecord(code=REVENUE.code, name=REVENUE.name)
    records_service.change_records(session, [renamed], today=renamed_on)
    retired_on = month_start(today, months=MONTHS_SINCE_RETIREMENT)
    serving = [
        record
        for record in records_queries.structure(session).values()
        if isinstance(record, PostingRecord)
        and record.desk == RETIRED_DESK
        and record.ends_on is None
    ]
    retired = DeskRecord(code=RETIRED_DESK, retired_on=retired_on, successor=ITS_SUCCESSOR)
    records_service.change_records(session, [retired], today=retired_on)
    moved_on = [replace(posting, desk=ITS_SUCCESSOR, starts_on=retired_on) for posting in serving]
    records_service.change_records(session, moved_on, today=retired_on)


def _visits(
    catalogue: Catalogue, rng: random.Random, *, periods: tuple[Month, ...]
) -> dict[tuple[int, Month], int]:
    visits = {}
    for outline in all_desks(AGENCIES):
        desk = catalogue.desks_by_code[outline.code]
        for period, count in monthly_visits(outline, periods, rng=rng):
            if not desk.is_retired(month_bounds(period)[0]):
                visits[desk.id, period] = count
    return visits


def _fill_calendar(
    session: Session,
    catalogue: Catalogue,
    *,
    visits: Mapping[tuple[int, Month], int],
    today: date,
) -> None:
    counts = [
        MonthlyVisits(desk_id=desk_id, period=period, visits=count, source=SOURCE)
        for (desk_id, period), count in visits.items()
    ]
    calendar_service.record_visits(session, counts, today=today)
    years = range(today.year - 2, today.year + 2)
    calendar_service.declare_holidays(session, national_holidays(years))
    for note in demo_notes(catalogue, today=today):
        calendar_service.add_note(session, note)
    for (agency_id, year), users in _users(catalogue, visits).items():
        calendar_service.record_population(
            session, agency_id, year=year, users=users, source=SOURCE
        )


def _users(
    catalogue: Catalogue, visits: Mapping[tuple[int, Month], int]
) -> dict[tuple[int, int], int]:
    """Return how many people each agency served in a year, taking each visit for a person."""
    users: dict[tuple[int, int], int] = {}
    for (desk_id, period), count in visits.items():
        key = catalogue.desks[desk_id].agency_id, int(period[:4])
        users[key] = users.get(key, 0) + count
    return users
