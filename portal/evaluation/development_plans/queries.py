"""Queries on development plans: those of a person, one under a lock, what waits."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.development_plans import domain
from portal.evaluation.development_plans.models import DevelopmentAimRow, DevelopmentPlanRow
from portal.evaluation.rules.help_states import DevelopmentPlanState
from portal.storage.joint_reading import Asking, Question, asked


def development_plan_with(session: Session, plan_id: int) -> domain.DevelopmentPlan | None:
    """Return a plan with its aims, or None."""
    row = session.get(DevelopmentPlanRow, plan_id)
    return None if row is None else development_plan_of(session, row)


def development_plans_of(session: Session, person_id: int) -> Sequence[domain.DevelopmentPlan]:
    """Return a person's plans, the latest first."""
    query = select(DevelopmentPlanRow).where(DevelopmentPlanRow.person_id == person_id)
    return _plans(session, session.scalars(query.order_by(DevelopmentPlanRow.id.desc())).all())


def locked_development_plan(session: Session, plan_id: int) -> DevelopmentPlanRow | None:
    """Return a row and keep others from changing it, or None."""
    query = select(DevelopmentPlanRow).where(DevelopmentPlanRow.id == plan_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def development_plan_of(session: Session, row: DevelopmentPlanRow) -> domain.DevelopmentPlan:
    """Return the plan of a row, with its aims."""
    return _plans(session, [row])[0]


@asked("person_ids")
def _open_plans(person_ids: Any) -> Question:
    row = DevelopmentPlanRow
    is_given = row.returned.is_not(None).label("given")
    return select(row.id, row.person_id, row.state, is_given).where(
        row.person_id.in_(person_ids), row.state != DevelopmentPlanState.CLOSED
    )


def ask_development_plans(
    person_ids: Collection[int],
) -> Asking[Sequence[domain.DevelopmentCourse]]:
    """Ask where the plans of these people stand that are not closed; no content."""
    (rows,) = yield [_open_plans(person_ids=person_ids)]
    return [
        domain.DevelopmentCourse(
            each.id, each.person_id, DevelopmentPlanState(each.state), bool(each.given)
        )
        for each in rows
    ]


def _plans(
    session: Session, rows: Sequence[DevelopmentPlanRow]
) -> Sequence[domain.DevelopmentPlan]:
    ids = [row.id for row in rows]
    query = select(DevelopmentAimRow).where(DevelopmentAimRow.plan_id.in_(ids))
    aims = session.scalars(query.order_by(DevelopmentAimRow.id)).all()
    return [
        domain.DevelopmentPlan(
            row.id,
            row.person_id,
            DevelopmentPlanState(row.state),
            row.revision,
            row.strengths,
            row.wish,
            row.made_on,
            row.returned,
            row.agreed_by,
            row.agreed_on,
            row.closed_on,
            tuple(_aim(each) for each in aims if each.plan_id == row.id),
        )
        for row in rows
    ]


def _aim(row: DevelopmentAimRow) -> domain.DevelopmentAim:
    return domain.DevelopmentAim(
        row.id,
        row.aim,
        domain.DevelopmentWay(row.way),
        row.means,
        row.due_on,
        row.is_reached,
        row.ended_on,
        row.told,
    )
