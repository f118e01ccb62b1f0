"""Questions about people: who somebody is, who reports to whom, who is away, who is what."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.staff.queries import officer_of_account
from portal.accounts.staff.staff_numbers import spelled
from portal.organisation.people.asked_queries import (
    absences_asked,
    absences_from,
    ask_standing_of_superior,
    covers,
    lines_above_asked,
    lines_from,
    lines_where,
    relations_above_asked,
    relations_from,
)
from portal.organisation.people.domain import (
    Absence,
    DeclaredRelation,
    Person,
    PersonKind,
    Post,
)
from portal.organisation.people.models import (
    KeptLine,
    KeptRelation,
    Officer,
    PersonPost,
    StaffNumber,
)
from portal.organisation.people.reporting_lines import LineKind, ReportingLine
from portal.organisation.people.standing import (
    CONFLICTS,
    RATING_KINDS,
    RelationKind,
    StaffRelation,
    StandingOnDay,
    standing,
)
from portal.storage.joint_reading import answer
from portal.storage.prepared import Question, columns_of, prepared

# Made once: making an alias takes longer than asking.
OWN_POST, HEADING_POST = aliased(PersonPost), aliased(PersonPost)


@prepared("person_ids")
def _persons(person_ids: Any) -> Question:
    return (
        select(Officer.id, Officer.name, Officer.number, Officer.kind, Officer.retired_on)
        .where(Officer.id.in_(person_ids))
        .order_by(Officer.name, Officer.id)
    )


@prepared("person_ids")
def _posts(person_ids: Any) -> Question:
    return (
        select(*columns_of(PersonPost))
        .where(PersonPost.person_id.in_(person_ids))
        .order_by(PersonPost.person_id, PersonPost.starts_on, PersonPost.id)
    )


@prepared()
def _spans(person_id: Any) -> Question:
    post = PersonPost
    return select(post.starts_on, post.ends_on, post.kind).where(post.person_id == person_id)


@prepared("person_ids")
def _heads_on(person_ids: Any, on: Any) -> Question:
    """Ask who heads their units; of people without one, and of heads, it is the agency's."""
    own, heading = OWN_POST, HEADING_POST
    same_unit = and_(own.is_head.is_(False), heading.unit_id == own.unit_id)
    of_agency = and_(or_(own.is_head, own.unit_id.is_(None)), heading.unit_id.is_(None))
    return (
        select(heading.person_id.label("holder"), own.person_id.label("about"), heading.starts_on)
        .join(heading, and_(heading.agency_id == own.agency_id, or_(same_unit, of_agency)))
        .where(
            own.person_id.in_(person_ids),
            heading.is_head,
            heading.person_id != own.person_id,
            covers(own.starts_on, own.ends_on, on=on),
            covers(heading.starts_on, heading.ends_on, on=on),
        )
    )


def person(session: Session, person_id: int) -> Person | None:
    """Return the person with an internal number, or None."""
    return persons(session, {person_id}).get(person_id)


def persons(session: Session, person_ids: Collection[int]) -> Mapping[int, Person]:
    """Return the people with these internal numbers, in order of name."""
    return {
        row.id: Person(
            id=row.id,
            name=row.name,
            number=row.number,
            kind=None if row.kind is None else PersonKind(row.kind),
            retired_on=row.retired_on,
        )
        for row in _persons.rows(session, person_ids=person_ids)
    }


def names_of_persons(session: Session, person_ids: Collection[int]) -> Mapping[int, str]:
    """Return the names of people by internal number."""
    return {number: each.name for number, each in persons(session, person_ids).items()}


def person_of_account(session: Session, account_id: int) -> Person | None:
    """Return the person to whom an account is tied, or None."""
    person_id = officer_of_account(session, account_id)
    return None if person_id is None else person(session, person_id)


def person_with_number(session: Session, number: str) -> Person | None:
    """Return who has or had a staff number, in any spelling, or None."""
    query = select(StaffNumber.person_id).where(StaffNumber.number == spelled(number))
    person_id = session.scalar(query)
    return None if person_id is None else person(session, person_id)


def persons_by_number(session: Session, numbers: Collection[str]) -> Mapping[str, int]:
    """Return the internal numbers of who has or had these staff numbers in their normal form."""
    query = select(StaffNumber.number, StaffNumber.person_id).where(StaffNumber.number.in_(numbers))
    return {row.number: row.person_id for row in session.execute(query)}


