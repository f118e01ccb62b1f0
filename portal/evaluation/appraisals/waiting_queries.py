"""What the first screen asks of quarters and years: their states, without any content."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.evaluation.appraisals.domain import SHOWN
from portal.evaluation.appraisals.models import PeriodicEvaluation
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation
from portal.evaluation.rules.states import PeriodicState, YearlyState
from portal.storage.joint_reading import Asking, Question, asked

# States of a result that was confirmed and is not final.
GIVEN = (YearlyState.CONFIRMED, YearlyState.DELIVERED, YearlyState.RECEIVED)


@dataclass(frozen=True, slots=True)
class QuarterState:
    """A quarter of somebody and where it stands."""

    person_id: int
    number: int
    state: PeriodicState
    plan_id: int

    @property
    def is_shown(self) -> bool:
        """Whether the person reads what the appraiser wrote."""
        return self.state in SHOWN


@dataclass(frozen=True, slots=True)
class YearState:
    """A year of somebody and where it stands."""

    person_id: int
    plan_id: int
    state: YearlyState


@asked("person_ids")
def _quarters(person_ids: Any, cycle_id: Any) -> Question:
    row = PeriodicEvaluation
    return select(row.id, row.person_id, row.period_number, row.state, row.plan_id).where(
        row.person_id.in_(person_ids), row.cycle_id == cycle_id
    )


def ask_quarter_states(
    person_ids: Collection[int], *, cycle_id: int
) -> Asking[Sequence[QuarterState]]:
    """Ask where these people's quarters of a cycle stand, in order."""
    (rows,) = yield [_quarters(person_ids=person_ids, cycle_id=cycle_id)]
    return [
        QuarterState(each.person_id, each.period_number, PeriodicState(each.state), each.plan_id)
        for each in sorted(rows, key=lambda each: (each.period_number, each.id))
    ]


@asked("person_ids")
def _years_of(person_ids: Any, cycle_id: Any) -> Question:
    row = YearlyEvaluation
    columns = (row.id, row.person_id, row.plan_id, row.state)
    return select(*columns).where(row.person_id.in_(person_ids), row.cycle_id == cycle_id)


@asked()
def _waiting_looks(reader_id: Any) -> Question:
    row = YearlyEvaluation
    waits = row.state == YearlyState.SECOND_LOOK
    columns = (row.id, row.person_id, row.plan_id, row.state)
    return select(*columns).where(row.second_reader_id == reader_id, waits)


def ask_year_states(person_ids: Collection[int], *, cycle_id: int) -> Asking[Sequence[YearState]]:
    """Ask where these people's evaluations of a cycle stand."""
    (rows,) = yield [_years_of(person_ids=person_ids, cycle_id=cycle_id)]
    return _year_states(rows)


@asked("person_ids")
def _given_to(person_ids: Any) -> Question:
    row = YearlyEvaluation
    return select(row.id, row.plan_id, row.person_id, row.appraiser_id).where(
        row.person_id.in_(person_ids), row.state.in_(GIVEN)
    )


def ask_given_results(person_ids: Collection[int]) -> Asking[Sequence[Any]]:
    """Ask for these people's results that were confirmed and are not final: id, plan, who rated."""
    (rows,) = yield [_given_to(person_ids=person_ids)]
    return rows


def ask_waiting_looks(reader_id: int) -> Asking[Sequence[YearState]]:
    """Ask for the evaluations that wait for a second reader's look."""
    (rows,) = yield [_waiting_looks(reader_id=reader_id)]
    return _year_states(rows)


def _year_states(rows: Sequence[Any]) -> Sequence[YearState]:
    return [
        YearState(each.person_id, each.plan_id, YearlyState(each.state))
        for each in sorted(rows, key=lambda each: each.id)
    ]
