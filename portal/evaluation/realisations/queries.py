"""What is asked of realisations: those of a plan, one under a lock, and their links."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.realisations.domain import (
    STILL_MEASURED,
    Answerer,
    DropCause,
    Place,
    Realisation,
    answerer,
)
from portal.evaluation.realisations.models import (
    RealisationEvent,
    RealisationLink,
    RealisationRow,
)
from portal.evaluation.realisations.silence_models import RealisationReminder
from portal.evaluation.rules.deadlines import DeadlineStep, not_reported_from
from portal.evaluation.rules.states import RealisationState
from portal.evaluation.work.domain import WorkDays
from portal.organisation.people.queries import absences_of


def realisations_of(session: Session, plan_id: int) -> Sequence[Realisation]:
    """Return the realisations of a plan in the order of periods and indicators."""
    rows = session.scalars(
        select(RealisationRow)
        .where(RealisationRow.plan_id == plan_id)
        .order_by(RealisationRow.period_number, RealisationRow.indicator_key)
    )
    return [realisation_of(row) for row in rows]


def locked_realisation(session: Session, place: Place) -> RealisationRow | None:
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


def realisation_of(row: RealisationRow) -> Realisation:
    """Return the realisation of a row."""
    return Realisation(
        row.id,
        Place(row.plan_id, row.person_id, row.indicator_key, row.cycle_id, row.period_number),
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """A realisation that waits for somebody.

    :ivar number: of the period.
    :ivar reported_on: of what waits to be verified; of what nobody reported, the first day on
        which silence counts.
    :ivar proposed_by: who asks that the indicator drops out; None for what was reported.
    :ivar needs_above: whether the level would have risen when it was proposed.
    """

    person_id: int
    plan_id: int
    cycle_id: int
    number: int
    reported_on: date | None
    proposed_by: int | None
    needs_above: bool

    def went_up(self, days: WorkDays, *, cycle: Cycle | None) -> bool:
        """Return whether it waits one step up: late, or it needs who stands above.

        :param cycle: the present one; periods of an earlier one are over.
        """
        if self.proposed_by is None:
            reported_on = self.reported_on or days.today
            return answerer(reported_on, days=days) is Answerer.APPRAISERS_SUPERIOR
        periods = cycle.periods if cycle is not None and cycle.id == self.cycle_id else ()
        ends = [each.ends_on for each in periods if each.number == self.number]
        return self.needs_above or not ends or ends[0] < days.today


def waiting_realisations(
    session: Session, person_id: int, *, about: Collection[int], above: Select[tuple[int]]
) -> Sequence[Waiting]:
    """Return what waits of a person, of whom they look after, and of whom they stand above.

    :param above: a query for the people of the last kind.
    """
    row = RealisationRow
    is_proposed = and_(row.proposed_by.is_not(None), row.state.in_(STILL_MEASURED))
    query = (
        select(row)
        .where(
            or_(row.person_id.in_({*about, person_id}), row.person_id.in_(above)),
            or_(row.state == RealisationState.REPORTED, is_proposed),
        )
        .order_by(row.id)
    )
    return [
        Waiting(
            each.person_id,
            each.plan_id,
            each.cycle_id,
            each.period_number,
            reported_on=each.reported_on,
            proposed_by=each.proposed_by,
            needs_above=bool(each.drop_above),
        )
        for each in session.scalars(query)
    ]


def states_of_plan(session: Session, plan_id: int) -> Mapping[int, Mapping[RealisationState, int]]:
    """Return, by period, how many realisations of a plan are in which state."""
    query = (
        select(RealisationRow.period_number, RealisationRow.state, func.count())
        .where(RealisationRow.plan_id == plan_id)
        .group_by(RealisationRow.period_number, RealisationRow.state)
    )
    found: defaultdict[int, dict[RealisationState, int]] = defaultdict(dict)
    for number, state, count in session.execute(query):
        found[number][RealisationState(state)] = count
    return found


def report_days(session: Session, cycle: Cycle, *, days: WorkDays) -> Mapping[int, date]:
    """Return the last day, inclusive, to report each period of a cycle in time."""
    return {
        each.period_number: each.after(days.rules, is_working_day=days.is_working_day)
        for each in cycles.deadlines(session, cycle.id)
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
    reminded: Mapping[Place, Sequence[date]]
    heard: frozenset[Place]
    is_away: Callable[[int, date], bool]

    def since(self, place: Place) -> date | None:
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

    def is_due(self, place: Place) -> bool:
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
    """Return the silence about these people's plans, in three queries however many they are."""
    row, reminder = RealisationRow, RealisationReminder
    reminded: defaultdict[Place, list[date]] = defaultdict(list)
    for each in session.scalars(select(reminder).where(reminder.plan_id.in_(plan_ids))):
        reminded[_place(each)].append(each.reminded_on)
    said = select(row).where(row.plan_id.in_(plan_ids), _is_heard())
    absences = absences_of(session, person_ids)

    def is_away(person_id: int, day: date) -> bool:
        return any(each.person_id == person_id and each.covers(day) for each in absences)

    heard = frozenset(_place(each) for each in session.scalars(said))
    return Silence(days, reminded, heard, is_away)


def waiting_silence(
    session: Session, *, about: Collection[int], above: Select[tuple[int]], days: WorkDays
) -> Sequence[Waiting]:
    """Return what nobody reported after both reminders, and whose source is to be looked at.

    :param above: a query for the people of whom somebody stands above the superior.
    """
    row, reminder = RealisationRow, RealisationReminder
    is_same = and_(
        row.plan_id == reminder.plan_id,
        row.period_number == reminder.period_number,
        row.indicator_key == reminder.indicator_key,
    )
    query = select(reminder).where(
        or_(reminder.person_id.in_(about), reminder.person_id.in_(above)),
        ~select(row.id).where(is_same, _is_heard()).exists(),
    )
    places = {_place(each) for each in session.scalars(query)}
    if not places:
        return ()
    people = {each.person_id for each in places}
    silence = silence_of(session, {each.plan_id for each in places}, person_ids=people, days=days)
    since = [(each, silence.since(each)) for each in places]
    return [
        Waiting(
            each.person_id,
            each.plan_id,
            each.cycle_id,
            each.period_number,
            reported_on=day,
            proposed_by=None,
            needs_above=False,
        )
        for each, day in since
        if day is not None and day <= days.today
    ]


def periods_reported(session: Session, cycle: Cycle, *, days: WorkDays) -> tuple[int, ...]:
    """Return the periods of a cycle whose last day to report is over; none once it is closed."""
    if not cycle.is_reported:
        return ()
    last_days = report_days(session, cycle, days=days)
    return tuple(number for number, last in last_days.items() if last < days.today)


def _place(row: RealisationRow | RealisationReminder) -> Place:
    return Place(row.plan_id, row.person_id, row.indicator_key, row.cycle_id, row.period_number)


def _is_heard() -> ColumnElement[bool]:
    """Return whether something was said of a realisation."""
    is_open = RealisationRow.state == RealisationState.OPEN
    return or_(~is_open, RealisationRow.proposed_by.is_not(None))
