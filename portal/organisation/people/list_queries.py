"""People as the staff pages list and find them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.staff.staff_numbers import spelled
from portal.organisation.people.domain import DeclaredRelation
from portal.organisation.people.models import (
    KeptLine,
    KeptRelation,
    Officer,
    PersonPost,
    Posting,
    StaffNumber,
)
from portal.organisation.people.naming import NAMED_RELATIONS
from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.people.standing import RelationKind
from portal.organisation.places.queries import known_agencies, known_desks
from portal.storage.paging import PAGE_SIZE, Page, offset_of

MOST_FOUND = 10
_Superior = aliased(Officer)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person as a list shows them on a day; what nobody recorded is None."""

    id: int
    name: str
    number: str | None
    kind: str | None
    title: str | None
    agency_name: str | None
    superior_name: str | None


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """Which people are asked for; empty fields ask for all who serve.

    :ivar words: looked for in names and in all numbers a person has or had.
    :ivar agency_id: keeps to people with a post or a desk there on the day.
    :ivar has_no_line: keeps to people who report to nobody on the day.
    :ivar kind: how they are employed.
    :ivar is_number_whole: a number counts only when it is typed whole, so that nobody finds out
        the digits of others, which hold the day of birth.
    """

    words: str = ""
    agency_id: int | None = None
    has_no_line: bool = False
    kind: str = ""
    is_number_whole: bool = False


def people_page(
    session: Session, asked: PeopleAsked, *, on: date, number: int
) -> Page[ListedPerson]:
    """Return a page of people in order of name; ``number`` counts from 1."""
    conditions = _conditions(asked, on=on)
    total = session.scalar(select(func.count()).select_from(Officer).where(*conditions)) or 0
    query = _lines(on).where(*conditions).order_by(Officer.name, Officer.id)
    rows = session.execute(query.limit(PAGE_SIZE).offset(offset_of(number)))
    return Page([ListedPerson(**row._mapping) for row in rows], number, total)


def find_people(
    session: Session, words: str, *, on: date, is_number_whole: bool = False
) -> Sequence[ListedPerson]:
    """Return at most ten people in service with these words in name or number, by name."""
    if not words.strip():
        return []
    conditions = _conditions(PeopleAsked(words, is_number_whole=is_number_whole), on=on)
    query = _lines(on).where(*conditions).order_by(Officer.name, Officer.id).limit(MOST_FOUND)
    return [ListedPerson(**row._mapping) for row in session.execute(query)]


def is_at_agency(session: Session, person_id: int, *, agency_id: int, on: date) -> bool:
    """Return whether a person has a post or a desk at an agency on a day."""
    query = select(Officer.id).where(Officer.id == person_id, _at_agency(agency_id, on=on))
    return session.scalar(query) is not None


def people_at_agency(
    session: Session, person_ids: Collection[int], *, agency_id: int, on: date
) -> frozenset[int]:
    """Return which of these people have a post or a desk at an agency on a day."""
    query = select(Officer.id).where(Officer.id.in_(person_ids), _at_agency(agency_id, on=on))
    return frozenset(session.scalars(query))


def _lines(on: date) -> Select[*tuple[Any, ...]]:
    post = and_(
        PersonPost.person_id == Officer.id,
        PersonPost.kind == LineKind.DEFINITIVE,
        _covers(PersonPost, on=on),
    )
    line = and_(KeptLine.person_id == Officer.id, _covers(KeptLine, on=on))
    agencies = known_agencies()
    query: Select[*tuple[Any, ...]] = (
        select(
            Officer.id,
            Officer.name,
            Officer.number,
            Officer.kind,
            PersonPost.title,
            agencies.c.name.label("agency_name"),
            _Superior.name.label("superior_name"),
        )
        .outerjoin(PersonPost, post)
        .outerjoin(agencies, agencies.c.id == PersonPost.agency_id)
        .outerjoin(KeptLine, line)
        .outerjoin(_Superior, _Superior.id == KeptLine.superior_id)
    )
    return query