def lines_of(session: Session, person_ids: Collection[int]) -> Sequence[ReportingLine]:
    """Return all reporting lines of these people, each person's in order of time."""
    return _lines(session, KeptLine.person_id.in_(person_ids))


def lines_above(session: Session, person_id: int) -> Sequence[ReportingLine]:
    """Return all lines of a person and of everybody who ever stood above them."""
    return lines_from(lines_above_asked.rows(session, person_ids=[person_id]).all())


def all_lines(session: Session) -> Sequence[ReportingLine]:
    """Return the reporting lines of everybody."""
    return _lines(session, KeptLine.id.is_not(None))


def posts_of(session: Session, person_ids: Collection[int]) -> Sequence[Post]:
    """Return all posts of these people, each person's in order of time."""
    return [
        Post(
            person_id=row.person_id,
            title=row.title,
            agency_id=row.agency_id,
            unit_id=row.unit_id,
            is_head=row.is_head,
            kind=row.kind,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in _posts.rows(session, person_ids=person_ids)
    ]


def definitive_spans(session: Session, person_id: int) -> list[tuple[date, date | None]]:
    """Return from when to when a person held definitive posts, both inclusive; None has no end."""
    held = _spans.rows(session, person_id=person_id)
    return [(each.starts_on, each.ends_on) for each in held if each.kind == LineKind.DEFINITIVE]


def absences_of(session: Session, person_ids: Collection[int]) -> Sequence[Absence]:
    """Return all absences of these people, each person's in order of time."""
    return absences_from(absences_asked.rows(session, person_ids=person_ids).all())


def declared_relations(session: Session, person_id: int) -> Sequence[DeclaredRelation]:
    """Return what a person, or somebody of them, declared, the latest first."""
    query = (
        select(KeptRelation)
        .where(
            KeptRelation.kind.in_(CONFLICTS),
            or_(KeptRelation.holder_id == person_id, KeptRelation.about_id == person_id),
        )
        .order_by(KeptRelation.starts_on.desc(), KeptRelation.id.desc())
    )
    return [
        DeclaredRelation(
            id=row.id,
            kind=RelationKind(row.kind),
            other_id=row.about_id if row.holder_id == person_id else row.holder_id,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in session.scalars(query)
    ]


def standing_on(
    session: Session,
    day: date,
    *,
    person_ids: Collection[int],
    since: date | None = None,
    may_rate: frozenset[LineKind] = RATING_KINDS,
) -> StandingOnDay:
    """Return who is what to these people on a day, and to everybody above them.

    Three queries, however many people are asked for. Only these people and those above them are
    known to the answer: for the people of a superior, ask ``standing_of_superior``.

    :param since: from when on a superior counts as former; None for the first day of the year.
    :param may_rate: kinds of line whose superior may rate.
    """
    heads = (
        StaffRelation(RelationKind.HEAD_OF_UNIT, row.holder, row.about, row.starts_on)
        for row in _heads_on.rows(session, person_ids=person_ids, on=day)
    )
    relations = relations_from(
        relations_above_asked.rows(session, person_ids=person_ids, on=day).all()
    )
    return standing(
        lines_from(lines_above_asked.rows(session, person_ids=person_ids).all()),
        [*relations, *heads],
        on=day,
        since=since,
        may_rate=may_rate,
    )


def standing_of_superior(session: Session, day: date, *, superior_id: int) -> StandingOnDay:
    """Return the standing of everybody who may be one of a superior's people on a day."""
    return answer(session, ask_standing_of_superior(day, superior_id=superior_id))


def people_of(session: Session, superior_id: int, *, on: date) -> tuple[int, ...]:
    """Return the people whom a superior rates or stands in for on a day."""
    return standing_of_superior(session, on, superior_id=superior_id).people_of(superior_id)


def agencies_of(session: Session, person_ids: Collection[int], *, on: date) -> Mapping[int, int]:
    """Return the agency of each person's definitive post on a day; without a post no entry."""
    query = select(PersonPost.person_id, PersonPost.agency_id).where(
        PersonPost.person_id.in_(person_ids),
        PersonPost.kind == LineKind.DEFINITIVE,
        covers(PersonPost.starts_on, PersonPost.ends_on, on=on),
    )
    return {row.person_id: row.agency_id for row in session.execute(query)}


def _lines(session: Session, condition: ColumnElement[bool]) -> Sequence[ReportingLine]:
    return lines_from(session.execute(lines_where(condition)).all())
