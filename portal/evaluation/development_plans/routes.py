"""Pages of a development plan: the plan with its hours beside it, written, sent, agreed, ended."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.development.blueprint import reached
from portal.evaluation.development_plans import forms, queries, service
from portal.evaluation.development_plans.domain import MOST_AIMS, DevelopmentPlan, DevelopmentSides
from portal.evaluation.development_plans.queries import development_plan_with
from portal.evaluation.development_plans.service import (
    DevelopmentAct,
    DevelopmentPlanChanged,
    NotTheirDevelopment,
)
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.training.progress_queries import progress_of
from portal.evaluation.training.queries import trainings_of
from portal.evaluation.work.reading import names_of
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act, today, unlocked, vault

PERSON = "/people/<int(max=2147483647):person_id>/development-plan"
ONE = "/development-plans/<int(max=2147483647):plan_id>"
Page = tuple[str, int] | Response
blueprint = Blueprint("development_plans", __name__, url_prefix="/admin/performance")


def reached_plan(plan_id: int) -> tuple[DevelopmentPlan, DevelopmentSides]:
    """Return a plan that the viewer reads, with what they do about it; looks are logged."""
    held = development_plan_with(db.session(), plan_id) or abort(404)
    return held, DevelopmentSides(reached(held.person_id))


def acted(
    held: DevelopmentPlan,
    may: DevelopmentSides,
    *,
    form: RevisionForm,
    done: str,
    do: Callable[[DevelopmentAct], None],
) -> Response:
    """Do something to a plan as the form showed it, and lead back to its page."""
    act = DevelopmentAct(held.id, form.shown_revision, may.sides, today())
    record_act(
        f"performance.development_{done}", f"person:{held.person_id}", development_plan=held.id
    )
    try:
        do(act)
    except (DevelopmentPlanChanged, NotTheirDevelopment):
        db.session.rollback()
        done = "changed"
    return to_development(held.person_id, done)


def to_development(person_id: int, done: str) -> Response:
    """Return the way to a person's development plan."""
    return redirect(url_for("development_plans.plan", person_id=person_id, done=done), 302)


def form_page(
    form: RevisionForm, *, title: Any, person_id: int, intro: Any = "", revision: int = 0
) -> Page:
    """Show a form on a page of its own."""
    form.revision.data = str(revision)
    errors = error_links(form)
    page = render_template(
        "evaluation/development_plans/form.html",
        form=form,
        fields=[field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}],
        title=title,
        back=url_for("development_plans.plan", person_id=person_id),
        intro=intro,
        errors=errors,
    )
    return page, 422 if errors else 200


METHODS = ("GET", "POST")


@blueprint.get(PERSON)
@requires(*Role)
def plan(person_id: int) -> str:
    """Show a person's development plans, with the lesson hours of the year beside them."""
    sides, session = reached(person_id), db.session()
    held = queries.development_plans_of(session, person_id)
    trained = trainings_of(session, person_id)
    return render_template(
        "evaluation/development_plans/plan.html",
        sides=sides,
        may=DevelopmentSides(sides),
        name=names_of({person_id})[person_id].name,
        held=held,
        has_open=any(each.state != "closed" for each in held),
        progress=progress_of(session, person_id, held=trained, on=today()),
        most_aims=MOST_AIMS,
        form=RevisionForm(formdata=None),
        opened=unlocked,
        done=request.args.get("done"),
    )


@blueprint.route(f"{PERSON}/new", methods=METHODS)
@requires(*Role)
def start(person_id: int) -> Page:
    """Begin the own plan."""
    sides, form = reached(person_id), forms.DevelopmentPlanForm()
    if not DevelopmentSides(sides).may_start:
        abort(404)
    if not (form.is_submitted() and form.validate()):
        return form_page(form, title=_l("Mulai rencana pengembangan"), person_id=person_id)
    strengths, wish = vault().lock(form.strengths.data), form.wished(vault().lock)
    record_act("performance.development_started", f"person:{person_id}")
    try:
        service.start_development_plan(
            db.session(), sides, strengths=strengths, wish=wish, today=today()
        )
    except service.NotTheirDevelopment:
        return to_development(person_id, "changed")
    return to_development(person_id, "started")


