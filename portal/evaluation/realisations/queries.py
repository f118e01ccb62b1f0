"""Queries on realisations: those of a plan, one under a lock, and their links."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.evaluation.cycles.domain import Cycle, Deadline
from portal.evaluation.realisations.domain import DropCause, IndicatorPeriod, Realisation
from portal.evaluation.realisations.models import (
    RealisationDraft,
    RealisationEvent,
    RealisationLink,
    RealisationRow,
)
from portal.evaluation.realisations.silence_models import RealisationReminder
from portal.evaluation.rules.deadlines import DeadlineStep, not_reported_from
from portal.evaluation.rules.states import RealisationState
from portal.evaluation.work.domain import WorkDays
from portal.organisation.people.asked_queries import absences_asked, absences_from
from portal.storage.joint_reading import Asking, answer, asked
from portal.storage.prepared import Question, columns_of, prepared


@prepared()
def _of_plan(plan_id: Any) -> Question:
    rows = select(*columns_of(RealisationRow)).where(RealisationRow.plan_id == plan_id)
    return rows.order_by(RealisationRow.period_number, RealisationRow.indicator_key)


def realisations_of(session: Session, plan_id: int) -> Sequence[Realisation]:
    """Return the realisations of a plan in the order of periods and indicators."""
    return [realisation_of(row) for row in _of_plan.rows(session, plan_id=plan_id)]


def realisations_of_plans(session: Session, plan_ids: Collection[int]) -> Sequence[Realisation]:
    """Return the realisations of these plans in the order of plans, periods and indicators."""
    row = RealisationRow
    query = select(*columns_of(row)).where(row.plan_id.in_(plan_ids))
    ordered = query.order_by(row.plan_id, row.period_number, row.indicator_key)
    return [realisation_of(each) for each in session.execute(ordered)]


def drafts_of_plans(
    session: Session, cycle_of: Mapping[int, int]
) -> Iterator[tuple[IndicatorPeriod, RealisationDraft]]:
    """Give what is drafted in these plans and keep others from changing it.

    :param cycle_of: the cycle of each plan.
    """
    query = select(RealisationDraft).where(RealisationDraft.plan_id.in_(cycle_of))
    for row in session.scalars(query.with_for_update()):
        yield (
            IndicatorPeriod(
                row.plan_id,
                row.person_id,
                row.indicator_key,
                cycle_of[row.plan_id],
                row.period_number,
            ),
            row,
        )


def locked_realisation(session: Session, place: IndicatorPeriod) -> RealisationRow | None:
    """Return the row of an indicator in a period and keep others from changing it, or None."""
    return session.scalar(
        select(RealisationRow)
        .where(
            RealisationRow.plan_id == place.plan_id,
            RealisationRow.indicator_key == place.indicator_key,
            RealisationRow.period_number == place.period_number,
        )
        .with_for_update()
    )


def links_of(session: Session, realisation_id: int) -> Sequence[RealisationLink]:
    """Return the links that show a realisation, the first added first."""
    query = select(RealisationLink).where(RealisationLink.realisation_id == realisation_id)
    return session.scalars(query.order_by(RealisationLink.id)).all()


def realisation_of(row: Any) -> Realisation:
    """Return the realisation of a row."""
    return Realisation(
        row.id,
        IndicatorPeriod(
            row.plan_id, row.person_id, row.indicator_key, row.cycle_id, row.period_number
        ),
        RealisationState(row.state),
        revision=row.revision,
        value=None if row.value is None else row.value.normalize(),
        appraiser_value=None if row.appraiser_value is None else row.appraiser_value.normalize(),
        reported_on=row.reported_on,
        is_late=row.is_late,
        cause=None if row.cause is None else DropCause(row.cause),
        proposed_by=row.proposed_by,
        remark=row.remark,
        drop_reason=row.drop_reason,
        drop_above=bool(row.drop_above),
    )


def events_of(session: Session, realisation_ids: Collection[int]) -> Sequence[RealisationEvent]:
    """Return what happened to these realisations, in the order in which it happened."""
    query = select(RealisationEvent).where(RealisationEvent.realisation_id.in_(realisation_ids))
    return session.scalars(query.order_by(RealisationEvent.id)).all()


def report_days(deadlines: Sequence[Deadline], *, days: WorkDays) -> Mapping[int, date]:
    """Return of a cycle's last days those to report each period in time, inclusive."""
    return {
        each.period_number: each.after(days.rules, is_working_day=days.is_working_day)
        for each in deadlines
        if each.step is DeadlineStep.REALISATION_REPORTED
    }


