"""Results to which somebody of the agency may object on paper, at arm's length."""

from collections.abc import Mapping
from datetime import timedelta

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.yearly_queries import years_in
from portal.evaluation.objections import queries
from portal.evaluation.objections.decider_queries import decider_by_line, took_part
from portal.evaluation.objections.domain import DECIDED, PENDING
from portal.evaluation.objections.filing_service import OBJECTED, Filing
from portal.evaluation.objections.own_context import last_day_to_object
from portal.evaluation.papers.reach import reached
from portal.evaluation.plans.queries import plan_with
from portal.web.extensions import current_staff, db, today

# How long after the last day a late objection on paper is still recorded here.
OFFERED = timedelta(days=365)


def objectable() -> Mapping[int, Yearly]:
    """Return the results of the agency to which a paper may object, by number of the plan.

    Whether the person has a draft in the portal is not asked: only its person reads of it.
    """
    session, own = db.session(), current_staff().officer_id
    begun = queries.objections_in(session, *PENDING, *DECIDED)
    taken = {each.evaluation_id for each in begun}
    found = [
        each
        for each in years_in(session, *OBJECTED)
        if each.object_until is not None
        and each.object_until + OFFERED >= today()
        and each.id not in taken
        and (own is None or own not in {each.person_id, each.confirmed_by, each.decider_id})
    ]
    people = reached({each.person_id for each in found})
    return {each.plan_id: each for each in found if each.person_id in people}


def objectable_result(plan_id: int) -> Filing | None:
    """Return what is known of one of them; None for whoever has a part in it, too."""
    session, year = db.session(), objectable().get(plan_id)
    plan = plan_with(session, plan_id)
    if year is None or plan is None or year.received_on is None:
        return None
    decider_id = decider_by_line(session, year, plan=plan, on=today())
    if _is_inside(year, decider_id):
        return None
    return Filing(year, last_day_to_object(year, received_on=year.received_on), decider_id)


def has_draft(year: Yearly) -> bool:
    """Return whether the person has begun an objection in the portal."""
    return any(each.is_draft for each in queries.objections_of(db.session(), year.id))


def _is_inside(year: Yearly, decider_id: int | None) -> bool:
    """Return whether the viewer rated, read, confirmed, decided, accompanied, or would decide."""
    session, own = db.session(), current_staff().officer_id
    inside = {*took_part(session, year), year.reviewed_by, decider_id}
    for each in queries.objections_of(session, year.id):
        inside |= {one.person_id for one in queries.deciders_of(session, each.id)}
        inside |= {one.person_id for one in queries.companions_of(session, each.id)}
    return own is not None and own in inside
