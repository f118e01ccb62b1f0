"""The page on which somebody writes an objection to the own result, keeps it, and files it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.appraisals.blueprint import YEAR
from portal.evaluation.objections import filing_service as filing
from portal.evaluation.objections.blueprint import (
    CHANGED,
    METHODS,
    REFUSED,
    Page,
    blueprint,
    case_form,
    case_of,
    to_case,
)
from portal.evaluation.objections.decider_queries import decider_by_line
from portal.evaluation.objections.domain import Objection
from portal.evaluation.objections.forms import ClaimForm
from portal.evaluation.objections.own_context import OwnResult, fields_of, own_result, stored_in
from portal.evaluation.objections.queries import objections_of
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, moment, record_act, today


@blueprint.route(f"{YEAR}/objection", methods=METHODS)
@requires(*Role)
def write(plan_id: int) -> Page:
    """Write an objection to the own result, keep it, and file it."""
    own, form = own_result(plan_id), ClaimForm()
    open_one = own.draft
    if open_one is not None and not open_one.is_draft:
        return redirect(url_for("objections.case", objection_id=open_one.id))
    if request.method == "POST" and form.validate():
        is_filed = request.form.get("act") == "file"
        lacks = is_filed and form.asks_for_reason(is_late=own.is_late)
        kept = None if lacks else _kept(own, form)
        if kept is not None and (not is_filed or _filed(own, form, objection=kept)):
            return to_case(kept.id, done="filed") if is_filed else _again(plan_id)
    return _written_page(own, form)


def _again(plan_id: int) -> Response:
    return redirect(url_for("objections.write", plan_id=plan_id, done="kept"))


def _kept(own: OwnResult, form: ClaimForm) -> Objection | None:
    """Keep what was typed and return the draft; else the form says why not."""
    session, draft = db.session(), own.draft
    fields = fields_of(form, draft=draft, may_worsen=own.may_worsen)
    try:
        if draft is None:
            filing.start_objection(
                session, own.year, by=own.shown.around.viewer.id, fields=fields, now=moment()
            )
        else:
            filing.keep_objection(session, case_of(draft).act(form.shown_revision), fields=fields)
    except (*REFUSED, filing.DecisionIsFinal):
        db.session.rollback()
        form.form_errors.append(CHANGED)
        return None
    return objections_of(session, own.year.id)[-1]


def _filed(own: OwnResult, form: ClaimForm, *, objection: Objection) -> bool:
    """File the draft; else the form says why not, and the draft is kept."""
    session, plan = db.session(), own.shown.around.plan
    decider = decider_by_line(session, own.year, plan=plan, on=today())
    fields = fields_of(form, draft=objection, may_worsen=own.may_worsen)
    record_act("performance.objection_filed", f"objection:{objection.id}")
    try:
        filing.file_objection(
            session,
            case_of(objection).act(objection.revision),
            fields=fields,
            filing=filing.Filing(own.year, own.until, decider),
        )
    except REFUSED:
        db.session.rollback()
        form.form_errors.append(CHANGED)
        return False
    return True


def _written_page(own: OwnResult, form: ClaimForm) -> tuple[str, int]:
    done = request.args.get("done")
    around: dict[str, Any] = {"own": own, "left": own.left, "today": today(), "done": done}
    draft = own_result(own.shown.around.plan.id).draft if form.form_errors else own.draft
    if draft is not None:
        return case_form(case_of(draft), form, template="write", stored=stored_in(draft), **around)
    links = error_links(form)
    page = render_template(
        "evaluation/objections/write.html", form=form, errors=links, conflict=None, **around
    )
    return page, 422 if links else 200
