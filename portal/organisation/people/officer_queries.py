"""Officers and their postings: as staff pages list them, by desk and month, and by id."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.accounts.staff.staff_numbers import spelled
from portal.organisation.people.models import Officer, Posting
from portal.organisation.places.conflict_of_interest import ConflictOfInterest, heads_own_desks
from portal.organisation.places.queries import known_desks, places_in_service
from portal.storage.paging import PAGE_SIZE, Page, offset_of
from portal.time.months import Month, month_bounds


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """An officer as a list shows them."""

    id: int
    number: str
    name: str
    badge_name: str
    badge_number: str
    retired_on: date | None

    def is_retired(self, on: date) -> bool:
        """Return whether the officer has left the service on the day ``on``."""
        return self.retired_on is not None and self.retired_on <= on


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A posting with the names on both of its sides; both dates inclusive."""

    officer_number: str
    officer_name: str
    badge_name: str
    desk_code: str
    desk_name: str
    agency_id: int
    agency_name: str
    starts_on: date
    ends_on: date | None

    def is_over(self, on: date) -> bool:
        """Return whether the posting has ended before the day ``on``."""
        return self.ends_on is not None and self.ends_on < on


@dataclass(frozen=True, slots=True)
class OfficerFilter:
    """Which officers are asked for; empty fields ask for all.

    ``words`` is looked for in names and numbers; ``agency_id`` keeps to officers who serve
    or served at that agency; ``is_retired`` tells who has left from who has not.
    """

    words: str = ""
    agency_id: int | None = None
    is_retired: bool | None = False


def officers_page(
    session: Session, asked: OfficerFilter, *, on: date, number: int
) -> Page[OfficerLine]:
    """Return a page of officers in order of name; ``number`` counts from 1."""
    conditions = _conditions(asked, on=on)
    total = session.scalar(select(func.count()).select_from(Officer).where(*conditions)) or 0
    query = (
        _lines()
        .where(*conditions)
        .order_by(Officer.name, Officer.number)
        .limit(PAGE_SIZE)
        .offset(offset_of(number))
    )
    items = [OfficerLine(**row._mapping) for row in session.execute(query)]
    return Page(items, number, total)


def officer(session: Session, number: str) -> OfficerLine | None:
    """Return the officer with a staff number in any spelling, or None."""
    row = session.execute(_lines().where(Officer.number == spelled(number))).first()
    return None if row is None else OfficerLine(**row._mapping)


def officers_by_id(session: Session, officer_ids: Collection[int]) -> Mapping[int, OfficerLine]:
    """Return the officers with these records, in order of name."""
    query = _lines().where(Officer.id.in_(officer_ids)).order_by(Officer.name, Officer.number)
    return {row.id: OfficerLine(**row._mapping) for row in session.execute(query)}


def postings_of_officer(session: Session, officer_id: int) -> tuple[PostingLine, ...]:
    """Return an officer's postings, the latest first."""
    return _postings(session, Posting.officer_id == officer_id)


def postings_of_desk(session: Session, desk_id: int) -> tuple[PostingLine, ...]:
    """Return the postings at a desk, the latest first."""
    return _postings(session, Posting.desk_id == desk_id)


def _lines() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(
        Officer.id,
        Officer.number,
        Officer.name,
        Officer.badge_name,
        Officer.badge_number,
        Officer.retired_on,
    )
    return query


def _conditions(asked: OfficerFilter, *, on: date) -> Sequence[ColumnElement[bool]]:
    searched = (Officer.name, Officer.number, Officer.badge_name)
    words = [
        or_(*(func.lower(column).contains(word, autoescape=True) for column in searched))
        for word in asked.words.lower().split()
    ]
    has_number = Officer.number.contains(spelled(asked.words), autoescape=True)
    conditions: list[ColumnElement[bool]] = [Officer.badge_number != ""]
    if words:
        conditions.append(or_(and_(*words), has_number))
    if asked.agency_id is not None:
        desks = known_desks()
        at_agency = (
            select(Posting.officer_id)
            .join(desks, desks.c.id == Posting.desk_id)
            .where(desks.c.agency_id == asked.agency_id)
        )
        conditions.append(Officer.id.in_(at_agency))
    if asked.is_retired is not None:
        is_here = or_(Officer.retired_on.is_(None), Officer.retired_on > on)
        conditions.append(Officer.retired_on <= on if asked.is_retired else is_here)
    return conditions


