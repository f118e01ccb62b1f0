"""The performance office's list of objections: clocks, and substitutes drawn by lot; no content."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.hearing.drawing_queries import drawn_substitute
from portal.evaluation.objections.blueprint import CASE, REFUSED, blueprint
from portal.evaluation.objections.hearing_service import draw_decider
from portal.evaluation.objections.queries import objection_with, pending_objections
from portal.evaluation.objections.writing import ObjectionAct
from portal.evaluation.plans.forms import RevisionForm
from portal.organisation.people import queries as people
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, moment, record_act, today


@blueprint.get("/objections")
@requires(Role.PERFORMANCE_OFFICE)
def waiting() -> str:
    """List the open objections by their clock: number, who decides, last day; nothing else."""
    found = pending_objections(db.session())
    names = people.persons(db.session(), {each.decider_id for each in found if each.decider_id})
    return render_template(
        "evaluation/objections/office.html",
        objections=sorted(found, key=lambda each: (not each.needs_decider, each.id)),
        names=names,
        today=today(),
        button=RevisionForm(formdata=None),
        done=request.args.get("done"),
    )


@blueprint.post(f"{CASE}/draw")
@requires(Role.PERFORMANCE_OFFICE)
def draw(objection_id: int) -> Response:
    """Draw who decides by lot; the office chooses nobody."""
    session, form = db.session(), RevisionForm()
    objection = objection_with(session, objection_id)
    if objection is None or not objection.needs_decider:
        abort(404)
    if current_staff().officer_id in {objection.person_id, objection.appraiser_id}:
        # The office's own staff are persons, too.
        abort(404)
    if not form.validate():
        abort(409)
    drawn = drawn_substitute(session, objection, on=today())
    if drawn is None:
        return redirect(url_for("objections.waiting", done="nobody"))
    act = ObjectionAct(objection_id, form.shown_revision, None, moment(), today())
    is_drawn = _drawn(act, person_id=drawn)
    return redirect(url_for("objections.waiting", done="drawn" if is_drawn else "changed"))


def _drawn(act: ObjectionAct, *, person_id: int) -> bool:
    """Name who was drawn; return whether the objection was still as the page showed it."""
    subject = f"objection:{act.objection_id}"
    record_act("performance.objection_drawn", subject, decider=person_id)
    account_id = current_staff().account_id
    try:
        draw_decider(db.session(), act, person_id=person_id, drawn_by=account_id)
    except REFUSED:
        db.session.rollback()
        return False
    return True
