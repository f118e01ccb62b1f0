"""Reads plans whole: every version with its results, indicators, expectations and appendix."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import (
    AppendixKind,
    Approach,
    BehaviourValue,
    EndKind,
    Indicator,
    Plan,
    Result,
    Version,
)
from portal.evaluation.plans.models import (
    PerformancePlan,
    PlanAppendix,
    PlanExpectation,
    PlanIndicator,
    PlanResult,
    PlanVersion,
)
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import ResultKind
from portal.evaluation.rules.states import PlanState
from portal.storage.prepared import Question, columns_of, prepared


@prepared("plan_ids")
def _of_plans(plan_ids: Any) -> Question:
    versions = select(*columns_of(PlanVersion)).where(PlanVersion.plan_id.in_(plan_ids))
    return versions.order_by(PlanVersion.number)


@prepared("version_ids")
def _indicators_of(version_ids: Any) -> Question:
    indicators = select(*columns_of(PlanIndicator)).where(PlanIndicator.version_id.in_(version_ids))
    return indicators.order_by(PlanIndicator.key)


@prepared("version_ids")
def _results_of(version_ids: Any) -> Question:
    results = select(*columns_of(PlanResult)).where(PlanResult.version_id.in_(version_ids))
    return results.order_by(PlanResult.kind.desc(), PlanResult.key)


@prepared("version_ids")
def _expectations_of(version_ids: Any) -> Question:
    said = select(*columns_of(PlanExpectation))
    return said.where(PlanExpectation.version_id.in_(version_ids))


@prepared("version_ids")
def _appendix_of(version_ids: Any) -> Question:
    return select(*columns_of(PlanAppendix)).where(PlanAppendix.version_id.in_(version_ids))


def read_plans(session: Session, condition: ColumnElement[bool]) -> tuple[Plan, ...]:
    """Return the plans of a condition, the latest first, in six queries however many they are."""
    query = select(PerformancePlan).where(condition).order_by(PerformancePlan.starts_on.desc())
    return plans_of_rows(session, session.scalars(query).all())


def plans_of_rows(session: Session, rows: Sequence[Any]) -> tuple[Plan, ...]:
    """Return the plans of rows in their order, in five queries however many they are."""
    versions = _versions(session, [row.id for row in rows])
    return tuple(
        Plan(
            row.id,
            row.cycle_id,
            row.person_id,
            row.starts_on,
            row.ends_on,
            post=row.post,
            unit=row.unit,
            approach=Approach(row.approach),
            official_number=row.official_number,
            end_kind=None if row.end_kind is None else EndKind(row.end_kind),
            versions=tuple(versions[row.id]),
        )
        for row in rows
    )


def _versions(session: Session, plan_ids: Sequence[int]) -> Mapping[int, list[Version]]:
    rows = _of_plans.rows(session, plan_ids=plan_ids).all()
    ids = [row.id for row in rows]
    results, expectations = _results(session, ids), _expectations(session, ids)
    appendix = _appendix(session, ids)
    found: defaultdict[int, list[Version]] = defaultdict(list)
    for row in rows:
        found[row.plan_id].append(
            Version(
                row.id,
                row.number,
                PlanState(row.state),
                row.counts_from,
                row.revision,
                row.sent_at,
                row.agreed_at,
                row.agreed_by,
                results=tuple(results[row.id]),
                expectations=expectations[row.id],
                appendix=appendix[row.id],
            )
        )
    return found


def _results(session: Session, version_ids: Sequence[int]) -> Mapping[int, list[Result]]:
    indicators: defaultdict[int, list[Indicator]] = defaultdict(list)
    rows = _indicators_of.rows(session, version_ids=version_ids)
    for row in rows:
        indicators[row.result_id].append(_indicator(row))
    found: defaultdict[int, list[Result]] = defaultdict(list)
    for each in _results_of.rows(session, version_ids=version_ids):
        found[each.version_id].append(_result(each, tuple(indicators[each.id])))
    return found


def _result(row: Any, indicators: tuple[Indicator, ...]) -> Result:
    return Result(
        row.id,
        row.key,
        ResultKind(row.kind),
        row.text,
        serves_id=row.serves_id,
        serves_text=row.serves_text,
        own_reason=row.own_reason,
        assigned_by=row.assigned_by,
        indicators=indicators,
    )


def _indicator(row: Any) -> Indicator:
    return Indicator(
        row.id,
        row.key,
        row.text,
        Aspect(row.aspect),
        Direction(row.direction),
        target=None if row.target is None else row.target.normalize(),
        unit=row.unit,
        target_text=row.target_text,
        method=row.method,
        source=row.source,
        weight=row.weight,
        quarters=tuple(map(Decimal, row.quarters.split())),
        uses_citizens=row.uses_citizens,
    )


def _expectations(
    session: Session, version_ids: Sequence[int]
) -> Mapping[int, dict[BehaviourValue, bytes]]:
    found: defaultdict[int, dict[BehaviourValue, bytes]] = defaultdict(dict)
    for row in _expectations_of.rows(session, version_ids=version_ids):
        found[row.version_id][BehaviourValue(row.value)] = row.text
    return found


def _appendix(
    session: Session, version_ids: Sequence[int]
) -> Mapping[int, dict[AppendixKind, str]]:
    found: defaultdict[int, dict[AppendixKind, str]] = defaultdict(dict)
    for row in _appendix_of.rows(session, version_ids=version_ids):
        found[row.version_id][AppendixKind(row.kind)] = row.text
    return found
