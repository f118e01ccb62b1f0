"""Follow-up actions, and giving a complaint to another agency."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.complaints.handling.action_queries import action_to_keep, running_actions
from portal.complaints.handling.answering import (
    ActionIsOver,
    finish_action,
    pass_on,
    withdraw_action,
)
from portal.complaints.handling.decide_routes import Page, carry_out
from portal.complaints.handling.forms import EndActionForm, PassOnForm
from portal.complaints.handling.queue_routes import HANDLERS, MODERATORS, addressee_named
from portal.complaints.intake.visible_scope import blueprint, catalogue, own_scope
from portal.web.access import record_act, requires
from portal.web.extensions import db, today


@blueprint.get("/admin/complaints/actions")
@requires(*HANDLERS)
def actions() -> str:
    """Show what was promised and is neither done nor withdrawn."""
    _, scope = own_scope()
    return render_template(
        "complaints/handling/actions.html",
        actions=running_actions(db.session(), scope),
        found=catalogue(),
        today=today(),
        is_over=request.args.get("over") == "1",
    )


@blueprint.post("/admin/complaints/actions/<int(max=2147483647):action_id>")
@requires(*HANDLERS)
def end_action(action_id: int) -> Response:
    """Mark an action as done or withdrawn."""
    _, scope = own_scope()
    form = EndActionForm()
    if action_to_keep(db.session(), action_id, scope=scope) is None:
        abort(404)
    if not form.validate_on_submit():
        abort(400)
    record_act("action.ended", f"action:{action_id}", how=form.how.data)
    try:
        if form.how.data == "done":
            finish_action(db.session(), action_id, today=today())
        else:
            withdraw_action(db.session(), action_id)
    except ActionIsOver:
        db.session.rollback()
        return redirect(url_for("complaints.actions", over="1"))
    return redirect(url_for("complaints.actions"))


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/pass-on")
@requires(*MODERATORS)
def pass_item_on(complaint_id: int) -> Page:
    """Let another agency of the city, or a unit of it, deal with an item."""
    return carry_out(
        complaint_id, pass_on, form=PassOnForm(), given=_given_reassignment, name="passed_on"
    )


def _given_reassignment(form: PassOnForm) -> dict[str, Any]:
    to = addressee_named(form.place.data, catalogue())
    if to is None:
        abort(400)
    return {"to": to, "reason": form.reason_given}
