"""Queries on quarters: those of a plan, one under a lock, and of a superior's people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Periodic, QuarterAnswer, SaidIn
from portal.evaluation.appraisals.models import PeriodicEvaluation
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import PeriodicState
from portal.storage.prepared import Question, columns_of, prepared


@dataclass(frozen=True, slots=True)
class PeriodPlace:
    """Which quarter of which plan is meant."""

    plan_id: int
    person_id: int
    cycle_id: int
    number: int


@prepared()
def _of_plan(plan_id: Any) -> Question:
    rows = select(*columns_of(PeriodicEvaluation)).where(PeriodicEvaluation.plan_id == plan_id)
    return rows.order_by(PeriodicEvaluation.period_number, PeriodicEvaluation.id)


@prepared()
def _of_year(person_id: Any, cycle_id: Any) -> Question:
    rows = select(*columns_of(PeriodicEvaluation)).where(
        PeriodicEvaluation.person_id == person_id, PeriodicEvaluation.cycle_id == cycle_id
    )
    return rows.order_by(PeriodicEvaluation.period_number, PeriodicEvaluation.id)


@prepared()
def _locked(plan_id: Any, number: Any) -> Question:
    rows = select(PeriodicEvaluation).where(
        PeriodicEvaluation.plan_id == plan_id, PeriodicEvaluation.period_number == number
    )
    return rows.with_for_update()


def periodics_of(session: Session, plan_id: int) -> tuple[Periodic, ...]:
    """Return the quarters' evaluations of a plan in order."""
    return tuple(map(periodic_of_row, _of_plan.rows(session, plan_id=plan_id)))


def periodics_of_year(session: Session, person_id: int, *, cycle_id: int) -> tuple[Periodic, ...]:
    """Return every quarter's evaluation of a person in a cycle, of all plans, in order."""
    rows = _of_year.rows(session, person_id=person_id, cycle_id=cycle_id)
    return tuple(map(periodic_of_row, rows))


def locked_periodic(session: Session, place: PeriodPlace) -> PeriodicEvaluation | None:
    """Return a quarter's row and keep others from changing it, or None while there is none."""
    row: PeriodicEvaluation | None = _locked.thing(
        session, plan_id=place.plan_id, number=place.number
    )
    return row


def shown_days(session: Session, cycle_id: int) -> Mapping[tuple[int, int], date]:
    """Return when each quarter's evaluation of a cycle was shown, by person and period number."""
    row = PeriodicEvaluation
    query = select(row.person_id, row.period_number, row.shown_on).where(
        row.cycle_id == cycle_id, row.shown_on.is_not(None)
    )
    return {(person, number): day for person, number, day in session.execute(query) if day}


def level_of(word: str | None) -> ExpectationLevel | None:
    """Return the level of a stored word, or None."""
    return None if word is None else ExpectationLevel(word)


def periodic_of_row(row: Any) -> Periodic:
    """Return the quarter's evaluation of a row."""
    texts = {each: getattr(row, each) for each in SaidIn}
    return Periodic(
        row.id,
        row.plan_id,
        row.person_id,
        row.cycle_id,
        row.period_number,
        PeriodicState(row.state),
        row.revision,
        row.appraiser_id,
        result_level=level_of(row.result_level),
        behaviour_level=level_of(row.behaviour_level),
        suggested_level=level_of(row.suggested_level),
        cause=None if row.cause is None else DifficultyCause(row.cause),
        shown_on=row.shown_on,
        answer=None if row.answer is None else QuarterAnswer(row.answer),
        answered_on=row.answered_on,
        texts={each: text for each, text in texts.items() if text},
    )
