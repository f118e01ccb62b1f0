"""Who may be drawn as a second reader, and whom a head of a unit looks at."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import HeldUnit, evaluated_people, heads_on
from portal.organisation.people.standing import StandingKind


def possible_readers(
    session: Session, person_id: int, *, on: date, outside: Collection[int | None]
) -> tuple[int, ...]:
    """Return the heads of other units on a day who may read a person's evaluation.

    Nobody of the person's line, nobody close to the person, nobody of the same unit.

    :param on: the day of the cycle's opening, so that nobody is made a head for a draw.
    :param outside: further people who do not read, such as who decides objections.
    """
    own = {
        (post.agency_id, post.unit_id)
        for post in people.posts_of(session, {person_id})
        if post.starts_on <= on and (post.ends_on is None or on <= post.ends_on)
    }
    heads = {
        each.person_id
        for each in heads_on(session, on=on)
        if (each.agency_id, each.unit_id) not in own
    }
    line = {each.superior_id for each in people.lines_above(session, person_id)}
    left = heads - line - {person_id, *outside}
    standing = people.standing_on(session, on, person_ids={person_id, *left})
    return tuple(sorted(each for each in left if standing.may_act(each, about=person_id)))


def people_headed(
    session: Session, head_id: int, *, on: date
) -> Mapping[HeldUnit, tuple[int, ...]]:
    """Return the people whose unit somebody heads on a day, by unit; nobody's own record."""
    held = [each for each in heads_on(session, on=on) if each.person_id == head_id]
    found: dict[HeldUnit, tuple[int, ...]] = {}
    for unit in held:
        ids = evaluated_people(session, on=on, agency_id=unit.agency_id)
        posts = {
            post.person_id: post.unit_id
            for post in people.posts_of(session, ids)
            if post.starts_on <= on and (post.ends_on is None or on <= post.ends_on)
        }
        standing = people.standing_on(session, on, person_ids=set(ids))
        found[unit] = tuple(
            each
            for each in ids
            if head_id in standing.holders(StandingKind.HEAD_OF_UNIT, about=each)
            and (unit.unit_id is None or posts.get(each) == unit.unit_id)
        )
    return found
