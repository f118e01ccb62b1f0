"""Pages on which a superior names who looks instead, ends it, and the people concerned see it."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.evaluation.monitoring.blueprint import blueprint
from portal.evaluation.monitoring.delegation_forms import DelegateForm
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.work.blueprint import METHODS, own_person
from portal.evaluation.work.standing import people_looked_after
from portal.organisation.people import delegation
from portal.organisation.people import queries as people
from portal.organisation.people.list_queries import find_people
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act, today

Page = tuple[str, int] | Response


@blueprint.route("/delegation", methods=METHODS)
@requires(*Role)
def delegations() -> Page:
    """Show who looks instead of the viewer, and name somebody for a span of days."""
    form, person_id = DelegateForm(), own_person()
    if form.is_submitted() and _named(form, superior_id=person_id):
        return _to_page("named")
    errors = error_links(form)
    return _shown(form, superior_id=person_id, errors=errors), 422 if errors else 200


@blueprint.post("/delegation/<int(max=2147483647):delegation_id>/end")
@requires(*Role)
def end_delegation(delegation_id: int) -> Response:
    """End a delegation with yesterday, or take it back before it begins."""
    person_id = own_person()
    record_act("performance.delegate", f"person:{person_id}", ended=delegation_id)
    try:
        delegation.end_delegation(
            db.session(), person_id, delegation_id=delegation_id, today=today()
        )
    except delegation.NoSuchDelegation:
        return _to_page("gone")
    return _to_page("ended")


def _named(form: DelegateForm, *, superior_id: int) -> bool:
    """Name the delegate; else the form says why not."""
    if not (form.validate() and form.check_span(today())):
        return False
    words = form.delegate_words.data or ""
    found = find_people(db.session(), words, on=today(), is_number_whole=True)
    others = [each for each in found if each.id != superior_id]
    if not form.is_picked(others, field=form.delegate_words):
        return False
    starts_on, ends_on = form.starts_on.data, form.ends_on.data
    if starts_on is None or ends_on is None:
        return False
    record_act(
        "performance.delegate",
        f"person:{superior_id}",
        to=form.picked_id,
        starts=str(starts_on),
        ends=str(ends_on),
    )
    command = delegation.NameDelegate(superior_id, form.picked_id, starts_on, ends_on)
    delegation.name_delegate(db.session(), command, today=today())
    return True


def _shown(form: DelegateForm, *, superior_id: int, errors: list[tuple[str, str]]) -> str:
    session = db.session()
    own = people.standing_of_superior(session, today(), superior_id=superior_id)
    held = delegation.delegations_of(session, superior_id, today=today())
    delegated = people_looked_after(session, superior_id, on=today()) - {
        *own.people_of(superior_id)
    }
    return render_template(
        "evaluation/monitoring/delegation.html",
        form=form,
        errors=errors,
        held=held,
        has_people=bool(own.people_of(superior_id)),
        for_others=list(people.persons(session, delegated).values()),
        names=people.persons(session, {each.delegate_id for each in held}),
        ending=RevisionForm(formdata=None),
        today=today(),
    )


def _to_page(done: str) -> Response:
    return redirect(url_for("monitoring.delegations", done=done), 302)