def _conditions(asked: PeopleAsked, *, on: date) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        or_(Officer.retired_on.is_(None), Officer.retired_on > on)
    ]
    if asked.words.strip():
        named = [
            func.lower(Officer.name).contains(word, autoescape=True)
            for word in asked.words.lower().split()
        ]
        typed = spelled(asked.words)
        is_found = (
            StaffNumber.number == typed
            if asked.is_number_whole
            else StaffNumber.number.contains(typed, autoescape=True)
        )
        numbered = select(StaffNumber.person_id).where(is_found)
        conditions.append(or_(and_(*named), Officer.id.in_(numbered)))
    if asked.agency_id is not None:
        conditions.append(_at_agency(asked.agency_id, on=on))
    if asked.has_no_line:
        reporting = select(KeptLine.person_id).where(_covers(KeptLine, on=on))
        conditions.append(Officer.id.not_in(reporting))
    if asked.kind:
        conditions.append(Officer.kind == asked.kind)
    return conditions


def _at_agency(agency_id: int, *, on: date) -> ColumnElement[bool]:
    by_post = select(PersonPost.person_id).where(
        PersonPost.agency_id == agency_id, _covers(PersonPost, on=on)
    )
    desks = known_desks()
    by_desk = (
        select(Posting.officer_id)
        .join(desks, desks.c.id == Posting.desk_id)
        .where(desks.c.agency_id == agency_id, _covers(Posting, on=on))
    )
    return or_(Officer.id.in_(by_post), Officer.id.in_(by_desk))


def _covers(model: Any, *, on: date) -> ColumnElement[bool]:
    return and_(model.starts_on <= on, or_(model.ends_on.is_(None), model.ends_on >= on))


def people_without_number(session: Session) -> Mapping[str, int]:
    """Return who has no staff number, by name in small letters; no shared names."""
    found: dict[str, list[int]] = {}
    for row in session.execute(select(Officer.id, Officer.name).where(Officer.number.is_(None))):
        found.setdefault(row.name.casefold(), []).append(row.id)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}


def all_people(session: Session) -> Sequence[tuple[int, str | None, str, str | None]]:
    """Return internal number, staff number, name and kind of everybody with a staff number."""
    query = (
        select(Officer.id, Officer.number, Officer.name, Officer.kind)
        .where(Officer.number.is_not(None))
        .order_by(Officer.name, Officer.id)
    )
    return [(row.id, row.number, row.name, row.kind) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class ServingPerson:
    """A person in service on a day, and where: by the definitive post, else by a desk."""

    id: int
    name: str
    number: str | None
    agency_id: int | None


def serving_people(session: Session, *, on: date) -> Sequence[ServingPerson]:
    """Return everybody in service on a day, by name; without post and desk there is no agency."""
    post = and_(
        PersonPost.person_id == Officer.id,
        PersonPost.kind == LineKind.DEFINITIVE,
        _covers(PersonPost, on=on),
    )
    desks = known_desks()
    by_desk = (
        select(func.min(desks.c.agency_id))
        .join(Posting, Posting.desk_id == desks.c.id)
        .where(Posting.officer_id == Officer.id, _covers(Posting, on=on))
        .scalar_subquery()
    )
    query = (
        select(
            Officer.id,
            Officer.name,
            Officer.number,
            func.coalesce(PersonPost.agency_id, by_desk).label("agency_id"),
        )
        .outerjoin(PersonPost, post)
        .where(or_(Officer.retired_on.is_(None), Officer.retired_on > on))
        .order_by(Officer.name, Officer.id)
    )
    return [ServingPerson(**row._mapping) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class DatedNumber:
    """A staff number that a person has or had; days that nobody recorded are None."""

    number: str
    starts_on: date | None
    ends_on: date | None


def numbers_of(session: Session, person_id: int) -> Sequence[DatedNumber]:
    """Return all numbers of a person, the one without an end first."""
    query = select(StaffNumber.number, StaffNumber.starts_on, StaffNumber.ends_on).where(
        StaffNumber.person_id == person_id
    )
    found = [DatedNumber(**row._mapping) for row in session.execute(query)]
    return sorted(found, key=lambda each: each.ends_on or date.max, reverse=True)


def named_for(session: Session, person_id: int) -> Sequence[DeclaredRelation]:
    """Return a person's advisers and substitutes of every day, the latest first."""
    query = (
        select(KeptRelation)
        .where(KeptRelation.kind.in_(NAMED_RELATIONS), KeptRelation.about_id == person_id)
        .order_by(KeptRelation.starts_on.desc(), KeptRelation.id.desc())
    )
    return [
        DeclaredRelation(row.id, RelationKind(row.kind), row.holder_id, row.starts_on, row.ends_on)
        for row in session.scalars(query)
    ]
