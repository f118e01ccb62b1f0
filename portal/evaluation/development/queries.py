"""Queries on programmes: those of a person, one under a lock, what waits, what is open."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, func, select
from sqlalchemy.orm import Session

from portal.evaluation.development.domain import (
    CheckIn,
    FigureKind,
    Goal,
    GoalFigure,
    Programme,
    ProgrammeCourse,
)
from portal.evaluation.development.models import CheckInRow, FigureRow, GoalRow, ProgrammeRow
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import Measured, ProgrammeOutcome
from portal.evaluation.rules.states import ProgrammeState
from portal.storage.joint_reading import Asking, Question, asked


def programme_with(session: Session, programme_id: int) -> Programme | None:
    """Return a programme with its goals and check-ins, or None."""
    row = session.get(ProgrammeRow, programme_id)
    return None if row is None else _programmes(session, [row])[0]


def programmes_of(session: Session, person_id: int) -> tuple[Programme, ...]:
    """Return a person's programmes, the latest first."""
    query = select(ProgrammeRow).where(ProgrammeRow.person_id == person_id)
    rows = session.scalars(query.order_by(ProgrammeRow.id.desc())).all()
    return _programmes(session, rows)


def locked_programme(session: Session, programme_id: int) -> ProgrammeRow | None:
    """Return a row and keep others from changing it, or None."""
    query = select(ProgrammeRow).where(ProgrammeRow.id == programme_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def locked_check_in(session: Session, check_in_id: int, *, programme_id: int) -> CheckInRow | None:
    """Return a check-in of a programme and keep others from changing it, or None."""
    query = select(CheckInRow).where(
        CheckInRow.id == check_in_id, CheckInRow.programme_id == programme_id
    )
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _is_open_of(person_ids: Any) -> ColumnElement[bool]:
    row = ProgrammeRow
    return and_(row.person_id.in_(person_ids), row.state != ProgrammeState.CLOSED)


@asked("person_ids")
def _open_programmes(person_ids: Any) -> Question:
    row, goal = ProgrammeRow, GoalRow
    last = select(func.max(goal.due_on)).where(goal.programme_id == row.id).scalar_subquery()
    return select(
        row.id,
        row.person_id,
        row.state,
        row.proposed_by,
        row.starts_on,
        func.coalesce(row.extended_to, last, type_=Date).label("last_on"),
    ).where(_is_open_of(person_ids))


@asked("person_ids")
def _check_ins_due(person_ids: Any) -> Question:
    row, check_in = ProgrammeRow, CheckInRow
    return (
        select(check_in.programme_id, check_in.due_on)
        .join(row, row.id == check_in.programme_id)
        .where(_is_open_of(person_ids), check_in.held_on.is_(None))
    )


def ask_programmes_around(person_ids: Collection[int]) -> Asking[Sequence[ProgrammeCourse]]:
    """Ask where the programmes of these people stand that are not closed; no content."""
    rows, days = yield [
        _open_programmes(person_ids=person_ids),
        _check_ins_due(person_ids=person_ids),
    ]
    due: defaultdict[int, list[date]] = defaultdict(list)
    for each in days:
        due[each.programme_id].append(each.due_on)
    return [
        ProgrammeCourse(
            each.id,
            each.person_id,
            ProgrammeState(each.state),
            each.proposed_by,
            each.starts_on,
            each.last_on,
            tuple(due[each.id]),
        )
        for each in rows
    ]


def programmes_in(session: Session, *, first: date, last: date) -> int:
    """Return how many people had a programme that was agreed in the span, both inclusive."""
    query = select(func.count(ProgrammeRow.person_id.distinct())).where(
        ProgrammeRow.agreed_on.between(first, last)
    )
    return session.scalar(query) or 0


def programmes_by_cause(
    session: Session, *, first: date, last: date, person_ids: Collection[int]
) -> Sequence[tuple[str | None, str | None]]:
    """Return cause and outcome of each programme that was agreed in the span, both inclusive."""
    query = select(ProgrammeRow.cause, ProgrammeRow.outcome).where(
        ProgrammeRow.agreed_on.between(first, last), ProgrammeRow.person_id.in_(person_ids)
    )
    return [(row.cause, row.outcome) for row in session.execute(query)]


def _programmes(session: Session, rows: Sequence[ProgrammeRow]) -> tuple[Programme, ...]:
    ids = [row.id for row in rows]
    goals = session.scalars(
        select(GoalRow).where(GoalRow.programme_id.in_(ids)).order_by(GoalRow.id)
    ).all()
    figures = _figures(session, [each.id for each in goals])
    check_ins = session.scalars(
        select(CheckInRow).where(CheckInRow.programme_id.in_(ids)).order_by(CheckInRow.due_on)
    ).all()
    return tuple(
        _programme(
            row,
            goals=tuple(
                _goal(each, tuple(figures.get(each.id, ())))
                for each in goals
                if each.programme_id == row.id
            ),
            check_ins=tuple(_check_in(each) for each in check_ins if each.programme_id == row.id),
        )
        for row in rows
    )


def _figures(session: Session, goal_ids: Sequence[int]) -> Mapping[int, Sequence[GoalFigure]]:
    found: defaultdict[int, list[GoalFigure]] = defaultdict(list)
    query = select(FigureRow).where(FigureRow.goal_id.in_(goal_ids)).order_by(FigureRow.id)
    for row in session.scalars(query):
        found[row.goal_id].append(
            GoalFigure(
                FigureKind(row.kind),
                Measured(row.value.normalize(), row.cases),
                row.taken_on,
                row.source,
                row.realisation_id,
            )
        )
    return found


def _goal(row: GoalRow, figures: tuple[GoalFigure, ...]) -> Goal:
    return Goal(
        row.id,
        row.weak_point,
        row.plan_id,
        row.indicator_key,
        Measured(row.baseline.normalize(), row.baseline_cases),
        row.target.normalize(),
        row.unit,
        Direction(row.direction),
        row.due_on,
        row.checked_by,
        row.provides,
        figures,
    )


def _check_in(row: CheckInRow) -> CheckIn:
    return CheckIn(row.id, row.due_on, row.held_on, row.recorded_by, row.note, row.was_provided)


def _programme(
    row: ProgrammeRow, *, goals: tuple[Goal, ...], check_ins: tuple[CheckIn, ...]
) -> Programme:
    return Programme(
        row.id,
        row.person_id,
        ProgrammeState(row.state),
        row.revision,
        row.reason,
        row.proposed_by,
        row.proposed_on,
        row.starts_on,
        row.every,
        row.agreed_by,
        row.agreed_on,
        row.extended_to,
        row.extend_reason,
        None if row.facts is None else ProgrammeOutcome(row.facts),
        None if row.outcome is None else ProgrammeOutcome(row.outcome),
        row.outcome_reason,
        row.reviewed_by,
        row.reviewed_on,
        row.no_effect,
        goals,
        check_ins,
        None if row.cause is None else DifficultyCause(row.cause),
    )
