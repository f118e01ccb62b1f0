"""Queries of cycles that pages ask most often, built once a process."""

from typing import Any

from sqlalchemy import and_, func, select

from portal.evaluation.cycles.models import (
    CycleDeadline,
    DeadlineExtension,
    EvaluationCycle,
    EvaluationPeriod,
    RuleSetVersion,
)
from portal.storage.joint_reading import asked
from portal.storage.prepared import Question, columns_of, prepared


@prepared()
def cycle_asked(cycle_id: Any) -> Question:
    """Ask for a cycle's row."""
    return select(*columns_of(EvaluationCycle)).where(EvaluationCycle.id == cycle_id)


@prepared()
def opened_on_asked(day: Any) -> Question:
    """Ask for the opened cycle in which a day lies."""
    return (
        select(*columns_of(EvaluationCycle))
        .where(
            EvaluationCycle.starts_on <= day,
            EvaluationCycle.ends_on >= day,
            EvaluationCycle.rule_set_version.is_not(None),
        )
        .limit(1)
    )


@prepared("states")
def cycles_asked(states: Any) -> Question:
    """Ask for the cycles in these states with their periods, in the order of years."""
    return (
        select(EvaluationCycle, EvaluationPeriod)
        .join(EvaluationPeriod, EvaluationPeriod.cycle_id == EvaluationCycle.id)
        .where(EvaluationCycle.state.in_(states))
        .order_by(EvaluationCycle.year.desc(), EvaluationCycle.id.desc(), EvaluationPeriod.number)
    )


@prepared("cycle_ids")
def periods_asked(cycle_ids: Any) -> Question:
    """Ask for the periods of cycles in their order."""
    periods = select(*columns_of(EvaluationPeriod))
    periods = periods.where(EvaluationPeriod.cycle_id.in_(cycle_ids))
    return periods.order_by(EvaluationPeriod.number)


@prepared()
def rules_asked(version: Any) -> Question:
    """Ask for a version of the rules."""
    return select(*columns_of(RuleSetVersion)).where(RuleSetVersion.version == version)


@prepared()
def rules_on_asked(day: Any) -> Question:
    """Ask for the rules, as text, of the opened cycle in which a day lies."""
    return (
        select(RuleSetVersion.rules)
        .join(EvaluationCycle, EvaluationCycle.rule_set_version == RuleSetVersion.version)
        .where(EvaluationCycle.starts_on <= day, EvaluationCycle.ends_on >= day)
        .limit(1)
    )


@asked()
def deadlines_asked(cycle_id: Any) -> Question:
    """Ask for the last days of a cycle with the latest extension of each."""
    ext, base = DeadlineExtension, CycleDeadline
    columns = (base.cycle_id, base.period_number, base.step, base.begins_on, base.last_on)
    return (
        select(*columns, func.max(ext.last_on).label("extended_to"))
        .outerjoin(
            ext,
            and_(
                ext.cycle_id == base.cycle_id,
                ext.period_number == base.period_number,
                ext.step == base.step,
            ),
        )
        .where(base.cycle_id == cycle_id)
        .group_by(*columns)
    )
