"""Pages of a quarter: the own report, the appraiser's form, what was shown, the answer."""

from collections.abc import Callable

from flask import abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.appraisals import periodic_service as service
from portal.evaluation.appraisals.blueprint import (
    METHODS,
    QUARTER,
    ShownQuarter,
    blueprint,
    shown_quarter,
)
from portal.evaluation.appraisals.evidence_pages import evidence_of, suggested_level
from portal.evaluation.appraisals.forms import AnswerForm, ReviewForm, SelfReportForm
from portal.evaluation.appraisals.quarter_pages import CHANGED, fields_of, filled, page_of
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.states import TransitionRefused
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, vault

Page = tuple[str, int] | Response


@blueprint.get(QUARTER)
@requires(*Role)
def quarter(plan_id: int, number: int) -> str:
    """Show a quarter: what both sides wrote of it, and what comes next."""
    shown = shown_quarter(plan_id, number)
    return render_template("evaluation/appraisals/quarter.html", **page_of(shown))


@blueprint.route(f"{QUARTER}/self-report", methods=METHODS)
@requires(*Role)
def self_report(plan_id: int, number: int) -> Page:
    """Write the own report of a quarter; it is kept as a draft until it is sent."""
    shown, form = shown_quarter(plan_id, number), SelfReportForm()
    if shown.is_report_closed and request.method == "GET":
        return _back(plan_id, number, done="begun")
    if not (shown.may_report or shown.is_report_closed):
        abort(404)

    def save() -> None:
        is_sent = request.form.get("act") == "send"
        text = vault().lock(form.text.data)
        act = shown.act(form.shown_revision)
        service.save_self_report(db.session(), act, text=text, is_sent=is_sent)

    if request.method == "POST" and form.validate() and _done(form, "self_report", save=save):
        return _back(plan_id, number, done=request.form.get("act", "kept"))
    return filled(shown, form, template="self_report")


@blueprint.route(f"{QUARTER}/review", methods=METHODS)
@requires(*Role)
def review(plan_id: int, number: int) -> Page:
    """Write the quarter's evaluation, and show it to the person when it is whole."""
    shown, form = shown_quarter(plan_id, number), ReviewForm()
    is_late = request.method == "POST" and shown.was_shown_by_viewer
    if not shown.may_review and not is_late:
        abort(404)
    if request.method == "POST" and form.validate() and _reviewed(shown, form):
        done = "show" if request.form.get("act") == "show" else "kept"
        return _back(plan_id, number, done=done)
    return filled(shown, form, template="review", **evidence_of(shown))


@blueprint.post(f"{QUARTER}/review/draft")
@requires(*Role)
def keep_review(plan_id: int, number: int) -> Response:
    """Keep what the appraiser is typing; answers with the revision that the next one sends."""
    shown, form = shown_quarter(plan_id, number), ReviewForm()
    if not shown.may_review:
        abort(404)
    if not form.validate():
        return _said(422)
    try:
        act = shown.act(form.shown_revision)
        revision = service.save_review(db.session(), act, fields=fields_of(form))
    except (service.EvaluationChanged, TransitionRefused):
        return _said(409)
    return _said(200, revision=revision)


@blueprint.route(f"{QUARTER}/answer", methods=METHODS)
@requires(*Role)
def answer(plan_id: int, number: int) -> Page:
    """Say that a quarter was read, and whether the person agrees."""
    shown, form = shown_quarter(plan_id, number), AnswerForm()
    if not shown.may_answer:
        abort(404)

    def save() -> None:
        note = vault().lock(form.note.data) if form.note.data else None
        act = shown.act(form.shown_revision)
        service.answer_review(db.session(), act, answer=form.chosen(), note=note)

    if request.method == "POST" and form.validate() and _done(form, "answer", save=save):
        return _back(plan_id, number, done="answered")
    return filled(shown, form, template="answer")


def _reviewed(shown: ShownQuarter, form: ReviewForm) -> bool:
    """Keep the form, or show it when it is whole; else the form says what is missing."""
    is_shown = request.form.get("act") == "show"
    suggested = suggested_level(shown) if is_shown else None
    if is_shown:
        form.point_out(service.missing_in(fields_of(form), suggested=suggested))
        form.check_reason(suggested)
    if form.errors:
        return False

    def save() -> None:
        act, fields = shown.act(form.shown_revision), fields_of(form)
        if is_shown:
            service.show_review(db.session(), act, fields=fields, suggested=suggested)
        else:
            service.save_review(db.session(), act, fields=fields)

    return _done(form, "review", save=save)


def _done(form: RevisionForm, name: str, *, save: Callable[[], object]) -> bool:
    """Do it; else the form says why not and keeps what was typed."""
    record_act(f"performance.quarter_{name}", f"plan:{(request.view_args or {})['plan_id']}")
    try:
        save()
    except (service.EvaluationChanged, TransitionRefused):
        db.session.rollback()
        form.form_errors.append(CHANGED)
        return False
    return True


def _back(plan_id: int, number: int, *, done: str) -> Response:
    address = url_for("appraisals.quarter", plan_id=plan_id, number=number, done=done)
    return redirect(address)


def _said(status: int, **values: int) -> Response:
    answer = jsonify(values)
    answer.status_code = status
    return answer
