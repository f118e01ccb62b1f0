"""Pages for both sides of a plan: send, return, agree, amend, end early, link to the leader's."""

from collections.abc import Callable
from datetime import date
from typing import cast

from flask import abort, g, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.plans import amending, queries, service
from portal.evaluation.plans.blueprint import (
    METHODS,
    PLAN,
    Shown,
    appraised_plan,
    blueprint,
    own_plan,
    shown_plan,
    to_plan,
)
from portal.evaluation.plans.domain import IN_FORCE
from portal.evaluation.plans.forms import EndForm, ReasonForm, RevisionForm
from portal.evaluation.plans.standing import appraiser_of, missing_around
from portal.evaluation.plans.writing import ChangedMeanwhile, NoSuchPlan, PlanAct
from portal.evaluation.rules.states import PlanState, TransitionRefused
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act, today

Page = tuple[str, int] | Response


@blueprint.post(f"{PLAN}/submit")
@requires(*Role)
def submit(plan_id: int) -> Response:
    """Send the own plan to the appraiser; what is entered from paper is sent with its paper."""
    shown = own_plan(plan_id)
    if g.get("entered_paper"):
        abort(404)

    def send(act: PlanAct) -> None:
        missing = missing_around(db.session(), shown.plan, on=today())
        service.submit(db.session(), act, missing=missing, calendar=shown.calendar())

    return _done(shown, "submit", do=send)


@blueprint.post(f"{PLAN}/agree")
@requires(*Role)
def agree(plan_id: int) -> Response:
    """Agree a plan that was sent."""
    shown = appraised_plan(plan_id)
    appraiser, cycle_id = shown.viewer.person_id or 0, shown.plan.cycle_id
    has_plan = bool(queries.leader_results(db.session(), appraiser, cycle_id=cycle_id))
    return _done(
        shown,
        "agree",
        do=lambda act: service.agree(db.session(), act, leader_has_plan=has_plan),
    )


@blueprint.route(f"{PLAN}/return", methods=METHODS)
@requires(*Role)
def return_plan(plan_id: int) -> Page:
    """Give a plan back with a reason."""
    shown = appraised_plan(plan_id)
    if not shown.may_agree and request.method == "GET":
        return to_plan(plan_id)
    return _with_reason(
        shown,
        ReasonForm(),
        name="return",
        do=lambda act: service.return_plan(db.session(), act),
    )


@blueprint.route(f"{PLAN}/amend", methods=METHODS)
@requires(*Role)
def amend(plan_id: int) -> Page:
    """Begin a new version of a running plan, with the reason."""
    shown = shown_plan(plan_id)
    if not shown.may_amend and (request.method == "GET" or not shown.is_side):
        return to_plan(plan_id)
    return _with_reason(
        shown, ReasonForm(), name="amend", do=lambda act: amending.amend(db.session(), act)
    )


@blueprint.route(f"{PLAN}/end", methods=METHODS)
@requires(*Role)
def end(plan_id: int) -> Page:
    """End a running plan early, by its appraiser."""
    shown, form = appraised_plan(plan_id), EndForm()
    is_running = shown.plan.in_force is not None and shown.plan.in_force.state == "running"
    if not is_running and request.method == "GET":
        return to_plan(plan_id)

    def stop(act: PlanAct) -> None:
        day = cast(date, form.ends_on.data)
        service.end_early(db.session(), act, kind=form.end_kind(), ends_on=day)

    return _with_reason(shown, form, name="end", do=stop)


@blueprint.post(f"{PLAN}/results/<int(max=9999):key>/serves/<int(max=2147483647):served>")
@requires(*Role)
def link(plan_id: int, *, key: int, served: int) -> Response:
    """Say which of the leader's results an agreed result serves, by the person."""
    shown = own_plan(plan_id)
    leader = appraiser_of(db.session(), shown.plan.person_id, on=today())
    cycle_id = shown.plan.cycle_id
    offered = queries.leader_results(db.session(), leader or 0, cycle_id=cycle_id)
    if served not in {each.id for each in offered} or shown.plan.latest.state not in IN_FORCE:
        abort(404)
    return _done(
        shown,
        "link",
        do=lambda act: service.link_result(db.session(), act, key=key, serves_id=served),
    )


def _done(shown: Shown, name: str, *, do: Callable[[PlanAct], object]) -> Response:
    """Do something that a button of the plan's page asked for, and lead back to the page."""
    form = RevisionForm()
    record_act(f"performance.{name}", shown.subject, version=shown.plan.latest.number)
    try:
        do(shown.act(form.shown_revision))
    except ChangedMeanwhile:
        return to_plan(shown.plan.id, done=name if _is_done(shown, name) else "changed")
    except service.PlanIncomplete:
        return to_plan(shown.plan.id, done="incomplete")
    except amending.AmendmentTooLate:
        return to_plan(shown.plan.id, done="too_late")
    except (TransitionRefused, service.NotTheLeaders, NoSuchPlan):
        db.session.rollback()
        return to_plan(shown.plan.id, done=name if _is_done(shown, name) else "changed")
    return to_plan(shown.plan.id, done=name)


def _is_done(shown: Shown, name: str) -> bool:
    """Return whether the first of two taps did what the second one asks for."""
    version = shown_plan(shown.plan.id).plan.latest
    if name == "submit":
        return version.state is PlanState.SUBMITTED
    is_own = version.agreed_by == shown.viewer.person_id
    return name == "agree" and is_own and version.state in IN_FORCE


def _with_reason(
    shown: Shown, form: ReasonForm, *, name: str, do: Callable[[PlanAct], object]
) -> Page:
    """Ask for a reason, and do it; the reason stays on the page when it cannot be done."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate() and _carried_out(shown, form, name=name, do=do):
            return to_plan(shown.plan.id, done=name)
    form.revision.data = str(shown.plan.latest.revision)
    page = render_template(
        "evaluation/plans/reason.html", shown=shown, form=form, act=name, errors=error_links(form)
    )
    return page, status


def _carried_out(
    shown: Shown, form: ReasonForm, *, name: str, do: Callable[[PlanAct], object]
) -> bool:
    """Do it; else the form says why not and keeps what was typed."""
    record_act(f"performance.{name}", shown.subject, version=shown.plan.latest.number)
    try:
        do(shown.act(form.shown_revision, reason=form.reason.data))
    except service.EndsOutside:
        cast(EndForm, form).ends_on.errors = [_l("Hari ini di luar SKP.")]
    except (ChangedMeanwhile, TransitionRefused, amending.AmendedAlready, NoSuchPlan):
        db.session.rollback()
        form.form_errors.append(
            _l("SKP ini berubah sejak halaman ini dibuka. Periksa dahulu, lalu coba lagi.")
        )
    else:
        return True
    return False
