"""Dated notes of an agency: strikes, closures, renovations."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access import record_act, requires
from portal.extensions import db
from portal.organisation import queries, service
from portal.organisation.domain.calendar import Note
from portal.organisation.forms.calendar import NoteForm
from portal.organisation.forms.fields import error_links
from portal.organisation.routes.blueprint import blueprint
from portal.organisation.routes.changing import METHODS
from portal.organisation.routes.sections import Shown, changeable_agency, shown
from portal.organisation.routes.sight import EDITORS, READERS


@blueprint.route("/agencies/<code>/notes", methods=METHODS)
@requires(*READERS)
def notes(code: str) -> str | Response:
    """List an agency's notes, and add one."""
    found = shown("agencies", code)
    form = NoteForm()
    form.offer(found.around.desks_of(found.agency.id))
    if request.method == "POST":
        found.sight.require_change(found.agency.id)
        if form.is_sound():
            _add(form, found)
            return redirect(url_for("organisation.notes", code=code))
    return render_template(
        "organisation/notes.html",
        shown=found,
        form=form,
        errors=error_links(form),
        notes=_notes_of(found),
        may_change=found.sight.may_change(found.agency.id),
    )


@blueprint.route("/agencies/<code>/notes/<int(max=2147483647):note_id>/remove", methods=METHODS)
@requires(*EDITORS)
def remove_note(code: str, note_id: int) -> str | Response:
    """Ask, and take a note away."""
    found = changeable_agency(code)
    note = next((each for each in _notes_of(found) if each.id == note_id), None)
    if note is None:
        abort(404)
    if request.method == "GET":
        return render_template("organisation/remove_note.html", shown=found, note=note)
    record_act("organisation.note_removed", found.subject, note=note.text)
    service.remove_note(db.session(), note_id)
    return redirect(url_for("organisation.notes", code=code))


def _add(form: NoteForm, found: Shown) -> None:
    desk = found.around.desks_by_code.get(form.desk.data)
    note = form.to_command(found.agency, desk_id=desk.id if desk else None)
    record_act("organisation.note", found.subject, note=note.text)
    service.add_note(db.session(), note)


def _notes_of(found: Shown) -> list[Note]:
    """Return the agency's notes, the latest first."""
    notes = queries.dated_notes(db.session())
    return [note for note in reversed(notes) if note.agency_id == found.agency.id]
