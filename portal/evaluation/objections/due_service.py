"""Objections without an answer in time: they go on; a person always decides."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.yearly_queries import yearly_with
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.objections.case_clock import CaseClock
from portal.evaluation.objections.deciding_service import close_objection
from portal.evaluation.objections.domain import HEARD, Objection
from portal.evaluation.objections.hearing_service import admit_objection, begin_hearing
from portal.evaluation.objections.queries import objections_in
from portal.evaluation.objections.writing import (
    ObjectionAct,
    ObjectionChanged,
    opened_objection,
    tell_people,
)
from portal.evaluation.rules.days import nth_day
from portal.evaluation.rules.states import ObjectionState
from portal.organisation.calendar.queries import working_days

# Working days after which a decision that nobody opened is closed.
READ_WITHIN = 5
# How far ahead days are counted.
FARTHEST_AHEAD = 400
# Working days before its last day from which a decision is asked for again.
ASKED_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Night:
    """The moment and the city's date of a night's work."""

    now: datetime
    today: date

    def act(self, objection: Objection) -> ObjectionAct:
        """Return an act of the portal itself."""
        return ObjectionAct(objection.id, objection.revision, None, self.now, self.today)


def case_clock(session: Session, objection: Objection, *, today: date) -> CaseClock:
    """Return the days by which both sides and the decision of an objection are due.

    :raises LookupError: when its cycle is gone.
    """
    cycle = cycles.cycle_with(session, objection.cycle_id)
    if cycle is None:
        raise LookupError(objection.cycle_id)
    first = min(objection.filed_on or today, today)
    last = date.fromordinal(today.toordinal() + FARTHEST_AHEAD)
    calendar = working_days(session, first=first, last=last)
    return CaseClock(cycles.rules_of(session, cycle).rules, calendar.includes)


def look_after_objections(session: Session, *, now: datetime, today: date) -> int:
    """Do for every open objection what is due; commits one by one.

    What was filed in time and not answered within three working days counts as admitted; the
    hearing begins when the days for explanations are over; last days move later with a holiday
    that was declared since; who decides is told again when the last day comes near and when it
    is over. Nothing is decided by silence.

    :returns: how many objections were looked at.
    """
    night = Night(now, today)
    states = (ObjectionState.FILED, *HEARD, ObjectionState.DECIDED)
    found = objections_in(session, *states)
    session.rollback()
    for each in found:
        try:
            _look_after(session, each, night=night)
        except (EvaluationChanged, ObjectionChanged):
            # Somebody did something to it at this moment: the next night looks again.
            session.rollback()
    return len(found)


def _look_after(session: Session, objection: Objection, *, night: Night) -> None:
    clock = case_clock(session, objection, today=night.today)
    if objection.state is ObjectionState.DECIDED:
        read_until = nth_day(
            objection.decided_on or night.today, READ_WITHIN, counts=clock.is_working_day
        )
        if read_until < night.today:
            close_objection(session, night.act(objection))
    elif objection.state is ObjectionState.FILED:
        _admit(session, objection, night=night, clock=clock)
    else:
        _hear(session, objection, night=night, clock=clock)


def _admit(session: Session, objection: Objection, *, night: Night, clock: CaseClock) -> None:
    filed_on = objection.filed_on or night.today
    if objection.is_late or night.today <= clock.admitted_from(filed_on):
        return
    year = yearly_with(session, objection.evaluation_id)
    if year is not None:
        admit_objection(session, night.act(objection), year=year, clock=clock)


def _hear(session: Session, objection: Objection, *, night: Night, clock: CaseClock) -> None:
    row = opened_objection(session, night.act(objection))
    if row.admitted_on is not None and row.explain_until is not None:
        row.explain_until = max(row.explain_until, clock.explain_until(row.admitted_on))
        computed = clock.decide_until(row.explain_until)
        if row.extended_on is not None:
            computed = clock.extended(computed)
        row.decide_until = max(row.decide_until or computed, computed)
    begin_hearing(session, row, act=night.act(objection))
    until = row.decide_until
    if until is not None and clock.is_working_day(night.today):
        near = nth_day(night.today, ASKED_BEFORE, counts=clock.is_working_day)
        if near >= until:
            tell_people(session, {row.decider_id})
    session.commit()
