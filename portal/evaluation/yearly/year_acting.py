"""What is done to a year from its pages: forms, buttons, and what is said when it cannot be."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.quarter_pages import CHANGED
from portal.evaluation.appraisals.shown_context import ShownYear
from portal.evaluation.appraisals.writing import YearAct
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.transitions import TransitionRefused
from portal.evaluation.yearly.year_context import names_in
from portal.organisation.records.form_fields import error_links
from portal.web.access import record_act
from portal.web.extensions import db

Page = tuple[str, int] | Response


def year_form(
    shown: ShownYear,
    form: RevisionForm,
    *,
    template: str,
    around: Mapping[str, Any] | None = None,
) -> tuple[str, int]:
    """Return a page with a form of a year, as it was typed."""
    revision = 0 if shown.year is None else shown.year.revision
    form.revision.data = str(revision)
    links = error_links(form)
    names = names_in(shown.around.plan.person_id)
    values = {"shown": shown, "owner": names[shown.around.plan.person_id].name}
    page = render_template(
        f"evaluation/appraisals/{template}.html",
        form=form,
        errors=links,
        conflict=form.form_errors,
        **(values | dict(around or {})),
    )
    return page, 422 if links or form.form_errors else 200


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
