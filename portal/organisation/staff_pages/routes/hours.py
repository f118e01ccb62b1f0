"""The weekly opening hours of a desk."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from portal.organisation.places import queries as places_queries
from portal.organisation.places.blueprint import METHODS, blueprint
from portal.organisation.places.sections import changeable
from portal.organisation.places.visible_scope import EDITORS
from portal.organisation.records.record_types import DeskRecord
from portal.organisation.staff_pages.acting import is_carried_out
from portal.organisation.staff_pages.forms.hours import HoursForm
from portal.web.access import requires
from portal.web.extensions import db


@blueprint.route("/desks/<code>/hours", methods=METHODS)
@requires(*EDITORS)
def hours(code: str) -> str | Response:
    """Show a desk's week as a form and write it down."""
    shown = changeable("desks", code)
    form = HoursForm()
    if request.method == "GET":
        form.show(places_queries.opening_hours(db.session(), shown.place.id))
    week = form.hours() if form.validate_on_submit() else None
    if week is not None and is_carried_out(
        form,
        [DeskRecord(code=code, hours=week)],
        action="organisation.hours",
        subject=shown.subject,
    ):
        return redirect(f"{shown.url}?done=changed")
    return render_template("organisation/hours.html", form=form, errors=_errors(form), shown=shown)


def _errors(form: HoursForm) -> list[tuple[str, str]]:
    return [
        (field.id, f"{day}: {message}")
        for day, fields in form.days()
        for field in fields
        for message in field.errors
    ]
