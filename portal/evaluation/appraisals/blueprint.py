"""The blueprint of evaluations, and a plan with what its viewer is to the person."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort

from portal.evaluation.appraisals.standing import Viewer, viewer_of
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import WHOLE_CYCLE, Cycle, Deadline
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import Plan, Version
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.evaluation.rules.states import PlanState
from portal.organisation.people.looks import Look, note_look
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today

METHODS = ("GET", "POST")
PLAN = "/plans/<int(max=2147483647):plan_id>"
QUARTER = f"{PLAN}/quarters/<int(max=12):number>"
YEAR = f"{PLAN}/year"
# States of a version by which somebody is evaluated.
EVALUATED_BY = (
    PlanState.RUNNING,
    PlanState.ENDED_EARLY,
    PlanState.CONCLUDED,
    PlanState.AGREED_CONDITIONALLY,
    PlanState.AGREED,
)
blueprint = Blueprint("appraisals", __name__, url_prefix="/admin/performance")


@dataclass(frozen=True, slots=True)
class Around:
    """A plan with the version that counts, its cycle, and what the viewer is to its person."""

    plan: Plan
    version: Version
    cycle: Cycle
    viewer: Viewer
    deadlines: tuple[Deadline, ...]

    def last_day_of(self, step: DeadlineStep, *, period: int = WHOLE_CYCLE) -> date | None:
        """Return the last day of a step, or None where none was stored."""
        found = (
            each.in_force
            for each in self.deadlines
            if each.step is step and each.period_number == period
        )
        return next(found, None)


def around_plan(plan_id: int) -> Around:
    """Return an agreed plan with what the viewer is to its person; nothing is decided yet.

    :raises werkzeug.exceptions.NotFound: where there is no plan, or none that was agreed.
    """
    session, staff = db.session(), current_staff()
    plan = plans.plan_with(session, plan_id)
    version = None if plan is None else counting_version(plan)
    cycle = None if plan is None else cycles.cycle_with(session, plan.cycle_id)
    if plan is None or version is None or cycle is None:
        abort(404)
    viewer = viewer_of(
        session,
        plan,
        viewer_id=staff.officer_id,
        on=today(),
        is_auditor=staff.has(Role.AUDITOR),
    )
    return Around(plan, version, cycle, viewer, cycles.deadlines(session, cycle.id))


def counting_version(plan: Plan) -> Version | None:
    """Return the version by which a plan's person is evaluated, or None."""
    for state in EVALUATED_BY:
        for version in reversed(plan.versions):
            if version.state is state:
                return version
    return None


def note_shown(around: Around, *, kind: str) -> None:
    """Put on record that content about the person is about to be shown."""
    if not around.viewer.is_person:
        look = Look(around.plan.person_id, kind)
        note_look(db.session(), look, by=current_staff(), now=moment(), today=today())
