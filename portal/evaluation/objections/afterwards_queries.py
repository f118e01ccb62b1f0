"""Queries on effects of objections: who is kept apart, and whose next year is looked at."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.waiting_queries import ask_given_results
from portal.evaluation.objections.domain import PENDING
from portal.evaluation.objections.models import ObjectionCompanion, ObjectionDecider, ObjectionRow
from portal.evaluation.rules.states import ObjectionState
from portal.storage.joint_reading import Asking, Question, asked


def objection_pairs(session: Session, *, first: date, last: date) -> frozenset[frozenset[int]]:
    """Return pairs of whom one has to do with the other's objection on a day of a span.

    The person with whoever explains, was named to decide or may read the case; objections that
    were filed in the span, and those that still waited in it.

    :param first: with ``last``, both inclusive.

    Source: staff evaluation paper 12, number 1.
    """
    row = ObjectionRow
    is_of_span = row.filed_on.between(first, last) | (row.decided_on >= first)
    cases = select(row.id, row.person_id, row.appraiser_id).where(
        row.filed_on <= last, is_of_span | row.state.in_(PENDING)
    )
    found = session.execute(cases).all()
    people = {case: person for case, person, _ in found}
    pairs = {frozenset({person, appraiser}) for _, person, appraiser in found}
    for table in (ObjectionDecider, ObjectionCompanion):
        named = select(table.objection_id, table.person_id).where(table.objection_id.in_(people))
        pairs |= {frozenset({people[case], other}) for case, other in session.execute(named)}
    return frozenset(pairs)


@asked("appraiser_ids")
def _objected_to(appraiser_ids: Any) -> Question:
    row = ObjectionRow
    return select(row.person_id, row.appraiser_id, row.evaluation_id).where(
        row.appraiser_id.in_(appraiser_ids), row.state != ObjectionState.DRAFT
    )


def ask_looked_at(appraiser_ids: Collection[int]) -> Asking[tuple[int, ...]]:
    """Ask for the plans whose results these appraisers gave somebody who had objected before.

    A result is looked at from its confirmation until it is final.
    """
    (rows,) = yield [_objected_to(appraiser_ids=appraiser_ids)]
    results = yield from ask_given_results({each.person_id for each in rows})
    return tuple(
        sorted(
            {
                result.plan_id
                for result in results
                for each in rows
                if each.person_id == result.person_id
                and each.appraiser_id == result.appraiser_id
                and each.evaluation_id < result.id
            }
        )
    )