def _postings(session: Session, condition: ColumnElement[bool]) -> tuple[PostingLine, ...]:
    desks = known_desks()
    query = (
        select(
            Officer.number.label("officer_number"),
            Officer.name.label("officer_name"),
            Officer.badge_name,
            desks.c.code.label("desk_code"),
            desks.c.name.label("desk_name"),
            desks.c.agency_id,
            desks.c.agency_name,
            Posting.starts_on,
            Posting.ends_on,
        )
        .join(Officer, Officer.id == Posting.officer_id)
        .join(desks, desks.c.id == Posting.desk_id)
        .where(condition)
        .order_by(Posting.starts_on.desc(), Officer.name)
    )
    return tuple(PostingLine(**row._mapping) for row in session.execute(query))


def officers_by_desk_and_period(session: Session, period: Month) -> Mapping[int, frozenset[int]]:
    """Return, by desk, the officers posted there on at least one day of a month.

    A desk without any posting in the month has no entry.

    :param period: a month such as ``2026-11``.
    :raises portal.time.months.NotAMonth: when it is not one.
    """
    first, last = month_bounds(period)
    query = (
        select(Posting.desk_id, Posting.officer_id)
        .where(Posting.starts_on <= last)
        .where(or_(Posting.ends_on.is_(None), Posting.ends_on >= first))
    )
    served: defaultdict[int, set[int]] = defaultdict(set)
    for desk_id, officer_id in session.execute(query):
        served[desk_id].add(officer_id)
    return {desk_id: frozenset(officers) for desk_id, officers in served.items()}


def days_absent_by_desk(session: Session, period: Month) -> Mapping[int, Mapping[int, int]]:
    """Return, by desk and officer, the days of a month on which an officer was not posted there.

    Of those who were posted there on some day, and only where there are such days.

    :param period: a month such as ``2026-11``.
    :raises portal.time.months.NotAMonth: when it is not one.
    """
    first, last = month_bounds(period)
    query = (
        select(Posting.desk_id, Posting.officer_id, Posting.starts_on, Posting.ends_on)
        .where(Posting.starts_on <= last)
        .where(or_(Posting.ends_on.is_(None), Posting.ends_on >= first))
    )
    posted: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for desk_id, officer_id, starts_on, ends_on in session.execute(query):
        begin, end = max(starts_on, first), min(ends_on or last, last)
        posted[desk_id, officer_id].update(range(begin.day, end.day + 1))
    absent: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for (desk_id, officer_id), days in posted.items():
        if len(days) < last.day:
            absent[desk_id][officer_id] = last.day - len(days)
    return dict(absent)


def desks_where_posted(session: Session, officer_id: int) -> Mapping[int, int]:
    """Return the desks at which an officer serves, served or will serve, with their agencies."""
    desks = known_desks()
    query = (
        select(Posting.desk_id, desks.c.agency_id)
        .join(desks, desks.c.id == Posting.desk_id)
        .where(Posting.officer_id == officer_id)
    )
    return {row.desk_id: row.agency_id for row in session.execute(query)}


def conflict_of_interest(
    session: Session,
    officer_id: int | None,
    *,
    agency_id: int | None,
    is_supervisor: bool,
    is_agency_head: bool,
    on: date,
) -> ConflictOfInterest:
    """Return what ties somebody to desks and agencies, now or ever before.

    :param officer_id: None for who is no officer.
    :param agency_id: where their roles count; None for the whole city.
    :param on: the city's day, for which places are in service.
    """
    posted = {} if officer_id is None else desks_where_posted(session, officer_id)
    places = 0 if agency_id is None else places_in_service(session, agency_id, on=on)
    is_led = agency_id is not None and heads_own_desks(
        is_supervisor=is_supervisor, is_agency_head=is_agency_head, places=places
    )
    return ConflictOfInterest(
        posted_desk_ids=frozenset(posted),
        posted_agency_ids=frozenset(posted.values()),
        home_agency_id=agency_id,
        led_agency_id=agency_id if is_led else None,
    )
