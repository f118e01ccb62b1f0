"""The blueprint of plans, and how a page finds a plan that its viewer may see."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, g, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle, Period
from portal.evaluation.papers.reach import entered_now
from portal.evaluation.plans import queries
from portal.evaluation.plans.amending import Calendar
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.standing import Viewer, viewer_of
from portal.evaluation.plans.writing import PlanAct
from portal.organisation.calendar.queries import working_days
from portal.organisation.people.looks import LookAtPerson, note_look
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today, vault

METHODS = ("GET", "POST")
PLAN = "/plans/<int(max=2147483647):plan_id>"
blueprint = Blueprint("plans", __name__, url_prefix="/admin/performance")


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as its viewer may see it."""

    plan: Plan
    cycle: Cycle
    viewer: Viewer

    @property
    def subject(self) -> str:
        """How the audit log names the plan."""
        return f"plan:{self.plan.id}"

    @property
    def may_edit(self) -> bool:
        """Whether the viewer writes the latest version now."""
        return self.viewer.is_person and self.plan.latest.state in {"draft", "returned"}

    @property
    def may_agree(self) -> bool:
        """Whether the latest version waits for the viewer."""
        return self.viewer.is_appraiser and self.plan.latest.state == "submitted"

    @property
    def may_amend(self) -> bool:
        """Whether the viewer may begin a new version."""
        return self.is_side and self.plan.latest.state == "running"

    @property
    def is_side(self) -> bool:
        """Whether the viewer is the plan's person or appraiser, who open its evaluations."""
        return self.viewer.is_person or self.viewer.is_appraiser

    @property
    def begun_periods(self) -> tuple[Period, ...]:
        """Periods of the plan that have begun."""
        last = min(self.plan.ends_on, today())
        return tuple(
            each
            for each in self.cycle.periods
            if each.starts_on <= last and self.plan.starts_on <= each.ends_on
        )

    @property
    def is_year_over(self) -> bool:
        """Whether the plan's cycle is over, so that its year is evaluated."""
        return self.cycle.ends_on < today()

    def act(self, revision: int, *, reason: str = "") -> PlanAct:
        """Return an act of the viewer on the plan; the reason is encrypted."""
        return PlanAct(
            self.plan.id,
            revision,
            self.viewer.person_id or 0,
            moment(),
            today(),
            reason=vault().lock(reason) if reason else None,
        )

    def calendar(self) -> Calendar:
        """Return by which days an amendment of the plan counts."""
        session = db.session()
        return Calendar(
            self.cycle.periods,
            cycles.rules_of(session, self.cycle).rules.days,
            working_days(session, first=self.cycle.starts_on, last=self.cycle.ends_on).includes,
        )


def shown_plan(plan_id: int) -> Shown:
    """Return a plan that the viewer may read; a look at somebody else's is logged once a day.

    :raises werkzeug.exceptions.NotFound: for everybody else: what lies elsewhere does not exist.
    """
    session, is_auditor = db.session(), current_staff().has(Role.AUDITOR)
    plan = queries.plan_with(session, plan_id) or abort(404)
    own = _as_whom(plan)
    viewer = viewer_of(session, plan, person_id=own, on=today(), is_auditor=is_auditor)
    cycle = cycles.cycle_with(session, plan.cycle_id)
    if cycle is None or not viewer.may_read(plan):
        abort(404)
    if not viewer.is_person:
        _note_look(plan)
    return Shown(plan, cycle, viewer)


def own_plan(plan_id: int) -> Shown:
    """Return the viewer's own plan.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    shown = shown_plan(plan_id)
    if not shown.viewer.is_person:
        abort(404)
    return shown


def appraised_plan(plan_id: int) -> Shown:
    """Return the plan of somebody whom the viewer appraises.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    shown = shown_plan(plan_id)
    if not shown.viewer.is_appraiser:
        abort(404)
    return shown


def to_plan(plan_id: int, **values: Any) -> Response:
    """Return the way to a plan's page."""
    return redirect(url_for("plans.show", plan_id=plan_id, **values), 302)


def _as_whom(plan: Plan) -> int | None:
    """Return who the viewer is here: whoever enters a draft from signed paper, its person."""
    staff, version = current_staff(), plan.latest
    is_open = staff.has(Role.PERFORMANCE_COORDINATOR) and version.state in {"draft", "returned"}
    paper = entered_now(version.id, person_id=plan.person_id) if is_open else None
    g.entered_paper = paper
    return plan.person_id if paper else staff.officer_id


def _note_look(plan: Plan) -> None:
    look = LookAtPerson(plan.person_id, "plan")
    note_look(db.session(), look, by=current_staff(), now=moment(), today=today())
