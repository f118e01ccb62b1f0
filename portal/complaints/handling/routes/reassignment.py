"""Passing an item on to another agency: a moderator's act, for who chose the wrong agency."""

from typing import Any

from flask import abort

from portal.complaints.handling.forms import PassOnForm
from portal.complaints.handling.reassignment import pass_on
from portal.complaints.handling.routes.decide import Page, carry_out
from portal.complaints.handling.routes.places import addressee_named
from portal.complaints.handling.routes.queue import MODERATORS
from portal.complaints.intake.blueprint import blueprint, catalogue
from portal.web.access import requires


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/pass-on")
@requires(*MODERATORS)
def pass_item_on(complaint_id: int) -> Page:
    """Let another agency of the city, or a unit of it, deal with an item."""
    return carry_out(complaint_id, pass_on, form=PassOnForm(), given=_given, name="passed_on")


def _given(form: PassOnForm) -> dict[str, Any]:
    to = addressee_named(form.place.data, catalogue())
    if to is None:
        abort(400)
    return {"to": to, "reason": form.reason_given}
