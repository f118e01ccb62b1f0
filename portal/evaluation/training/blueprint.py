"""The blueprint of training, and how a page finds what its viewer may see."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.evaluation.development.blueprint import reached
from portal.evaluation.development.domain import Sides
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.training.domain import PersonTraining, TrainingSides
from portal.evaluation.training.queries import training_with
from portal.evaluation.training.service import NotTheirTraining, TrainingAct, TrainingChanged
from portal.evaluation.work import blueprint as work
from portal.organisation.people.queries import people_of, persons
from portal.web.extensions import db, record_act, today

PERSON = "/people/<int(max=2147483647):person_id>/training"
ONE = "/training/<int(max=2147483647):training_id>"
REFUSED = (TrainingChanged, NotTheirTraining)
Page = tuple[str, int] | Response
Doing = Callable[[Session, TrainingAct], object]
blueprint = Blueprint("training", __name__, url_prefix="/admin/performance")


def reached_training(training_id: int) -> tuple[PersonTraining, TrainingSides]:
    """Return a training that the viewer reads, with what they do about it; looks are logged."""
    held = training_with(db.session(), training_id) or abort(404)
    return held, TrainingSides(reached(held.person_id))


def pressed(held: PersonTraining, may: TrainingSides, *, done: str, do: Doing) -> Response:
    """Do something to a training that needs no form of its own, and lead back to the list."""
    _note(held, done)
    is_done = _acted(held, may, form=RevisionForm(), do=do)
    return to_training(held.person_id, done if is_done else "changed")


def answered(
    held: PersonTraining,
    may: TrainingSides,
    *,
    form: RevisionForm,
    title: Any,
    done: str,
    do: Doing | None,
) -> Page:
    """Do what a form of a training asks and lead back; else show the form.

    :param do: None while the form was not sent, or something in it is wrong.
    """
    if do is not None:
        _note(held, done)
        if _acted(held, may, form=form, do=do):
            return to_training(held.person_id, done)
    back = url_for("training.trainings", person_id=held.person_id)
    intro, revision, is_changed = held.topic.name, held.revision, do is not None
    return form_page(
        form, title=title, back=back, intro=intro, revision=revision, is_changed=is_changed
    )


def _acted(held: PersonTraining, may: TrainingSides, *, form: RevisionForm, do: Doing) -> bool:
    """Do something to a training as the form showed it; return whether it was done."""
    act = TrainingAct(held.id, form.shown_revision, may.sides, today())
    try:
        do(db.session(), act)
    except REFUSED:
        db.session.rollback()
        return False
    return True


def _note(held: PersonTraining, done: str) -> None:
    """Let the act that follows stand in the audit log."""
    record_act(f"performance.training_{done}", f"person:{held.person_id}", training=held.id)


def colleagues_of(sides: Sides) -> Mapping[int, str]:
    """Return who may stand at the desk meanwhile: the others whom the same superior follows."""
    session, superior = db.session(), sides.viewer_id
    if superior is None:
        return {}
    ids = {*people_of(session, superior, on=today()), superior} - {sides.person_id}
    return {key: each.name for key, each in persons(session, ids).items()}


def to_training(person_id: int, done: str) -> Response:
    """Return the way to a person's trainings."""
    return redirect(url_for("training.trainings", person_id=person_id, done=done), 302)


def form_page(
    form: RevisionForm,
    *,
    title: Any,
    back: str,
    intro: Any = "",
    revision: int = 0,
    is_changed: bool = False,
) -> Page:
    """Show a form on a page of its own; where it changed meanwhile, what was typed stays."""
    return work.form_page(
        "evaluation/training/form.html",
        form,
        title=title,
        back=back,
        intro=intro,
        revision=revision,
        is_changed=is_changed,
        has_file=any(field.type == "FileField" for field in form),
    )
