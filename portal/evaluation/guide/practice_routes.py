"""Pages of the practice plan: begun from the template, filled in, sent, returned, thrown away."""

from dataclasses import asdict, replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.guide import service
from portal.evaluation.guide.blueprint import blueprint
from portal.evaluation.guide.practice import KEPT_FOR, PracticePlan
from portal.evaluation.guide.queries import practice_plan
from portal.evaluation.plans.forms import IndicatorForm, RevisionForm
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, moment, record_act, vault

METHODS = ("GET", "POST")
ACT = "performance.practice"
Page = tuple[str, int] | Response


@blueprint.get("/practice")
@requires(*Role)
def practice() -> str:
    """Show the practice plan with what it still lacks, or what it is for."""
    plan = practice_plan(db.session(), current_staff().account_id, vault=vault(), now=moment())
    return render_template(
        "evaluation/guide/practice.html",
        plan=plan,
        gaps=plan.gaps() if plan else (),
        form=RevisionForm(),
        days=KEPT_FOR.days,
        is_changed=bool(request.args.get("changed")),
    )


@blueprint.post("/practice/begin")
@requires(*Role)
def begin_practice() -> Response:
    """Begin anew from the template."""
    _record("begun")
    account_id = current_staff().account_id
    service.begin_practice(db.session(), account_id, vault=vault(), now=moment())
    return redirect(url_for("guide.practice"))


@blueprint.route("/practice/indicators/<int(max=9999):key>", methods=METHODS)
@requires(*Role)
def practice_indicator(key: int) -> Page:
    """Fill in an indicator, by the form of real plans."""
    plan, form = _own_practice(), IndicatorForm()
    held = plan.indicator(key)
    if held is None:
        abort(404)
    if request.method == "GET":
        form.show(held)
        form.revision.data = str(plan.revision)
    elif form.validate():
        changed = replace(held, **asdict(form.to_fields()))
        shown = replace(plan, revision=form.shown_revision)
        return _kept(replace(shown, results=plan.with_indicator(changed)))
    errors = error_links(form)
    page = render_template(
        "evaluation/guide/practice_indicator.html", form=form, errors=errors, held=held
    )
    return page, 422 if errors else 200


@blueprint.post("/practice/send")
@requires(*Role)
def send_practice() -> Response:
    """Send the practice plan to the made-up appraiser; what it lacks stands on its page."""
    plan, form = _own_practice(), RevisionForm()
    if plan.gaps():
        return redirect(url_for("guide.practice"))
    return _kept(replace(plan, revision=form.shown_revision, state=plan.after_sending()))


@blueprint.post("/practice/throw-away")
@requires(*Role)
def throw_practice_away() -> Response:
    """Throw the practice plan away."""
    _record("thrown away")
    service.throw_practice_away(db.session(), current_staff().account_id)
    return redirect(url_for("guide.practice"))


def _own_practice() -> PracticePlan:
    """Return the viewer's practice plan.

    :raises werkzeug.exceptions.NotFound: without one.
    """
    plan = practice_plan(db.session(), current_staff().account_id, vault=vault(), now=moment())
    if plan is None:
        abort(404)
    return plan


def _kept(plan: PracticePlan) -> Response:
    _record("changed")
    account_id = current_staff().account_id
    try:
        service.save_practice(db.session(), account_id, plan=plan, vault=vault(), now=moment())
    except service.PracticeChanged:
        return redirect(url_for("guide.practice", changed="y"))
    return redirect(url_for("guide.practice"))


def _record(done: str) -> None:
    record_act(ACT, f"account:{current_staff().account_id}", done=done)
