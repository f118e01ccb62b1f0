"""Draws another second reader where the one drawn did not look in time, night by night."""

import secrets
from contextlib import suppress
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import SecondLook, Yearly
from portal.evaluation.appraisals.looking_service import redraw_reader
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.appraisals.yearly_queries import looks_of, years_in
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.rules.deadlines import DeadlineStep, last_day
from portal.evaluation.rules.states import YearlyState
from portal.evaluation.yearly.reader_queries import possible_readers
from portal.organisation.calendar.queries import working_days


def redraw_silent_readers(session: Session, *, now: datetime, today: date) -> int:
    """Draw another reader wherever the days for a second look are over; commits one by one.

    Whoever was drawn before is not drawn again. Where nobody is left, the one drawn last may
    still look, and the performance office names somebody.

    :param today: the city's date.
    :returns: how many were drawn.
    """
    waiting = [(each, looks_of(session, each.id)) for each in _in_second_look(session)]
    found = 0
    for year, looks in waiting:
        reader = _next_reader(session, year, looks=looks, today=today)
        if reader is None:
            continue
        place = YearPlace(year.plan_id, year.person_id, year.cycle_id)
        act = YearAct(place, year.revision, None, now, today)
        # Who looks at this very moment has looked.
        with suppress(EvaluationChanged):
            redraw_reader(session, act, reader_id=reader)
            found += 1
    return found


def _in_second_look(session: Session) -> tuple[Yearly, ...]:
    return years_in(session, YearlyState.SECOND_LOOK)


def _next_reader(
    session: Session, year: Yearly, *, looks: tuple[SecondLook, ...], today: date
) -> int | None:
    """Return who is drawn instead, by lot; None while there is time, or where nobody is left."""
    cycle = cycles.cycle_with(session, year.cycle_id)
    if cycle is None or not looks or looks[-1].opinion is not None:
        return None
    drawn_on = looks[-1].drawn_on
    until = last_day(
        DeadlineStep.SECOND_LOOK,
        drawn_on,
        is_working_day=working_days(session, first=drawn_on, last=today).includes,
        rules=cycles.rules_of(session, cycle).rules.days,
    )
    if today <= until:
        return None
    pool = possible_readers(
        session,
        year.person_id,
        on=cycle.opened_on or cycle.starts_on,
        today=today,
        outside={year.appraiser_id, year.decider_id, *(each.reader_id for each in looks)},
    )
    return secrets.choice(pool) if pool else None
