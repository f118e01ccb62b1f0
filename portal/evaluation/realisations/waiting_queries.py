"""Queries on realisations that wait, for the first screen and joined with other features."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.realisations.domain import STILL_MEASURED, TO_REPORT, Answerer, answerer
from portal.evaluation.realisations.models import RealisationRow
from portal.evaluation.realisations.queries import ask_silence, is_heard, place_columns, place_in
from portal.evaluation.realisations.silence_models import RealisationReminder
from portal.evaluation.rules.states import RealisationState
from portal.evaluation.work.domain import WorkDays
from portal.organisation.people.asked_queries import may_be_two_steps_below
from portal.storage.joint_reading import Asking, Question, asked


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


def _waiting() -> Question:
    row = RealisationRow
    is_proposed = and_(row.proposed_by.is_not(None), row.state.in_(STILL_MEASURED))
    waits = or_(row.state == RealisationState.REPORTED, is_proposed)
    return select(
        row.id,
        row.person_id,
        row.plan_id,
        row.cycle_id,
        row.period_number,
        row.reported_on,
        row.proposed_by,
        row.drop_above,
    ).where(waits)


@asked("person_ids")
def _waiting_of(person_ids: Any) -> Question:
    return _waiting().where(RealisationRow.person_id.in_(person_ids))


@asked()
def _waiting_two_steps_below(superior_id: Any, on: Any) -> Question:
    above = may_be_two_steps_below(superior_id, on=on)
    return _waiting().where(RealisationRow.person_id.in_(above))


def ask_waiting_realisations(
    person_id: int, *, about: Collection[int], on: date
) -> Asking[Sequence[Waiting]]:
    """Ask what waits of a person, of whom they look after, and of whom they may stand above."""
    # Two questions: of one with "or" PostgreSQL would read the whole table.
    near, far = yield [
        _waiting_of(person_ids={*about, person_id}),
        _waiting_two_steps_below(superior_id=person_id, on=on),
    ]
    found = {each.id: each for each in (*near, *far)}
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
        for _, each in sorted(found.items())
    ]


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """How many indicators of a plan are where in a period.

    :ivar done: for which nothing is to be reported any more.
    :ivar settled: kept as not reported, and still open to a late report.
    """

    done: int = 0
    disputed: int = 0
    settled: int = 0


@asked()
def _counted_by_period(plan_id: Any) -> Question:
    row = RealisationRow
    return (
        select(row.period_number, row.state, func.count().label("count"))
        .where(row.plan_id == plan_id)
        .group_by(row.period_number, row.state)
    )


def ask_period_counts(plan_id: int) -> Asking[Mapping[int, PeriodCounts]]:
    """Ask how many indicators of a plan are where, by period."""
    (rows,) = yield [_counted_by_period(plan_id=plan_id)]
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for each in rows:
        found[each.period_number][each.state] = each.count
    return {
        number: PeriodCounts(
            done=sum(count for state, count in counts.items() if state not in TO_REPORT),
            disputed=counts.get(RealisationState.DISPUTED, 0),
            settled=counts.get(RealisationState.NOT_REPORTED, 0),
        )
        for number, counts in found.items()
    }


def _unheard() -> Question:
    row, reminder = RealisationRow, RealisationReminder
    is_same = and_(
        row.plan_id == reminder.plan_id,
        row.period_number == reminder.period_number,
        row.indicator_key == reminder.indicator_key,
    )
    return select(*place_columns(reminder)).where(
        ~select(row.id).where(is_same, is_heard()).exists()
    )


@asked("person_ids")
def _unheard_of(person_ids: Any) -> Question:
    return _unheard().where(RealisationReminder.person_id.in_(person_ids))


@asked()
def _unheard_two_steps_below(superior_id: Any, on: Any) -> Question:
    above = may_be_two_steps_below(superior_id, on=on)
    return _unheard().where(RealisationReminder.person_id.in_(above))


def ask_waiting_silence(
    person_id: int, *, about: Collection[int], on: date, days: WorkDays
) -> Asking[Sequence[Waiting]]:
    """Ask what nobody reported after both reminders, and whose source is to be looked at.

    :param person_id: somebody who may stand above the superior of others.
    """
    near, far = yield [
        _unheard_of(person_ids=about),
        _unheard_two_steps_below(superior_id=person_id, on=on),
    ]
    places = {place_in(each) for each in (*near, *far)}
    if not places:
        return ()
    plans, people = {each.plan_id for each in places}, {each.person_id for each in places}
    silence = yield from ask_silence(plans, person_ids=people, days=days)
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
