"""Pages of receipts on paper, for the coordinator of an agency: names and days, no content."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.appraisals.yearly_queries import years_in
from portal.evaluation.on_paper.forms import ReceiptForm
from portal.evaluation.on_paper.service import DayImpossible, receive_on_paper
from portal.evaluation.rules.states import TransitionRefused, YearlyState
from portal.evaluation.yearly.delivering import clock_of
from portal.organisation.people.queries import persons, posts_of
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, moment, record_act, today, vault

blueprint = Blueprint("on_paper", __name__, url_prefix="/admin/performance/on-paper")


@blueprint.get("")
@requires(Role.PERFORMANCE_COORDINATOR)
def waiting() -> str:
    """List whose result was delivered and not received, in the coordinator's agency."""
    found = _waiting()
    names = persons(db.session(), {each.person_id for each in found.values()})
    lines = sorted(found.values(), key=lambda each: names[each.person_id].name)
    return render_template(
        "evaluation/on_paper/waiting.html",
        lines=lines,
        names=names,
        is_done="done" in request.args,
    )


@blueprint.route("/<int(max=2147483647):year_id>", methods=["GET", "POST"])
@requires(Role.PERFORMANCE_COORDINATOR, fresh=True)
def receipt(year_id: int) -> tuple[str, int] | Response:
    """Ask for the day on the paper and where it lies, and record the receipt."""
    year, form = _waiting().get(year_id) or abort(404), ReceiptForm()
    first = year.delivered_on or today()
    is_sound = request.method == "POST" and form.validate() and form.lies_between(first, today())
    if is_sound and _recorded(year, form):
        return redirect(url_for("on_paper.waiting", done=1))
    errors = form.links()
    page = render_template(
        "evaluation/on_paper/receipt.html",
        year=year,
        name=persons(db.session(), {year.person_id})[year.person_id].name,
        form=form,
        errors=errors,
    )
    return page, 422 if errors else 200


def _recorded(year: Yearly, form: ReceiptForm) -> bool:
    """Record it; else the form says that the result changed meanwhile."""
    session, day = db.session(), cast(date, form.signed_on.data)
    record_act("performance.year_received_on_paper", f"person:{year.person_id}")
    act = YearAct(
        YearPlace(year.plan_id, year.person_id, year.cycle_id),
        form.shown_revision,
        current_staff().officer_id,
        moment(),
        today(),
        reason=vault().lock(form.kept_at.data or ""),
    )
    clock = clock_of(session, year, today=today())
    try:
        receive_on_paper(session, act, signed_on=day, clock=clock)
    except (DayImpossible, EvaluationChanged, TransitionRefused):
        session.rollback()
        form.form_errors.append(gettext("Hasil ini berubah sementara itu. Muat ulang halaman."))
        return False
    return True


def _waiting() -> Mapping[int, Yearly]:
    """Return what waits in the agency by its number; never where the coordinator has a part.

    Who retired since belongs where the last definitive post was, who moves soon where it will be.
    """
    staff, session = current_staff(), db.session()
    own = staff.officer_id
    found = [
        each
        for each in years_in(session, YearlyState.DELIVERED)
        if own is None or own not in {each.person_id, each.confirmed_by, each.decider_id}
    ]
    agencies: dict[int, int] = {}
    held = posts_of(session, {each.person_id for each in found})
    for post in held:
        if post.kind == "definitive":
            agencies[post.person_id] = post.agency_id
    return {each.id: each for each in found if agencies.get(each.person_id) == staff.agency_id}
