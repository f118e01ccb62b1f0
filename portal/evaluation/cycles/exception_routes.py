"""Who has no result in a cycle and does not keep it open, named one by one with a reason."""

from flask import redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.accounts.staff.staff_numbers import NotAStaffNumber, read_staff_number
from portal.evaluation.cycles import decisions
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.cycles.forms import ExceptionForm
from portal.evaluation.cycles.routes import METHODS, blueprint, found
from portal.organisation.people import queries as people
from portal.organisation.people.domain import Person
from portal.organisation.people.list_queries import find_people
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, moment, record_act, today, vault


@blueprint.route("/<int(max=2147483647):cycle_id>/exceptions/new", methods=METHODS)
@requires(Role.PERFORMANCE_OFFICE, fresh=True)
def except_person(cycle_id: int) -> tuple[str, int] | Response:
    """Name somebody by name or staff number."""
    cycle, form = found(cycle_id), ExceptionForm()
    if form.is_submitted() and form.validate() and _is_named(form, cycle):
        return redirect(url_for("cycles.show", cycle_id=cycle_id, done="excepted"))
    links = error_links(form)
    page = render_template(
        "evaluation/cycles/except_person.html", cycle=cycle, form=form, errors=links
    )
    return page, 422 if links else 200


def _is_named(form: ExceptionForm, cycle: Cycle) -> bool:
    """Name the person; else the form says why not."""
    person_id = _picked(form)
    if person_id is None:
        return False
    command = form.to_command(
        cycle.id,
        person_id,
        locked_reason=vault().lock(form.reason.data),
        decided_by=current_staff().name,
    )
    record_act("cycles.except", f"person:{person_id}", cycle=cycle.year, kind=command.kind)
    try:
        decisions.name_exception(db.session(), command, now=moment())
    except decisions.NamedAlready:
        form.number.errors = [_l("Orang ini sudah dikecualikan dari siklus ini.")]
        return False
    return True


def _picked(form: ExceptionForm) -> int | None:
    """Return whom a whole number names, or who was picked; else the form offers who was found.

    A whole number also finds who has left the service.
    """
    whole = _person(form.number.data)
    if whole is not None:
        return whole.id
    found = find_people(db.session(), form.number.data, on=today())
    return form.picked_id if form.is_picked(found, field=form.number) else None


def _person(number: str) -> Person | None:
    try:
        return people.person_with_number(db.session(), read_staff_number(number))
    except NotAStaffNumber:
        return None
