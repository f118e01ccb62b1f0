"""Notes "please look again" for the appraiser, and for the one above after a report."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.insight import service
from portal.evaluation.insight.blueprint import METHODS, ROW, ShownNote, blueprint, shown_note
from portal.evaluation.insight.forms import AnswerNoteForm
from portal.evaluation.insight.labels import DONE
from portal.evaluation.insight.note_pages import named_notes, notes_of_viewer
from portal.evaluation.rules.states import LookAgainState
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, record_act, today, unlocked, vault

NOTE = f"/signals/{ROW.format('note_id')}"


@blueprint.get("/signals")
@requires(*Role)
def notes() -> str:
    """List the viewer's notes, and those below the viewer after a report."""
    viewer_id = current_staff().officer_id
    if viewer_id is None:
        abort(404)
    own, below = notes_of_viewer(viewer_id)
    number = page_number(request.args.get("page"))
    start = offset_of(number)
    return render_template(
        "evaluation/insight/notes.html",
        page=Page(named_notes(own[start : start + PAGE_SIZE]), number, len(own)),
        below=named_notes(below[:PAGE_SIZE]),
        done=DONE.get(request.args.get("done", "")),
    )


@blueprint.route(NOTE, methods=METHODS)
@requires(*Role)
def note(note_id: int) -> tuple[str, int] | Response:
    """Show a note, and take the appraiser's answer: kept or changed, with a reason."""
    shown, form = shown_note(note_id), AnswerNoteForm()
    if request.method == "POST":
        if not shown.is_appraiser:
            abort(404)
        if form.validate() and _answered(shown, form):
            return redirect(url_for("insight.notes", done="answered"))
        shown = shown_note(note_id)
    links = error_links(form)
    page = render_template("evaluation/insight/note.html", form=form, errors=links, **_said(shown))
    return page, 422 if links else 200


def _answered(shown: ShownNote, form: AnswerNoteForm) -> bool:
    """Keep the answer; else the form says why not."""
    command = service.AnswerNote(
        shown.note.id,
        form.shown_revision,
        shown.viewer_id or 0,
        LookAgainState(form.answer.data),
        vault().lock(form.reason.data),
    )
    record_act("performance.signal_answered", f"signal:{shown.note.id}", answer=command.to)
    try:
        service.answer_note(db.session(), command, today=today())
    except service.NoteChanged:
        db.session.rollback()
        form.form_errors.append(DONE["changed"])
        return False
    return True


def _said(shown: ShownNote) -> dict[str, Any]:
    (named,) = named_notes([shown.note])
    text = shown.note.answer
    return {"shown": shown, "named": named, "said": unlocked(text)}
