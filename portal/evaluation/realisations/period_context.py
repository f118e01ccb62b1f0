"""How a page finds a period of a plan, and which of its indicators the viewer may see."""

from typing import Any

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.realisations.domain import Answering
from portal.evaluation.realisations.queries import report_days, silence_of
from portal.evaluation.realisations.realised import (
    DropRules,
    PlannedPeriod,
    Realised,
    ShownPeriod,
    planned_period,
)
from portal.evaluation.realisations.realised_queries import realised
from portal.evaluation.work.blueprint import note_shown, work_days
from portal.organisation.people import queries as people
from portal.web.access import Role, current_staff
from portal.web.extensions import db, today

PERIOD = "/plans/<int(max=2147483647):plan_id>/periods/<int(max=99):number>"
INDICATOR = f"{PERIOD}/indicators/<int(max=9999):key>"


def shown_period(plan_id: int, number: int) -> ShownPeriod:
    """Return a period of a plan that the viewer may see; the look is logged once a day.

    Who stands above the superior sees what waits for them, and nothing else.

    :raises werkzeug.exceptions.NotFound: for everybody else: what lies elsewhere does not exist.
    """
    session = db.session()
    plan = plan_with(session, plan_id)
    cycle = None if plan is None else cycles.cycle_with(session, plan.cycle_id)
    if plan is None or cycle is None:
        abort(404)
    shown = _shown(planned_period(plan, cycle, number=number) or abort(404))
    if not shown.is_reader:
        shown = shown.waiting_only()
        if not shown.items:
            abort(404)
    if not shown.by.is_person:
        note_shown({plan.person_id}, kind="realisation")
    return shown


def found_item(shown: ShownPeriod, key: int) -> Realised:
    """Return an indicator that the viewer may see.

    :raises werkzeug.exceptions.NotFound: for every other one.
    """
    return shown.find(key) or abort(404)


def to_period(shown: ShownPeriod, **values: Any) -> Response:
    """Return the way to a period's page."""
    address = url_for("work.period", plan_id=shown.plan.id, number=shown.period.number, **values)
    return redirect(address, 302)


def _shown(planned: PlannedPeriod) -> ShownPeriod:
    session, staff, plan = db.session(), current_staff(), planned.plan
    days, number = work_days(planned.cycle), planned.period.number
    standing = people.standing_on(
        session, today(), person_ids={plan.person_id}, since=plan.starts_on
    )
    viewer_id = staff.officer_id
    kinds = frozenset() if viewer_id is None else standing.kinds(viewer_id, about=plan.person_id)
    has_above = standing.appraisers_superior_of(plan.person_id) is not None
    items = realised(session, planned.version, plan_id=plan.id, period_number=number)
    before = realised(session, planned.version, plan_id=plan.id, period_number=number - 1)
    rules = cycles.rules_of(session, planned.cycle).rules
    silence = silence_of(session, [plan.id], person_ids=[plan.person_id], days=days)
    last_days = cycles.deadlines(session, planned.cycle.id)
    return ShownPeriod(
        plan=plan,
        cycle=planned.cycle,
        period=planned.period,
        version=planned.version,
        by=Answering(kinds, days, has_above),
        viewer_id=viewer_id,
        everything=items,
        items=items,
        before={each.indicator.key: each for each in before if each.realisation is not None},
        drops=DropRules(days.today, planned.period.ends_on, rules.result),
        report_until=report_days(last_days, days=days).get(number),
        is_auditor=staff.has(Role.AUDITOR),
        silent_since=silence.counts_in(number),
    )
