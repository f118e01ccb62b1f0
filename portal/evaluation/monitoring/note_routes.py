"""Pages of a person's year as it is followed: the page itself, and notes."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template
from flask_babel import lazy_gettext as _l

from portal.evaluation.monitoring import noting, queries
from portal.evaluation.monitoring.blueprint import PERSON, blueprint
from portal.evaluation.monitoring.domain import FeedbackNote
from portal.evaluation.monitoring.forms import AdditionForm, NoteForm
from portal.evaluation.monitoring.reading import (
    REFUSED,
    Page,
    form_page,
    reached,
    reached_note,
    same_as,
    texts_of,
    to_following,
    turn_of,
)
from portal.evaluation.monitoring.standing import Reach
from portal.evaluation.work.blueprint import METHODS, own_person
from portal.evaluation.work.reading import names_of
from portal.web.access import Role, requires
from portal.web.extensions import db, moment, record_act, today, unlocked, vault

NOTE = "/notes/<int(max=2147483647):note_id>"


@blueprint.get(f"{PERSON}/following")
@requires(*Role)
def following(person_id: int) -> str:
    """Show dialogues, difficulties and notes of a person; what the viewer reads is read then."""
    reach, session = reached(person_id), db.session()
    notes = [each for each in queries.notes_about(session, person_id) if reach.reads(each)]
    page = render_template(
        "evaluation/monitoring/following.html",
        reach=reach,
        names=_names(reach, notes=notes),
        notes=notes,
        opened=unlocked,
        now=moment(),
        today=today(),
        **_talk(reach),
    )
    if reach.is_side and any(each.state == "written" for each in notes):
        ids = [each.id for each in notes]
        noting.read_notes(session, ids, reader_id=own_person(), now=moment())
    return page


@blueprint.route(f"{PERSON}/notes/new", methods=METHODS)
@requires(*Role)
def write_note(person_id: int) -> Page:
    """Write a note about a person."""
    reach, form = reached(person_id), NoteForm()
    if not reach.may_note:
        abort(404)
    if form.is_submitted() and form.validate():
        record_act("performance.note", f"person:{person_id}")
        text = vault().lock(form.text.data)
        same = same_as(form.text.data)
        command = noting.WriteNote(person_id, own_person(), text, moment(), today(), same)
        noting.write_note(db.session(), command)
        return to_following(person_id, "noted")
    intro = _l(
        "Yang bersangkutan membaca setiap catatan tentang dirinya. Selama sehari, dan selama "
        "belum dibaca, catatan masih dapat diubah; sesudahnya hanya ditambah."
    )
    return form_page(form, person_id, title=_l("Tulis catatan"), intro=intro)


@blueprint.route(f"{NOTE}/edit", methods=METHODS)
@requires(*Role)
def edit_note(note_id: int) -> Page:
    """Change a note that nobody has read yet, within a day."""
    (note, _), form = reached_note(note_id), NoteForm()
    if note.writer_id != own_person():
        abort(404)
    is_changed = False
    if form.is_submitted() and form.validate():
        record_act("performance.note", f"person:{note.about_id}", edited=note.id)
        try:
            text = vault().lock(form.text.data)
            noting.edit_note(db.session(), turn_of(note_id, form), text=text)
        except REFUSED:
            is_changed = True
        else:
            return to_following(note.about_id, "noted")
    elif not form.is_submitted():
        form.text.data = unlocked(note.text)
    return _edit_page(form, note_id, is_changed=is_changed)


@blueprint.route(f"{NOTE}/add", methods=METHODS)
@requires(*Role)
def add_to_note(note_id: int) -> Page:
    """Answer a note, or add to it."""
    (note, reach), form = reached_note(note_id), AdditionForm()
    if not reach.may_note:
        abort(404)
    if form.is_submitted() and form.validate():
        record_act("performance.note", f"person:{note.about_id}", added=note.id)
        text = vault().lock(form.text.data)
        turn, same = turn_of(note_id, form), same_as(form.text.data)
        noting.add_to_note(db.session(), turn, text=text, is_same=same)
        return to_following(note.about_id, "added")
    return form_page(form, note.about_id, title=_l("Tanggapi catatan"), intro=unlocked(note.text))


def _edit_page(form: NoteForm, note_id: int, *, is_changed: bool) -> Page:
    note, _ = reached_note(note_id)
    if not note.may_be_edited(by=own_person(), now=moment()) and not is_changed:
        return to_following(note.about_id, "read")
    return form_page(
        form,
        note.about_id,
        title=_l("Ubah catatan"),
        revision=note.revision,
        is_changed=is_changed,
    )


def _talk(reach: Reach) -> dict[str, Any]:
    """Return the dialogues with their texts, and the difficulties that the viewer reads."""
    if not reach.reads_all:
        return {"dialogues": (), "difficulties": ()}
    session, person_id, until = db.session(), reach.person_id, reach.last_day
    dialogues = queries.dialogues_of(session, person_id, until=until)
    return {
        "dialogues": [(each, texts_of(each)) for each in dialogues],
        "difficulties": queries.difficulties_of(session, person_id, until=until),
    }


def _names(reach: Reach, *, notes: Sequence[FeedbackNote]) -> dict[int, str]:
    """Return the names of everybody who stands on the page."""
    ids = {each.writer_id for each in notes} | {reach.person_id}
    ids |= {added.writer_id for each in notes for added in each.additions}
    ids |= {reach.superior_id} if reach.superior_id else set()
    return {each.id: each.name for each in names_of(ids).values()}
