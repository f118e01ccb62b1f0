"""Queries on indicators, joined with other questions of a page, and on who had a plan at all."""

from typing import Any

from sqlalchemy import Select, func, select

from portal.evaluation.plans.models import PerformancePlan, PlanIndicator, PlanVersion
from portal.storage.joint_reading import Asking, Question, asked


@asked()
def _agreed_indicators(plan_id: Any) -> Question:
    latest = (
        select(func.max(PlanVersion.number))
        .where(PlanVersion.plan_id == plan_id, PlanVersion.agreed_at.is_not(None))
        .scalar_subquery()
    )
    return (
        select(func.count(PlanIndicator.id).label("count"))
        .join(PlanVersion, PlanVersion.id == PlanIndicator.version_id)
        .where(PlanVersion.plan_id == plan_id, PlanVersion.number == latest)
    )


def ask_indicator_count(plan_id: int) -> Asking[int]:
    """Ask how many indicators the latest agreed version of a plan has; 0 without one."""
    (rows,) = yield [_agreed_indicators(plan_id=plan_id)]
    return rows[0].count if rows else 0


def planned_in(cycle_id: int) -> Select[*tuple[Any, ...]]:
    """Select each person with a plan of a cycle: first and last day of all, when first agreed."""
    plan, agreed = PerformancePlan, func.min(PlanVersion.agreed_at)
    columns = (plan.person_id, func.min(plan.starts_on), func.max(plan.ends_on), agreed)
    joined = select(*columns).outerjoin(PlanVersion, PlanVersion.plan_id == plan.id)
    return joined.where(plan.cycle_id == cycle_id).group_by(plan.person_id)
