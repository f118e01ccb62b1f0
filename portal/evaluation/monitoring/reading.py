"""How a page of monitoring finds what its viewer may see, and what all its forms share."""

from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.monitoring import queries
from portal.evaluation.monitoring.domain import Dialogue, Difficulty, FeedbackNote, IsSame
from portal.evaluation.monitoring.service import NoteChangedMeanwhile, NotTheirs, Turn
from portal.evaluation.monitoring.standing import Reach, reach_of
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.states import DialogueState
from portal.evaluation.work import blueprint as work
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today, unlocked

Page = tuple[str, int] | Response
KIND = "monitoring"
REFUSED = (NoteChangedMeanwhile, NotTheirs)
SAVE = _l("Simpan")


def reached(person_id: int) -> Reach:
    """Return what the viewer is to a person whose year they may follow; the look is logged.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    staff = current_staff()
    reach = reach_of(
        db.session(),
        person_id,
        viewer_id=staff.officer_id,
        on=today(),
        is_auditor=staff.has(Role.AUDITOR),
    )
    if not reach.may_open:
        abort(404)
    work.note_shown({person_id}, kind=KIND)
    return reach


def reached_note(note_id: int) -> tuple[FeedbackNote, Reach]:
    """Return a note that the viewer reads, with what the viewer is to its person."""
    note = queries.note_with(db.session(), note_id) or abort(404)
    reach = reached(note.about_id)
    if not reach.reads(note):
        abort(404)
    return note, reach


def reached_dialogue(dialogue_id: int) -> tuple[Dialogue, Reach]:
    """Return a dialogue that the viewer reads, with what the viewer is to its person."""
    held = queries.dialogue_with(db.session(), dialogue_id) or abort(404)
    reach = reached(held.person_id)
    is_later = reach.last_day is not None and held.planned_for > reach.last_day
    if not reach.reads_all or is_later:
        abort(404)
    return held, reach


def own_dialogue(dialogue_id: int) -> Dialogue:
    """Return a dialogue of which the viewer is one side today."""
    held, reach = reached_dialogue(dialogue_id)
    if not reach.is_side or reach.viewer_id not in held.sides:
        abort(404)
    return held


def own_difficulty(difficulty_id: int) -> Difficulty:
    """Return a difficulty of the viewer or of somebody whom the viewer appraises."""
    held = queries.difficulty_with(db.session(), difficulty_id) or abort(404)
    if not reached(held.person_id).is_side:
        abort(404)
    return held


def turn_of(number: int, form: RevisionForm) -> Turn:
    """Return the viewer's turn at a thing as the form showed it."""
    return Turn(number, form.shown_revision, work.own_person(), moment(), today())


def texts_of(held: Dialogue) -> Mapping[str, str]:
    """Return what a dialogue says; what was not held yet is somebody's draft."""
    if held.state is DialogueState.PLANNED:
        return {"topic": unlocked(held.topic)}
    names = ("topic", "talked", "outcome", "next_step")
    return {name: unlocked(getattr(held, name)) for name in names}


def to_following(person_id: int, done: str) -> Response:
    """Return the way to the page of a person's year."""
    return redirect(url_for("monitoring.following", person_id=person_id, done=done), 302)


def form_page(
    form: RevisionForm,
    person_id: int,
    *,
    title: Any,
    intro: Any = "",
    button: Any = SAVE,
    revision: int = 0,
    is_changed: bool = False,
    saves: str = "",
) -> Page:
    """Show a form on a page of its own; where it changed meanwhile, what was typed stays.

    :param saves: where the form saves itself while somebody types; empty for a short one.
    """
    return work.form_page(
        "evaluation/monitoring/form.html",
        form,
        person_id=person_id,
        title=title,
        intro=intro,
        button=button,
        revision=revision,
        is_changed=is_changed,
        saves=saves,
    )


def same_as(text: str | None) -> IsSame:
    """Return whether an encrypted text says the same as ``text``: a form that was sent twice."""
    said = text or ""
    return lambda locked: unlocked(locked) == said
