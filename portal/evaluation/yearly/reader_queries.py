"""Who may be drawn as a second reader, and whom a head of a unit looks at."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.staff.list_queries import officers_with_account
from portal.evaluation.substitutes.in_line import below, ever_above
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import HeldUnit, evaluated_people, heads_on
from portal.organisation.people.standing import StandingKind


def possible_readers(
    session: Session, person_id: int, *, on: date, today: date, outside: Collection[int | None]
) -> tuple[int, ...]:
    """Return the heads of other units on a day who may read a person's evaluation.

    Nobody who ever stood above the person, nobody who was below since then by however many steps,
    nobody close to the person then or today, nobody of the same unit, nobody who left. Where some
    of them can sign in, only they.

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
    lines = people.all_lines(session)
    line = ever_above(lines, person_id) | below(lines, person_id, first=min(on, today), last=today)
    left = heads - line - {person_id, *outside}
    days = [people.standing_on(session, day, person_ids={person_id, *left}) for day in {on, today}]
    gone = {each.id for each in people.persons(session, left).values() if each.is_retired(today)}
    possible = {
        each
        for each in left - gone
        if all(standing.may_act(each, about=person_id) for standing in days)
    }
    return tuple(sorted(possible & officers_with_account(session) or possible))


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
