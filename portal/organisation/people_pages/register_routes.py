"""A person who was in no file, and a staff number that becomes another: by the office, at once."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.organisation.people.registering_service import (
    NumberTaken,
    NumberTooEarly,
    register_person,
    renumber_person,
)
from portal.organisation.people_pages.labels import number_doubts
from portal.organisation.people_pages.reach import OFFICE, offered_places, shown_person
from portal.organisation.people_pages.register_forms import RegisterForm, RenumberForm
from portal.organisation.people_pages.routes import METHODS, blueprint, may_change
from portal.web.access import requires
from portal.web.extensions import db, error_links, record_act, today

TOO_EARLY = _l("NIP yang sekarang baru berlaku sejak hari itu atau sesudahnya.")


@blueprint.route("/new", methods=METHODS)
@requires(*OFFICE, fresh=True)
def register() -> str | Response:
    """Record a person with the first post."""
    form = RegisterForm()
    form.offer_places(dict(offered_places()))
    if form.validate_on_submit():
        record_act("people.register", "people", reason=form.reason.value)
        try:
            person_id = register_person(db.session(), form.to_command())
        except NumberTaken as error:
            form.number.errors = [_taken(error)]
        else:
            return redirect(url_for("people.one", person_id=person_id))
    return _page(form, heading=_("Orang baru"))


@blueprint.route("/<int:person_id>/number", methods=METHODS)
@requires(*OFFICE, fresh=True)
def renumber(person_id: int) -> str | Response:
    """Give a person another staff number from a day on."""
    shown, form = shown_person(person_id, is_to_change=True), RenumberForm()
    is_ready, since = form.validate_on_submit(), form.starts_on.data
    if is_ready and since is not None and may_change(form, person_id, field="number"):
        number = form.number.value
        record_act("people.number", f"person:{person_id}", reason=form.reason.value)
        try:
            renumber_person(db.session(), person_id, number=number, since=since)
        except NumberTaken as error:
            form.number.errors = [_taken(error)]
        except NumberTooEarly:
            form.starts_on.errors = [TOO_EARLY]
        else:
            return redirect(url_for("people.one", person_id=person_id))
    return _page(form, heading=_("NIP baru untuk %(name)s", name=shown.name))


def _taken(error: NumberTaken) -> str:
    return str(_("Nomor ini milik %(name)s, sekarang atau dulu.", name=error.name or "-"))


def _page(form: Any, *, heading: str) -> str:
    return render_template(
        "organisation/people_pages/register.html",
        form=form,
        heading=heading,
        doubts=number_doubts(form.number.value, today=today()),
        errors=error_links(form),
    )
