"""A confirmed result on its way to the person: delivered, reminded of, received, final."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Receipt
from portal.evaluation.appraisals.periodic_service import NotByOneself
from portal.evaluation.appraisals.snapshot_models import DeliveryReminder
from portal.evaluation.appraisals.snapshot_queries import reminders_of
from portal.evaluation.appraisals.writing import YearAct, expect, note_year, opened_year
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation
from portal.evaluation.rules.days import DayTest
from portal.evaluation.rules.deadlines import (
    deemed_received_on,
    is_final,
    objection_reminder_due,
    objection_until,
)
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import YearlyState


@dataclass(frozen=True, slots=True)
class Clock:
    """The days by which a person's receipt and objection count.

    :ivar is_away: days of the person's approved absence.
    """

    rules: RuleSet
    is_working_day: DayTest
    is_away: DayTest

    def object_until(self, received_on: date) -> date:
        """Return the last day to object, inclusive."""
        counts, away = self.is_working_day, self.is_away
        clock = self.rules.objection
        return objection_until(received_on, is_working_day=counts, is_away=away, clock=clock)

    def reminds(self, until: date, *, on: date) -> bool:
        """Return whether the person is told on a day how long they may object."""
        return objection_reminder_due(until, on=on, rules=self.rules.days)


# Tells the person, within the transaction that delivers.
Tell = Callable[[], None]
# Whether a result, by its number, waits for an objection that was filed in time.
HasObjection = Callable[[Session, int], bool]


def deliver(session: Session, act: YearAct, *, tell: Tell) -> None:
    """Let the person read the result, and let a letter without content say so; commits.

    :raises EvaluationChanged: when it changed meanwhile.
    :raises TransitionRefused: when it is not confirmed, or delivered already.
    """
    row = opened_year(session, act)
    row.delivered_on = act.today
    note_year(session, row, to=YearlyState.DELIVERED, act=act)
    tell()
    session.commit()


def receive(session: Session, act: YearAct, *, clock: Clock) -> None:
    """Keep that the person pressed "received"; the time to object begins; commits.

    :raises NotByOneself: when it is not the person.
    :raises EvaluationChanged: when it changed meanwhile.
    :raises TransitionRefused: when it was not delivered, or received already.
    """
    if act.person_id != act.place.person_id:
        raise NotByOneself(f"{act.person_id}")
    row = opened_year(session, act)
    _received(session, row, act=act, receipt=Receipt.PRESSED, on=act.today, clock=clock)
    session.commit()


def look_after(
    session: Session, act: YearAct, *, clock: Clock, tell: Tell, has_objection: HasObjection
) -> YearlyState:
    """Do what is due for a delivered result: remind, deem received, or make it final; commits.

    Once it is received, the person is told when few days are left to object; before, on days on
    which the person is at work, from the second reminder on a day apart.

    :returns: the state afterwards.
    :raises EvaluationChanged: when it changed meanwhile.
    """
    row = opened_year(session, act)
    if row.state == YearlyState.DELIVERED and row.delivered_on is not None:
        _look_after_delivered(session, row, act=act, clock=clock, tell=tell)
    elif row.state == YearlyState.RECEIVED and row.received_on and row.object_until:
        row.object_until = max(row.object_until, clock.object_until(row.received_on))
        waits = has_objection(session, row.id)
        if is_final(row.object_until, on=act.today, has_objection=waits):
            note_year(session, row, to=YearlyState.FINAL, act=act)
        elif not waits and clock.reminds(row.object_until, on=act.today):
            _remind(session, row, act=act, tell=tell)
    session.commit()
    return YearlyState(row.state)


def _look_after_delivered(
    session: Session, row: YearlyEvaluation, *, act: YearAct, clock: Clock, tell: Tell
) -> None:
    reminded = reminders_of(session, row.id)
    delivered_on = row.delivered_on or act.today
    deemed = deemed_received_on(
        delivered_on,
        reminded_on=reminded,
        is_working_day=clock.is_working_day,
        is_away=clock.is_away,
        rules=clock.rules.days,
    )
    if deemed is not None and deemed < act.today:
        portal = replace(act, person_id=None)
        _received(session, row, act=portal, receipt=Receipt.DEEMED, on=act.today, clock=clock)
        return
    is_at_work = clock.is_working_day(act.today) and not clock.is_away(act.today)
    if is_at_work and act.today > delivered_on and deemed is None:
        _remind(session, row, act=act, tell=tell)


def _remind(session: Session, row: YearlyEvaluation, *, act: YearAct, tell: Tell) -> None:
    """Tell the person that something waits, once a day."""
    if act.today not in reminders_of(session, row.id):
        session.add(DeliveryReminder(evaluation_id=row.id, reminded_on=act.today))
        tell()


def _received(
    session: Session,
    row: YearlyEvaluation,
    *,
    act: YearAct,
    receipt: Receipt,
    on: date,
    clock: Clock,
) -> None:
    expect(session, row, YearlyState.DELIVERED, to=YearlyState.RECEIVED)
    row.received_on, row.receipt = on, receipt
    row.object_until = clock.object_until(on)
    note_year(session, row, to=YearlyState.RECEIVED, act=act)
