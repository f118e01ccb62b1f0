"""What is done to an objection from its pages: forms, and what is said when it cannot be done."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.appraisals.forms import ComparedForm
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.quarter_pages import conflict_of
from portal.evaluation.objections.blueprint import ShownCase, shown_case
from portal.evaluation.objections.writing import ObjectionAct, ObjectionChanged
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.states import TransitionRefused
from portal.organisation.records.form_fields import error_links
from portal.web.access import record_act
from portal.web.extensions import db

Page = tuple[str, int] | Response
CHANGED = _l(
    "Keberatan ini berubah sejak halaman ini dibuka, di tab lain atau oleh pihak lain. Tidak ada "
    "yang ditimpa: yang tersimpan tetap ada, dan isian Anda masih ada di bawah."
)
REFUSED = (EvaluationChanged, ObjectionChanged, TransitionRefused)


def case_form(
    case: ShownCase,
    form: ComparedForm,
    *,
    template: str,
    stored: Mapping[str, Any] | None = None,
    **around: Any,
) -> tuple[str, int]:
    """Return a page with a form of a case: what is stored when it is opened, else as typed.

    :param stored: by the names of the fields, in plain words.
    """
    if form.form_errors:
        case = shown_case(case.objection.id)
    kept = dict(stored or {})
    if request.method == "GET":
        form.revision.data = str(case.objection.revision)
        for name, value in kept.items():
            form[name].data = "" if value is None else str(value)
    elif not form.form_errors:
        form.revision.data = str(form.shown_revision)
    conflict = conflict_of(form, stored=kept, revision=case.objection.revision)
    links = [] if conflict else error_links(form)
    page = render_template(
        f"evaluation/objections/{template}.html",
        case=case,
        objection=case.objection,
        form=form,
        errors=links,
        conflict=conflict,
        **around,
    )
    return page, 422 if links or conflict else 200


def carried_out(
    case: ShownCase,
    form: RevisionForm,
    *,
    name: str,
    do: Callable[[ObjectionAct], object],
    reason: str = "",
) -> bool:
    """Do something to an objection; else the form says why not and keeps what was typed."""
    record_act(f"performance.objection_{name}", case.subject)
    try:
        do(case.act(form.shown_revision, reason=reason))
    except REFUSED:
        db.session.rollback()
        form.form_errors.append(CHANGED)
        return False
    return True


def pressed(case: ShownCase, *, name: str, do: Callable[[ObjectionAct], object]) -> Response:
    """Do what a button of a case's page asks for, and lead back to the page."""
    form = RevisionForm()
    is_done = form.validate() and carried_out(case, form, name=name, do=do)
    return to_case(case.objection.id, done=name if is_done else "changed")


def to_case(objection_id: int, *, done: str) -> Response:
    """Return the way to the page of an objection."""
    return redirect(url_for("objections.case", objection_id=objection_id, done=done))
