"""Who worked together in a span of days, and who has a conflict of interest with whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.accounts.staff.list_queries import officers_with_account
from portal.organisation.people.models import (
    KeptAbsence,
    KeptLine,
    KeptRelation,
    PersonPost,
    Posting,
)


@dataclass(frozen=True, slots=True)
class Stay:
    """Days of a person at a place, both inclusive.

    :ivar place: kind and number, such as ``desk 7``, ``unit 2`` or, without a unit, ``agency 1``.
    """

    person_id: int
    place: str
    starts_on: date
    ends_on: date


def stays(session: Session, *, first: date, last: date) -> Sequence[Stay]:
    """Return who served where from ``first`` to ``last``, by person and place."""
    found = []
    posts = select(
        PersonPost.person_id,
        PersonPost.unit_id,
        PersonPost.agency_id,
        PersonPost.starts_on,
        PersonPost.ends_on,
    ).where(_overlaps(PersonPost.starts_on, PersonPost.ends_on, first=first, last=last))
    for person, unit, agency, starts, ends in session.execute(posts):
        place = f"agency {agency}" if unit is None else f"unit {unit}"
        found.append(Stay(person, place, max(starts, first), min(ends or last, last)))
    desks = select(Posting.officer_id, Posting.desk_id, Posting.starts_on, Posting.ends_on).where(
        _overlaps(Posting.starts_on, Posting.ends_on, first=first, last=last)
    )
    for person, desk, starts, ends in session.execute(desks):
        found.append(Stay(person, f"desk {desk}", max(starts, first), min(ends or last, last)))
    return sorted(found, key=lambda each: (each.person_id, each.place, each.starts_on))


def superiors_in(session: Session, *, first: date, last: date) -> Mapping[int, frozenset[int]]:
    """Return of everybody who stood above them on any day of a span, however far up.

    Who heads the same unit, or the agency of those without a unit, stands above, too.
    """
    above: dict[int, set[int]] = {}
    lines = select(KeptLine.person_id, KeptLine.superior_id).where(
        _overlaps(KeptLine.starts_on, KeptLine.ends_on, first=first, last=last)
    )
    for person, superior in session.execute(lines):
        above.setdefault(person, set()).add(superior)
    for person, head in _headed(session, first=first, last=last):
        above.setdefault(person, set()).add(head)
    return {person: _all_above(person, above) for person in above}


def related_pairs(session: Session, *, first: date, last: date) -> frozenset[frozenset[int]]:
    """Return pairs of which one holds any relation about the other on a day of a span."""
    query = select(KeptRelation.holder_id, KeptRelation.about_id).where(
        _overlaps(KeptRelation.starts_on, KeptRelation.ends_on, first=first, last=last)
    )
    return frozenset(frozenset(pair) for pair in session.execute(query))


def away_throughout(session: Session, *, first: date, last: date) -> frozenset[int]:
    """Return who is away on every day of a span by one recorded absence."""
    query = select(KeptAbsence.person_id).where(
        KeptAbsence.starts_on <= first,
        or_(KeptAbsence.ends_on.is_(None), KeptAbsence.ends_on >= last),
    )
    return frozenset(session.scalars(query))


def who_can_sign_in(session: Session, person_ids: Collection[int]) -> frozenset[int]:
    """Return who of these people has an account that is open."""
    return officers_with_account(session) & frozenset(person_ids)


def _headed(session: Session, *, first: date, last: date) -> Sequence[tuple[int, int]]:
    posts = session.execute(
        select(
            PersonPost.person_id, PersonPost.agency_id, PersonPost.unit_id, PersonPost.is_head
        ).where(_overlaps(PersonPost.starts_on, PersonPost.ends_on, first=first, last=last))
    ).all()
    heads: dict[tuple[int, int | None], set[int]] = {}
    for person, agency, unit, is_head in posts:
        if is_head:
            heads.setdefault((agency, unit), set()).add(person)
    return [
        (person, head)
        for person, agency, unit, _ in posts
        for head in heads.get((agency, unit), ())
        if head != person
    ]


def _all_above(person: int, above: Mapping[int, set[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = [person]
    while waiting:
        fresh = above.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found - {person})


def _overlaps(
    starts: InstrumentedAttribute[date],
    ends: InstrumentedAttribute[date | None] | InstrumentedAttribute[date],
    *,
    first: date,
    last: date,
) -> ColumnElement[bool]:
    return and_(starts <= last, or_(ends.is_(None), ends >= first))
