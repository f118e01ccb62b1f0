"""What the first screen asks of quarters and years: their states, without any content."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from portal.evaluation.appraisals.domain import DELIVERED, SHOWN
from portal.evaluation.appraisals.models import PeriodicEvaluation
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation
from portal.evaluation.rules.states import PeriodicState, YearlyState
from portal.storage.joint_reading import Asking

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


def ask_quarter_states(
    person_ids: Collection[int], *, cycle_id: int
) -> Asking[Sequence[QuarterState]]:
    """Ask where these people's quarters of a cycle stand, in order."""
    row = PeriodicEvaluation
    (rows,) = yield [
        select(row.id, row.person_id, row.period_number, row.state, row.plan_id).where(
            row.person_id.in_(person_ids), row.cycle_id == cycle_id
        )
    ]
    return [
        QuarterState(each.person_id, each.period_number, PeriodicState(each.state), each.plan_id)
        for each in sorted(rows, key=lambda each: (each.period_number, each.id))
    ]


def ask_year_states(person_ids: Collection[int], *, cycle_id: int) -> Asking[Sequence[YearState]]:
    """Ask where these people's evaluations of a cycle stand."""
    row = YearlyEvaluation
    return (yield from _ask_years(row.person_id.in_(person_ids) & (row.cycle_id == cycle_id)))


def ask_given_results(person_ids: Collection[int]) -> Asking[Sequence[Any]]:
    """Ask for these people's results that were confirmed and are not final: id, plan, who rated."""
    row = YearlyEvaluation
    (rows,) = yield [
        select(row.id, row.plan_id, row.person_id, row.appraiser_id).where(
            row.person_id.in_(person_ids), row.state.in_(GIVEN)
        )
    ]
    return rows


def ask_own_results(person_id: int) -> Asking[Sequence[Any]]:
    """Ask for somebody's own results, delivered or later: plan and cycle."""
    row = YearlyEvaluation
    (rows,) = yield [
        select(row.id, row.plan_id, row.cycle_id).where(
            row.person_id == person_id, row.state.in_(DELIVERED)
        )
    ]
    return rows


def ask_waiting_looks(reader_id: int) -> Asking[Sequence[YearState]]:
    """Ask for the evaluations that wait for a second reader's look."""
    row = YearlyEvaluation
    waits = row.state == YearlyState.SECOND_LOOK
    return (yield from _ask_years((row.second_reader_id == reader_id) & waits))


def _ask_years(condition: ColumnElement[bool]) -> Asking[Sequence[YearState]]:
    row = YearlyEvaluation
    (rows,) = yield [select(row.id, row.person_id, row.plan_id, row.state).where(condition)]
    return [
        YearState(each.person_id, each.plan_id, YearlyState(each.state))
        for each in sorted(rows, key=lambda each: each.id)
    ]
