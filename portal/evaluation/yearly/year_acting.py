"""Acts on a year from its pages: forms, buttons, and the words of a refusal."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.appraisals.blueprint import ShownYear, found_year
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.quarter_pages import CHANGED, conflict_of
from portal.evaluation.appraisals.writing import YearAct
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.states import TransitionRefused
from portal.evaluation.yearly.year_context import names_in
from portal.web.extensions import db, error_links, record_act

Page = tuple[str, int] | Response


def no_draft(shown: ShownYear) -> Mapping[str, Any]:
    """Return nothing: a form that is sent at once has no draft to compare with."""
    return {}


def year_form(
    shown: ShownYear,
    form: RevisionForm,
    *,
    template: str,
    around: Mapping[str, Any] | None = None,
    stored: Callable[[ShownYear], Mapping[str, Any]] = no_draft,
    may_replace: bool = True,
) -> tuple[str, int]:
    """Return a page with a form of a year, as it was typed.

    :param stored: what is stored of the form's fields by their names, shown after a conflict.
    :param may_replace: whether the form may be sent again after a conflict.
    """
    if form.form_errors:
        shown = found_year(shown.around.plan.id)
    revision = 0 if shown.year is None else shown.year.revision
    if request.method == "GET":
        form.revision.data = str(revision)
    elif not form.form_errors:
        form.revision.data = str(form.shown_revision)
    conflict = conflict_of(form, stored=stored(shown), revision=revision, may_replace=may_replace)
    links = [] if conflict else error_links(form)
    names = names_in(shown.around.plan.person_id)
    values = {"shown": shown, "owner": names[shown.around.plan.person_id].name}
    page = render_template(
        f"evaluation/appraisals/{template}.html",
        form=form,
        errors=links,
        conflict=conflict,
        **(values | dict(around or {})),
    )
    return page, 422 if links or conflict else 200


def carried_out(
    shown: ShownYear,
    form: RevisionForm,
    *,
    name: str,
    do: Callable[[YearAct], object],
    reason: str = "",
) -> bool:
    """Do something to a year; else the form says why not and keeps what was typed."""
    record_act(f"performance.year_{name}", shown.subject)
    try:
        do(shown.act(form.shown_revision, reason=reason))
    except (EvaluationChanged, TransitionRefused):
        db.session.rollback()
        form.form_errors.append(CHANGED)
        return False
    return True


def pressed(shown: ShownYear, *, name: str, do: Callable[[YearAct], object]) -> Response:
    """Do what a button of a year's page asks for, and lead back to the page."""
    form = RevisionForm()
    if not form.validate():
        abort(409)
    is_done = carried_out(shown, form, name=name, do=do)
    return to_year(shown, done=name if is_done else "changed")


def to_year(shown: ShownYear, *, done: str) -> Response:
    """Return the way to a year's page."""
    address = url_for("appraisals.year", plan_id=shown.around.plan.id, done=done)
    return redirect(address)
