"""Who may decide an objection: the appraiser's superior, else a substitute drawn by lot."""

from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.staff.list_queries import officers_with_account
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.yearly_queries import looks_of, yearly_with
from portal.evaluation.cycles.queries import cycle_with, rating_kinds_on
from portal.evaluation.objections.domain import Objection
from portal.evaluation.objections.queries import companions_of, deciders_of
from portal.evaluation.plans.domain import Plan
from portal.evaluation.yearly.reader_queries import possible_readers
from portal.organisation.people import queries as people


def decider_by_line(session: Session, year: Yearly, *, plan: Plan, on: date) -> int | None:
    """Return the appraiser's superior where that person may decide; else a substitute is drawn.

    The line is that of the plan's last day. Nobody decides who took part, is close to the person
    or to the appraiser, left, is away on the day, or cannot sign in.

    :returns: None where the office has to draw a substitute.
    """
    day = min(on, plan.ends_on)
    then = people.standing_on(
        session,
        day,
        person_ids={plan.person_id},
        since=plan.starts_on,
        may_rate=rating_kinds_on(session, day),
    )
    found = then.decider_of(plan.person_id)
    if found is None or found not in _able(session, year, candidates={found}, on=on):
        return None
    away = people.absences_of(session, {found})
    is_away = any(
        each.starts_on <= on and (each.ends_on is None or on <= each.ends_on) for each in away
    )
    return None if is_away else found


def possible_substitutes(session: Session, objection: Objection, *, on: date) -> tuple[int, ...]:
    """Return who may be drawn to decide: heads of other units, outside the person's line.

    Heads on the day of the cycle's opening, so that nobody is made one for a draw.

    :raises LookupError: when the result or its cycle is gone.
    """
    year = yearly_with(session, objection.evaluation_id)
    cycle = cycle_with(session, objection.cycle_id)
    if year is None or cycle is None:
        raise LookupError(objection.id)
    opened_on = cycle.opened_on or cycle.starts_on
    outside = {each.person_id for each in deciders_of(session, objection.id)}
    outside |= {each.person_id for each in companions_of(session, objection.id)}
    pool = possible_readers(session, objection.person_id, on=opened_on, today=on, outside=outside)
    return tuple(sorted(_able(session, year, candidates=set(pool), on=on)))


def took_part(session: Session, year: Yearly) -> frozenset[int]:
    """Return who decided anything of a result: raters, readers, who confirmed it or its targets."""
    looked = {each.reader_id for each in looks_of(session, year.id)}
    rated = {each.appraiser_id for each in year.ratings}
    named = {year.appraiser_id, year.confirmed_by, year.targets_confirmed_by, year.second_reader_id}
    return frozenset(each for each in {*looked, *rated, *named} if each is not None)


def _able(session: Session, year: Yearly, *, candidates: set[int], on: date) -> set[int]:
    """Return who of these is outside the matter, still serves, and can sign in."""
    person, appraiser = year.person_id, year.confirmed_by or 0
    standing = people.standing_on(session, on, person_ids={person, appraiser, *candidates})
    serving = {
        each.id for each in people.persons(session, candidates).values() if not each.is_retired(on)
    }
    left = (candidates & serving & officers_with_account(session)) - took_part(session, year)
    return {
        each
        for each in left
        if standing.may_act(each, about=person) and not standing.is_conflicted(each, appraiser)
    }
