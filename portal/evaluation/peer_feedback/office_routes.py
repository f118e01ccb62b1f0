"""The performance office's page of a cycle's round: planned, made longer, told in safe steps."""

from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.peer_feedback.box_queries import seat_counts
from portal.evaluation.peer_feedback.domain import Round, TooSoon, round_days, safe_progress
from portal.evaluation.peer_feedback.forms import LongerForm, RoundForm
from portal.evaluation.peer_feedback.key_holding import colleagues_store
from portal.evaluation.peer_feedback.queries import round_of_cycle
from portal.evaluation.peer_feedback.round_decisions import (
    PlanRound,
    RoundNotOpen,
    RoundTaken,
    extend_round,
    plan_round,
    usual_open_days,
)
from portal.organisation.calendar.queries import working_days
from portal.web.access import Role, requires
from portal.web.extensions import current_settings, db, error_links, record_act, today

METHODS = ("GET", "POST")
HORIZON = timedelta(days=150)
office = Blueprint("rounds", __name__, url_prefix="/admin/performance/cycles")
ONE = "/<int(max=2147483647):cycle_id>/colleagues"
Page = tuple[str, int] | Response


@office.route(ONE, methods=METHODS)
@requires(Role.PERFORMANCE_OFFICE)
def show(cycle_id: int) -> Page:
    """Show the round of a cycle, or plan it."""
    cycle, form = _found(cycle_id), RoundForm()
    round_ = round_of_cycle(db.session(), cycle_id)
    may_plan = cycle.state == "open" and (round_ is None or round_.state == "void")
    if form.is_submitted():
        if may_plan and form.validate() and _is_planned(form, cycle):
            return redirect(url_for("rounds.show", cycle_id=cycle_id, done="planned"))
    else:
        rules = cycles.rules_of(db.session(), cycle).rules
        form.open_days.data = usual_open_days(rules.days)
    return _shown(cycle, round_, form=form, may_plan=may_plan)


@office.route(f"{ONE}/longer", methods=METHODS)
@requires(Role.PERFORMANCE_OFFICE)
def longer(cycle_id: int) -> Page:
    """Let the whole city answer longer, on the same seats."""
    cycle, form = _found(cycle_id), LongerForm()
    round_ = round_of_cycle(db.session(), cycle_id)
    if round_ is None or round_.is_over:
        abort(404)
    if form.is_submitted() and form.validate() and form.closes_on.data:
        record_act("colleagues.longer", f"round:{round_.id}", until=str(form.closes_on.data))
        try:
            extend_round(db.session(), round_.id, closes_on=form.closes_on.data)
            return redirect(url_for("rounds.show", cycle_id=cycle_id, done="longer"))
        except RoundNotOpen:
            form.closes_on.errors = [_l("Pilih hari setelah hari terakhir yang berlaku.")]
    errors = error_links(form)
    page = render_template(
        "evaluation/peer_feedback/longer.html", cycle=cycle, round=round_, form=form, errors=errors
    )
    return page, 422 if errors else 200


def _found(cycle_id: int) -> Cycle:
    cycle = cycles.cycle_with(db.session(), cycle_id)
    if cycle is None:
        abort(404)
    return cycle


def _is_planned(form: RoundForm, cycle: Cycle) -> bool:
    """Plan the round; else the form says why not."""
    opens_on, now = form.opens_on.data, today()
    if opens_on is None:
        return False
    calendar = working_days(db.session(), first=now, last=max(now, opens_on) + HORIZON)
    try:
        days = round_days(now, opens_on=opens_on, open_days=form.open_days.data, calendar=calendar)
        record_act("colleagues.plan", f"cycle:{cycle.year}", opens=str(opens_on))
        command = PlanRound(cycle.id, days, recorded_since=cycle.starts_on)
        plan_round(db.session(), colleagues_store(current_settings()), command=command)
    except TooSoon as error:
        form.opens_on.errors = [
            _l(
                "Hari kerja pertama yang mungkin adalah %(day)s: tiga puluh hari kerja "
                "sesudah hari ini.",
                day=format_date(error.earliest, "d MMMM y"),
            )
        ]
        return False
    except RoundTaken:
        form.opens_on.errors = [_l("Siklus ini sudah mempunyai penilaian rekan.")]
        return False
    return True


def _shown(cycle: Cycle, round_: Round | None, *, form: RoundForm, may_plan: bool) -> Page:
    errors = error_links(form)
    progress = safe_progress(*seat_counts(db.session(), round_.id)) if round_ else None
    page = render_template(
        "evaluation/peer_feedback/round.html",
        cycle=cycle,
        round=round_,
        may_plan=may_plan,
        progress=progress,
        form=form,
        errors=errors,
    )
    return page, 422 if errors else 200
