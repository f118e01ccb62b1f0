"""Queries of plans that pages ask most often, built once a process."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from portal.evaluation.plans.domain import IN_FORCE
from portal.evaluation.plans.models import PerformancePlan, PlanResult, PlanVersion
from portal.storage.prepared import Question, columns_of, prepared


@prepared()
def plan_asked(plan_id: Any) -> Question:
    """Ask for a plan's row."""
    return select(*columns_of(PerformancePlan)).where(PerformancePlan.id == plan_id)


@prepared()
def results_in_force_asked(person_id: Any) -> Question:
    """Ask for the results of a person's plans that are in force, the latest plan first."""
    plan, result = PerformancePlan, PlanResult
    return (
        select(plan.id, result.key, result.text, plan.starts_on, plan.ends_on)
        .join(PlanVersion, PlanVersion.plan_id == plan.id)
        .join(result, result.version_id == PlanVersion.id)
        .where(plan.person_id == person_id, _is_in_force())
        .order_by(plan.starts_on.desc(), PlanVersion.number.desc(), result.key)
    )


def _is_in_force() -> ColumnElement[bool]:
    """Return the condition without a list, which would be written out anew at each question."""
    return or_(*(PlanVersion.state == state for state in IN_FORCE))


@prepared("plan_ids")
def texts_asked(plan_ids: Any) -> Question:
    """Ask what results are called, the last version last."""
    return (
        select(PlanVersion.plan_id, PlanResult.key, PlanResult.text)
        .join(PlanResult, PlanResult.version_id == PlanVersion.id)
        .where(PlanVersion.plan_id.in_(plan_ids))
        .order_by(PlanVersion.number)
    )
