"""What is asked of quarters: those of a plan, one under a lock, and of a superior's people."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Answer, DifficultyCause, Periodic, SaidIn
from portal.evaluation.appraisals.models import PeriodicEvaluation
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import PeriodicState


@dataclass(frozen=True, slots=True)
class PeriodPlace:
    """Which quarter of which plan is meant."""

    plan_id: int
    person_id: int
    cycle_id: int
    number: int


def periodics_of(session: Session, plan_id: int) -> tuple[Periodic, ...]:
    """Return the quarters' evaluations of a plan in order."""
    return _periodics(session, PeriodicEvaluation.plan_id == plan_id)


def periodics_of_year(session: Session, person_id: int, *, cycle_id: int) -> tuple[Periodic, ...]:
    """Return every quarter's evaluation of a person in a cycle, of all plans, in order."""
    condition = (PeriodicEvaluation.person_id == person_id) & (
        PeriodicEvaluation.cycle_id == cycle_id
    )
    return _periodics(session, condition)


def locked_periodic(session: Session, place: PeriodPlace) -> PeriodicEvaluation | None:
    """Return a quarter's row and keep others from changing it, or None while there is none."""
    return session.scalar(
        select(PeriodicEvaluation)
        .where(
            PeriodicEvaluation.plan_id == place.plan_id,
            PeriodicEvaluation.period_number == place.number,
        )
        .with_for_update()
    )


def _periodics(session: Session, condition: ColumnElement[bool]) -> tuple[Periodic, ...]:
    rows = session.scalars(
        select(PeriodicEvaluation)
        .where(condition)
        .order_by(PeriodicEvaluation.period_number, PeriodicEvaluation.id)
    )
    return tuple(map(periodic_of_row, rows))


def level_of(word: str | None) -> ExpectationLevel | None:
    """Return the level of a stored word, or None."""
    return None if word is None else ExpectationLevel(word)


def periodic_of_row(row: PeriodicEvaluation) -> Periodic:
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
        answer=None if row.answer is None else Answer(row.answer),
        answered_on=row.answered_on,
        texts={each: text for each, text in texts.items() if text},
    )
