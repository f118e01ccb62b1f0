"""What pages ask of indicators together with other questions."""

from typing import Any

from sqlalchemy import func, select

from portal.evaluation.plans.models import PlanIndicator, PlanVersion
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
