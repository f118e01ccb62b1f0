"""The blueprint of evaluations; a plan, a quarter and a year as its viewer may see them."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort

from portal.evaluation.appraisals.domain import Periodic, Yearly
from portal.evaluation.appraisals.periodic_service import PeriodAct
from portal.evaluation.appraisals.queries import PeriodPlace, periodics_of
from portal.evaluation.appraisals.result_gathering import counting_version
from portal.evaluation.appraisals.standing import EvaluationViewer, viewer_of
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.appraisals.yearly_queries import yearly_of
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import WHOLE_CYCLE, Cycle, Deadline, Period
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import Plan, Version
from portal.evaluation.plans.queries import latest_lines
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.organisation.people.looks import LookAtPerson, note_look
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today, vault

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


@dataclass(frozen=True, slots=True)
class ShownQuarter:
    """A quarter of a plan as its viewer may see it; None while nothing was written."""

    around: Around
    period: Period
    quarter: Periodic | None

    @property
    def report_until(self) -> date | None:
        """The last day for the person's own report."""
        step = DeadlineStep.REALISATION_REPORTED
        return self.around.last_day_of(step, period=self.period.number)

    @property
    def may_report(self) -> bool:
        """Whether the person may still write the own report."""
        is_open = self.quarter is None or self.quarter.state in {"not_started", "self_reported"}
        return self.around.viewer.is_person and is_open and self.period.starts_on <= today()

    @property
    def is_report_closed(self) -> bool:
        """Whether the person comes too late with the own report: the appraiser began."""
        is_begun = self.period.starts_on <= today()
        return self.around.viewer.is_person and is_begun and not self.may_report

    @property
    def may_review(self) -> bool:
        """Whether the appraiser may write: after the period, and after the own report."""
        is_open = self.quarter is None or not self.quarter.is_shown
        is_over = self.period.ends_on < today()
        return self.around.viewer.is_appraiser and is_open and is_over and not self.waits_for_report

    @property
    def was_shown_by_viewer(self) -> bool:
        """Whether the viewer is the appraiser of a quarter that was shown: nothing is written."""
        is_shown = self.quarter is not None and self.quarter.is_shown
        return self.around.viewer.is_appraiser and is_shown

    @property
    def waits_for_report(self) -> bool:
        """Whether the appraiser still waits for the person's own report."""
        state = "not_started" if self.quarter is None else self.quarter.state
        return state == "not_started" and not self.is_report_over

    @property
    def is_report_over(self) -> bool:
        """Whether the last day for the person's own report is over."""
        return self.report_until is None or self.report_until < today()

    @property
    def may_answer(self) -> bool:
        """Whether the quarter waits for the person's answer."""
        return (
            self.around.viewer.is_person
            and self.quarter is not None
            and self.quarter.state == "shown"
        )

    @property
    def reads_review(self) -> bool:
        """Whether the viewer reads what the appraiser wrote."""
        is_shown = self.quarter is not None and self.quarter.is_shown
        return is_shown or (self.quarter is not None and self.around.viewer.is_appraiser)

    def act(self, revision: int) -> PeriodAct:
        """Return an act of the viewer on the quarter."""
        plan = self.around.plan
        place = PeriodPlace(plan.id, plan.person_id, plan.cycle_id, self.period.number)
        return PeriodAct(
            place,
            revision,
            self.around.viewer.id or 0,
            moment(),
            today(),
            is_self_report_over=self.is_report_over,
        )


@dataclass(frozen=True, slots=True)
class ShownYear:
    """A year as its viewer may see it; None while nothing was written."""

    around: Around
    year: Yearly | None

    @property
    def subject(self) -> str:
        """How the audit log names the year."""
        return f"appraisal:{self.around.plan.person_id}:{self.around.cycle.year}"

    @property
    def is_report_over(self) -> bool:
        """Whether the last day for the person's own report is over: that of the last period."""
        last = self.around.cycle.periods[-1].number
        until = self.around.last_day_of(DeadlineStep.REALISATION_REPORTED, period=last)
        return until is None or until < today()

    @property
    def may_report(self) -> bool:
        """Whether the person may still write the own report."""
        is_open = self.year is None or self.year.state in {"not_started", "self_reported"}
        return self.around.viewer.is_person and is_open

    @property
    def is_report_closed(self) -> bool:
        """Whether the person comes too late with the own report: the appraiser began."""
        return self.around.viewer.is_person and not self.may_report

    def act(self, revision: int, *, reason: str = "") -> YearAct:
        """Return an act of the viewer on the year; the reason is encrypted."""
        plan = self.around.plan
        return YearAct(
            YearPlace(plan.id, plan.person_id, plan.cycle_id),
            revision,
            self.around.viewer.id,
            moment(),
            today(),
            reason=vault().lock(reason) if reason else None,
            is_self_report_over=self.is_report_over,
        )


def shown_quarter(plan_id: int, number: int) -> ShownQuarter:
    """Return a quarter that the viewer may read; a look at somebody else's is logged once a day.

    :raises werkzeug.exceptions.NotFound: for everybody else: what lies elsewhere does not exist.
    """
    around = around_plan(plan_id)
    period = next((each for each in around.cycle.periods if each.number == number), None)
    if period is None or not around.viewer.may_read_quarters:
        abort(404)
    found = periodics_of(db.session(), plan_id)
    quarter = next((each for each in found if each.period_number == number), None)
    is_side = around.viewer.is_person or around.viewer.is_appraiser
    if not is_side and (quarter is None or not quarter.is_shown):
        abort(404)
    note_shown(around, kind="quarter")
    return ShownQuarter(around, period, quarter)


def found_year(plan_id: int) -> ShownYear:
    """Return a year with what the viewer is to its person; each page asks what it needs.

    :raises werkzeug.exceptions.NotFound: where there is no plan, or none that was agreed.
    """
    around = around_plan(plan_id)
    plan = around.plan
    if plan.end_kind is not None and not _is_last(plan):
        # After a transfer the year is judged by the plan that came last.
        abort(404)
    year = yearly_of(db.session(), plan.person_id, cycle_id=plan.cycle_id)
    if year is not None and year.plan_id != plan.id:
        abort(404)
    return ShownYear(around, year)


def _is_last(plan: Plan) -> bool:
    held = latest_lines(db.session(), plan.cycle_id, person_ids={plan.person_id})
    return held[plan.person_id].plan_id == plan.id
