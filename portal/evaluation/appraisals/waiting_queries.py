"""Queries on quarters and years for the first screen: their states, without any content."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.evaluation.appraisals.domain import DELIVERED, SHOWN
from portal.evaluation.appraisals.models import PeriodicEvaluation as Quarter
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation as Year
from portal.evaluation.rules.states import PeriodicState, YearlyState
from portal.storage.joint_reading import Asking, Question, asked

GIVEN = (YearlyState.CONFIRMED, YearlyState.DELIVERED, YearlyState.RECEIVED)
_STATE = (Year.id, Year.person_id, Year.plan_id, Year.state)


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
    columns = (Quarter.id, Quarter.person_id, Quarter.period_number, Quarter.state)
    is_theirs = Quarter.person_id.in_(person_ids)
    return select(*columns, Quarter.plan_id).where(is_theirs, Quarter.cycle_id == cycle_id)


@asked("person_ids")
def _years(person_ids: Any, cycle_id: Any) -> Question:
    return select(*_STATE).where(Year.person_id.in_(person_ids), Year.cycle_id == cycle_id)


@asked()
def _looks(reader_id: Any) -> Question:
    return select(*_STATE).where(Year.second_reader_id == reader_id, Year.state == "second_look")


@asked("person_ids")
def _given(person_ids: Any) -> Question:
    is_given = Year.state.in_(GIVEN)
    return select(*_STATE, Year.appraiser_id).where(Year.person_id.in_(person_ids), is_given)


@asked()
def _delivered(person_id: Any) -> Question:
    is_delivered = Year.state.in_(DELIVERED)
    return select(*_STATE, Year.cycle_id).where(Year.person_id == person_id, is_delivered)


def ask_quarter_states(
    person_ids: Collection[int], *, cycle_id: int
) -> Asking[Sequence[QuarterState]]:
    """Ask where these people's quarters of a cycle stand, in order."""
    (rows,) = yield [_quarters(person_ids=person_ids, cycle_id=cycle_id)]
    return [
        QuarterState(each.person_id, each.period_number, PeriodicState(each.state), each.plan_id)
        for each in sorted(rows, key=lambda each: (each.period_number, each.id))
    ]


def ask_year_states(person_ids: Collection[int], *, cycle_id: int) -> Asking[Sequence[YearState]]:
    """Ask where these people's evaluations of a cycle stand."""
    return _states(*(yield [_years(person_ids=person_ids, cycle_id=cycle_id)]))


def ask_given_results(person_ids: Collection[int]) -> Asking[Sequence[Any]]:
    """Ask for these people's results that were confirmed and are not final: id, plan, who rated."""
    return (yield [_given(person_ids=person_ids)])[0]


def ask_own_results(person_id: int) -> Asking[Sequence[Any]]:
    """Ask for somebody's own results, delivered or later: plan and cycle."""
    return (yield [_delivered(person_id=person_id)])[0]


def ask_waiting_looks(reader_id: int) -> Asking[Sequence[YearState]]:
    """Ask for the evaluations that wait for a second reader's look."""
    return _states(*(yield [_looks(reader_id=reader_id)]))


def _states(rows: Sequence[Any]) -> Sequence[YearState]:
    return [
        YearState(each.person_id, each.plan_id, YearlyState(each.state))
        for each in sorted(rows, key=lambda each: each.id)
    ]