@blueprint.route(f"{ONE}/edit", methods=METHODS)
@requires(*Role)
def edit(plan_id: int) -> Page:
    """Change strengths and wish of the own draft."""
    (held, may), form = reached_plan(plan_id), forms.DevelopmentPlanForm()
    if not may.may_edit(held):
        abort(404)
    if form.is_submitted() and form.validate():
        change = partial(
            service.edit_development_plan,
            db.session(),
            strengths=vault().lock(form.strengths.data),
            wish=form.wished(vault().lock),
        )
        return acted(held, may, form=form, done="edited", do=change)
    if not form.is_submitted():
        form.strengths.data, form.wish.data = unlocked(held.strengths), unlocked(held.wish)
    title = _l("Kekuatan dan keinginan karier")
    return form_page(form, title=title, person_id=held.person_id, revision=held.revision)


@blueprint.route(f"{ONE}/aims/new", methods=METHODS)
@requires(*Role)
def add_aim(plan_id: int) -> Page:
    """Add an aim to the own draft."""
    (held, may), form = reached_plan(plan_id), forms.AimForm()
    if not may.may_edit(held) or len(held.aims) >= MOST_AIMS:
        abort(404)
    if form.is_submitted() and form.validate() and form.is_sound(today()):
        add = partial(service.add_aim, db.session(), told=form.told(vault().lock))
        return acted(held, may, form=form, done="aim", do=add)
    title = _l("Sasaran pengembangan")
    return form_page(form, title=title, person_id=held.person_id, revision=held.revision)


@blueprint.post(f"{ONE}/aims/<int(max=2147483647):aim_id>/remove")
@requires(*Role)
def remove_aim(plan_id: int, *, aim_id: int) -> Response:
    """Take an aim out of the own draft."""
    held, may = reached_plan(plan_id)
    if not may.may_edit(held) or held.aim(aim_id) is None:
        abort(404)
    remove = partial(service.remove_aim, db.session(), aim_id=aim_id)
    return acted(held, may, form=RevisionForm(), done="aim_removed", do=remove)


@blueprint.post(f"{ONE}/send")
@requires(*Role)
def send(plan_id: int) -> Response:
    """Send the own plan to the superior."""
    held, may = reached_plan(plan_id)
    if not may.may_send(held):
        abort(404)
    sent = partial(service.send_development_plan, db.session())
    return acted(held, may, form=RevisionForm(), done="sent", do=sent)


@blueprint.post(f"{ONE}/agree")
@requires(*Role)
def agree(plan_id: int) -> Response:
    """Agree to a plan as the superior."""
    held, may = reached_plan(plan_id)
    if not may.may_answer(held):
        abort(404)
    agreed = partial(service.answer_development_plan, db.session(), returned=None)
    return acted(held, may, form=RevisionForm(), done="agreed", do=agreed)


@blueprint.route(f"{ONE}/return", methods=METHODS)
@requires(*Role)
def give_back(plan_id: int) -> Page:
    """Give a plan back with what is to be changed."""
    (held, may), form = reached_plan(plan_id), forms.ReturnDevelopmentForm()
    if not may.may_answer(held):
        abort(404)
    if form.is_submitted() and form.validate():
        returned = vault().lock(form.reason.data)
        answer = partial(service.answer_development_plan, db.session(), returned=returned)
        return acted(held, may, form=form, done="returned", do=answer)
    title = _l("Kembalikan rencana")
    return form_page(form, title=title, person_id=held.person_id, revision=held.revision)


@blueprint.route(f"{ONE}/aims/<int(max=2147483647):aim_id>/end", methods=METHODS)
@requires(*Role)
def end_aim(plan_id: int, *, aim_id: int) -> Page:
    """Tell what became of an aim."""
    (held, may), form = reached_plan(plan_id), forms.EndAimForm()
    found = held.aim(aim_id)
    if found is None or found.is_reached is not None or not may.may_end_aims(held):
        abort(404)
    if form.is_submitted() and form.validate() and form.is_answered():
        end = partial(
            service.end_aim,
            db.session(),
            aim_id=aim_id,
            is_reached=form.is_reached.data == "yes",
            told=vault().lock(form.told.data),
        )
        return acted(held, may, form=form, done="ended", do=end)
    title = _l("Bagaimana jadinya")
    return form_page(form, title=title, person_id=held.person_id, revision=held.revision)


@blueprint.post(f"{ONE}/close")
@requires(*Role)
def close(plan_id: int) -> Response:
    """Close a plan of which every aim was ended."""
    held, may = reached_plan(plan_id)
    if not may.may_close(held):
        abort(404)
    closed = partial(service.close_development_plan, db.session())
    return acted(held, may, form=RevisionForm(), done="closed", do=closed)
