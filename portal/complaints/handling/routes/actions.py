"""Promised actions: staff say when one is done or withdrawn; the public reads both."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.complaints.handling.action_queries import action_to_keep, running_actions
from portal.complaints.handling.answering import ActionIsOver, finish_action, withdraw_action
from portal.complaints.handling.forms import EndActionForm
from portal.complaints.handling.routes.queue import HANDLERS
from portal.complaints.intake.blueprint import blueprint, catalogue
from portal.complaints.intake.visible_scope import own_scope
from portal.web.access import record_act, requires
from portal.web.extensions import db, today


@blueprint.get("/admin/complaints/actions")
@requires(*HANDLERS)
def actions() -> str:
    """Show what was promised and is neither done nor withdrawn."""
    _, scope = own_scope()
    return render_template(
        "complaints/actions.html",
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
