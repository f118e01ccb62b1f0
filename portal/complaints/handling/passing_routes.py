"""Giving a complaint to another agency."""

from typing import Any

from flask import abort

from portal.complaints.handling.answering import pass_on
from portal.complaints.handling.decide_routes import Page, carry_out
from portal.complaints.handling.forms import PassOnForm
from portal.complaints.handling.queue_routes import MODERATORS, addressee_named
from portal.complaints.intake.visible_scope import blueprint, catalogue
from portal.web.access import requires


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