@dataclass(frozen=True, slots=True)
class Silence:
    """Of what people were reminded, and from which day on their silence counts.

    :ivar reminded: days of the reminders of what nobody reported, by place.
    :ivar heard: of what something was said: reported, dropped, or asked to drop.
    :ivar is_away: whether a person is away on a day with permission.
    """

    days: WorkDays
    reminded: Mapping[IndicatorPeriod, Sequence[date]]
    heard: frozenset[IndicatorPeriod]
    is_away: Callable[[int, date], bool]

    def since(self, place: IndicatorPeriod) -> date | None:
        """Return the first day on which silence counts; None before that can be said.

        Source: staff evaluation paper, 7.2: two reminders on days when the person was present,
        five working days later; approved absence stops the clock.
        """
        if place in self.heard:
            return None
        return not_reported_from(
            self.reminded.get(place, ()),
            is_working_day=self.days.is_working_day,
            is_away=partial(self.is_away, place.person_id),
            rules=self.days.rules,
        )

    def is_due(self, place: IndicatorPeriod) -> bool:
        """Return whether the person is reminded today."""
        today = self.days.today
        if place in self.heard or self.is_away(place.person_id, today):
            return False
        return self.since(place) is None and today not in self.reminded.get(place, ())

    def counts_in(self, number: int) -> Mapping[int, date]:
        """Return from which day on silence counts in a period of one plan, by indicator."""
        found = {
            each.indicator_key: self.since(each)
            for each in self.reminded
            if each.period_number == number
        }
        return {key: day for key, day in found.items() if day is not None}


def silence_of(
    session: Session, plan_ids: Collection[int], *, person_ids: Collection[int], days: WorkDays
) -> Silence:
    """Return the silence about these people's plans, in one query however many they are."""
    return answer(session, ask_silence(plan_ids, person_ids=person_ids, days=days))


@asked("plan_ids")
def _reminders_of(plan_ids: Any) -> Question:
    row = RealisationReminder
    return select(*place_columns(row), row.reminded_on).where(row.plan_id.in_(plan_ids))


@asked("plan_ids")
def _heard_of(plan_ids: Any) -> Question:
    row = RealisationRow
    return select(*place_columns(row)).where(row.plan_id.in_(plan_ids), is_heard())


def ask_silence(
    plan_ids: Collection[int], *, person_ids: Collection[int], days: WorkDays
) -> Asking[Silence]:
    """Ask for the silence about these people's plans."""
    reminders, said, away = yield [
        _reminders_of(plan_ids=plan_ids),
        _heard_of(plan_ids=plan_ids),
        absences_asked(person_ids=person_ids),
    ]
    reminded: defaultdict[IndicatorPeriod, list[date]] = defaultdict(list)
    for each in reminders:
        reminded[place_in(each)].append(each.reminded_on)
    absences = absences_from(away)

    def is_away(person_id: int, day: date) -> bool:
        return any(each.person_id == person_id and each.covers(day) for each in absences)

    return Silence(days, reminded, frozenset(map(place_in, said)), is_away)


def periods_reported(
    cycle: Cycle, deadlines: Sequence[Deadline], *, days: WorkDays
) -> tuple[int, ...]:
    """Return the periods of a cycle whose last day to report is over; none once it is closed."""
    if not cycle.is_reported:
        return ()
    last_days = report_days(deadlines, days=days)
    return tuple(number for number, last in last_days.items() if last < days.today)


def place_columns(row: type[RealisationRow | RealisationReminder]) -> list[Any]:
    """Return the columns from which ``place_in`` tells where a row belongs."""
    return [
        row.plan_id,
        row.person_id,
        row.indicator_key,
        row.cycle_id,
        row.period_number,
    ]


def place_in(row: Any) -> IndicatorPeriod:
    """Return the plan, person, indicator and period of a row."""
    return IndicatorPeriod(
        row.plan_id, row.person_id, row.indicator_key, row.cycle_id, row.period_number
    )


def is_heard() -> ColumnElement[bool]:
    """Return whether something was said of a realisation."""
    is_open = RealisationRow.state == RealisationState.OPEN
    return or_(~is_open, RealisationRow.proposed_by.is_not(None))
