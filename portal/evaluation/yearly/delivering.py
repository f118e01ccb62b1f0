"""Delivers what was confirmed, reminds of it, deems it received and makes it final, day by day."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.appraisals.delivery_service import Clock, HasObjection, deliver, look_after
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.appraisals.yearly_queries import confirmed_of, years_in
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.rules.states import YearlyState
from portal.organisation.calendar.queries import working_days
from portal.organisation.people import queries as people

# The longest absence that a clock is stopped by, with holidays on the way.
AHEAD = timedelta(days=400)


def deliver_confirmed(session: Session, person_id: int, *, now: datetime, today: date) -> int:
    """Deliver the confirmed results of a person and return how many there were; commits."""
    waiting = confirmed_of(session, person_id)
    for year in waiting:
        _deliver(session, year, now=now, today=today)
    return len(waiting)


def look_after_results(
    session: Session, *, now: datetime, today: date, has_objection: HasObjection
) -> int:
    """Deliver, remind, deem received or make final whatever is due; commits one by one.

    A result that somebody changes at this moment is looked at in the next night.

    :returns: how many results were looked at.
    """
    for year in years_in(session, YearlyState.CONFIRMED):
        _deliver(session, year, now=now, today=today)
    waiting = years_in(session, YearlyState.DELIVERED, YearlyState.RECEIVED)
    for year in waiting:
        if year.delivered_on != today:
            with suppress(EvaluationChanged):
                look_after(
                    session,
                    _act(year, now=now, today=today),
                    clock=clock_of(session, year, today=today),
                    tell=partial(tell_officer, session, year.person_id),
                    has_objection=has_objection,
                )
    return len(waiting)


def clock_of(session: Session, year: Yearly, *, today: date) -> Clock:
    """Return the days by which a person's receipt and objection count."""
    cycle = cycles.cycle_with(session, year.cycle_id)
    if cycle is None:
        raise LookupError(year.cycle_id)
    rules = cycles.rules_of(session, cycle).rules
    first = year.delivered_on or today
    calendar = working_days(session, first=first, last=today + AHEAD)
    absences = people.absences_of(session, {year.person_id})

    def is_away(day: date) -> bool:
        return any(
            each.starts_on <= day and (each.ends_on is None or day <= each.ends_on)
            for each in absences
        )

    return Clock(rules, calendar.includes, is_away)


def _deliver(session: Session, year: Yearly, *, now: datetime, today: date) -> None:
    act = _act(year, now=now, today=today)
    deliver(session, act, tell=partial(tell_officer, session, year.person_id))


def _act(year: Yearly, *, now: datetime, today: date) -> YearAct:
    place = YearPlace(year.plan_id, year.person_id, year.cycle_id)
    return YearAct(place, year.revision, None, now, today)
