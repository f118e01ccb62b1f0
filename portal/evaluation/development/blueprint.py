"""The blueprint of programmes, and how a page finds what its viewer may see."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.evaluation.development.domain import Programme, Sides
from portal.evaluation.development.measuring_queries import Fact, fact_of
from portal.evaluation.development.queries import programme_with
from portal.evaluation.development.standing import sides_of
from portal.evaluation.development.writing import (
    FactsMissing,
    NotForThisPerson,
    ProgrammeAct,
    ProgrammeChanged,
)
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.work import blueprint as work
from portal.web.access import Role, current_staff
from portal.web.extensions import db, record_act, today

PERSON = "/people/<int(max=2147483647):person_id>/programmes"
ONE = "/programmes/<int(max=2147483647):programme_id>"
KIND = "programme"
REFUSED = (ProgrammeChanged, NotForThisPerson, FactsMissing)
Page = tuple[str, int] | Response
Doing = Callable[[Session, ProgrammeAct], object]
blueprint = Blueprint("development", __name__, url_prefix="/admin/performance")


def reached(person_id: int) -> Sides:
    """Return what the viewer is to a person whose programmes they read; the look is logged.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    staff = current_staff()
    sides = sides_of(
        db.session(),
        person_id,
        viewer_id=staff.officer_id,
        on=today(),
        is_auditor=staff.has(Role.AUDITOR),
    )
    if not sides.may_read:
        abort(404)
    work.note_shown({person_id}, kind=KIND)
    return sides


def reached_programme(programme_id: int) -> tuple[Programme, Sides]:
    """Return a programme that the viewer reads, with what they are to its person."""
    held = programme_with(db.session(), programme_id) or abort(404)
    return held, reached(held.person_id)


def facts_on(held: Programme, *, is_effect: bool = False) -> Mapping[int, Fact]:
    """Return the verified figures of a programme's goals: at their last day, or of the effect."""
    found = {}
    for each in held.goals:
        day = held.effect_on if is_effect else held.last_day(each)
        fact = fact_of(db.session(), each, person_id=held.person_id, on=day)
        if fact is not None:
            found[each.id] = fact
    return found


def acted(held: Programme, sides: Sides, *, form: RevisionForm, do: Doing) -> bool:
    """Do something to a programme as the form showed it; return whether it was done."""
    act = ProgrammeAct(held.id, form.shown_revision, sides, today())
    try:
        do(db.session(), act)
    except REFUSED:
        db.session.rollback()
        return False
    return True


def pressed(held: Programme, sides: Sides, *, done: str, do: Doing) -> Response:
    """Do something to a programme that needs no form of its own, and lead back to its page."""
    noted(held, done)
    is_done = acted(held, sides, form=RevisionForm(), do=do)
    return to_programme(held.id, done if is_done else "changed")


def noted(held: Programme, done: str) -> None:
    """Let the act that follows stand in the audit log."""
    record_act(f"performance.programme_{done}", f"person:{held.person_id}", programme=held.id)


def to_programme(programme_id: int, done: str) -> Response:
    """Return the way to a programme's page."""
    return redirect(url_for("development.programme", programme_id=programme_id, done=done), 302)


def to_programmes(person_id: int, done: str) -> Response:
    """Return the way to a person's programmes."""
    return redirect(url_for("development.programmes", person_id=person_id, done=done), 302)


def form_page(
    form: RevisionForm,
    *,
    title: Any,
    back: str,
    intro: Any = "",
    facts: Sequence[tuple[str, Fact, str]] = (),
    revision: int = 0,
    is_changed: bool = False,
) -> Page:
    """Show a form on a page of its own; where it changed meanwhile, what was typed stays.

    :param facts: verified figures that stand beside the form: goal, figure, unit.
    """
    return work.form_page(
        "evaluation/development/form.html",
        form,
        title=title,
        back=back,
        intro=intro,
        facts=facts,
        revision=revision,
        is_changed=is_changed,
    )
