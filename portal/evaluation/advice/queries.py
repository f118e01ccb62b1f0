"""Queries on recommendations: those on a plan, by whom, and who advises on a plan."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.advice.domain import AdviserKind, Recommendation, adviser_kind
from portal.evaluation.advice.models import RecommendationRow
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.plans.domain import Plan
from portal.organisation.people import queries as people
from portal.storage.joint_reading import Asking, Question, asked


def recommendations_on(session: Session, plan_id: int) -> tuple[Recommendation, ...]:
    """Return what was recommended on a plan's owner, the first first."""
    query = select(RecommendationRow).where(RecommendationRow.plan_id == plan_id)
    return tuple(
        Recommendation(row.id, row.adviser_id, AdviserKind(row.kind), row.text, row.given_on)
        for row in session.scalars(query.order_by(RecommendationRow.id))
    )


@asked("plan_ids")
def _given(adviser_id: Any, plan_ids: Any) -> Question:
    row = RecommendationRow
    return select(row.plan_id).where(row.adviser_id == adviser_id, row.plan_id.in_(plan_ids))


def ask_given(adviser_id: int, *, plan_ids: Collection[int]) -> Asking[frozenset[int]]:
    """Ask on which of these plans somebody gave a recommendation."""
    (rows,) = yield [_given(adviser_id=adviser_id, plan_ids=plan_ids)]
    return frozenset(each.plan_id for each in rows)


def adviser_kind_of(
    session: Session, plan: Plan, *, cycle: Cycle, viewer_id: int | None, on: date
) -> AdviserKind | None:
    """Return as what somebody advises on a plan's owner, or None.

    Asked at the plan's end or today, whichever comes first. Superiors of the whole cycle count as
    former ones, also where a transfer began another plan. Who is close to the person today steps
    out all the same.
    """
    if viewer_id is None:
        return None
    day, ids = min(on, plan.ends_on), {plan.person_id, viewer_id}
    then = people.standing_on(session, day, person_ids=ids, since=cycle.starts_on)
    kind = adviser_kind(then.kinds(viewer_id, about=plan.person_id))
    if kind is None or day == on:
        return kind
    now = people.standing_on(session, on, person_ids=ids)
    return kind if now.may_act(viewer_id, about=plan.person_id) else None
