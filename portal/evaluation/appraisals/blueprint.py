"""The blueprint of evaluations, and a plan with what its viewer is to the person."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort

from portal.evaluation.appraisals.result_gathering import counting_version
from portal.evaluation.appraisals.standing import EvaluationViewer, viewer_of
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import WHOLE_CYCLE, Cycle, Deadline
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import Plan, Version
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.organisation.people.looks import LookAtPerson, note_look
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today

METHODS = ("GET", "POST")
PLAN = "/plans/<int(max=2147483647):plan_id>"
QUARTER = f"{PLAN}/quarters/<int(max=12):number>"
YEAR = f"{PLAN}/year"
blueprint = Blueprint("appraisals", __name__, url_prefix="/admin/performance")


@dataclass(frozen=True, slots=True)
class Around:
    """A plan with the version that counts, its cycle, and what the viewer is to its person."""

    plan: Plan
    version: Version
    cycle: Cycle
    viewer: EvaluationViewer
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


def note_shown(around: Around, *, kind: str) -> None:
    """Put on record that content about the person is about to be shown."""
    if not around.viewer.is_person:
        look = LookAtPerson(around.plan.person_id, kind)
        note_look(db.session(), look, by=current_staff(), now=moment(), today=today())
