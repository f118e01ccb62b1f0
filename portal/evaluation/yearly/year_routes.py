"""Pages of a year for person and appraiser: own report, rating, course until the confirmation."""

from flask import abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.appraisals import yearly_service as service
from portal.evaluation.appraisals.blueprint import METHODS, YEAR, ShownYear, blueprint, found_year
from portal.evaluation.appraisals.forms import chosen_level
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.rules.states import TransitionRefused
from portal.evaluation.yearly.rating_forms import RatingForm, YearReasonForm, YearReportForm
from portal.evaluation.yearly.year_acting import Page, carried_out, pressed, to_year, year_form
from portal.evaluation.yearly.year_context import (
    appraised_year,
    look_for_signs,
    rated_year,
    sources_of,
)
from portal.evaluation.yearly.year_screen import (
    kept_report,
    kept_values,
    locked,
    page_of_year,
    steps_of,
)
from portal.web.access import Role, requires
from portal.web.extensions import db, vault


@blueprint.get(YEAR)
@requires(*Role)
def year(plan_id: int) -> str | Response:
    """Show where a year stands to the person and to the appraiser; a result has its own page."""
    shown = found_year(plan_id)
    viewer = shown.around.viewer
    if viewer.reads_result(shown.year):
        return redirect(url_for("appraisals.result", plan_id=plan_id))
    if not viewer.is_person:
        shown = appraised_year(plan_id)
    return render_template("evaluation/appraisals/year.html", **page_of_year(shown))


@blueprint.route(f"{YEAR}/self-report", methods=METHODS)
@requires(*Role)
def year_report(plan_id: int) -> Page:
    """Write the own report of a year."""
    shown, form = found_year(plan_id), YearReportForm()
    if shown.is_report_closed and request.method == "GET":
        return to_year(shown, done="begun")
    if not (shown.may_report or shown.is_report_closed):
        abort(404)
    if request.method == "GET":
        form.text.data = kept_report(shown)["text"]
    elif form.validate() and _reported(shown, form):
        return to_year(shown, done="send" if request.form.get("act") == "send" else "kept")
    return year_form(
        shown, form, template="year_report", stored=kept_report, may_replace=shown.may_report
    )


@blueprint.route(f"{YEAR}/rate", methods=METHODS)
@requires(*Role)
def rate(plan_id: int) -> Page:
    """Set steps and levels, first without colleagues' outcome, later with a reason."""
    shown, form = appraised_year(plan_id), RatingForm()
    is_open, is_rated = _may_rate(shown), shown.year is not None and bool(shown.year.ratings)
    if not is_open and (request.method == "GET" or not is_rated):
        return to_year(shown, done="changed")
    if request.method == "GET":
        form.show(kept_values(shown))
    elif form.validate() and (done := _kept_or_rated(shown, form)):
        return to_year(shown, done=done)
    return year_form(
        shown,
        form,
        template="rate",
        around=page_of_year(shown),
        stored=kept_values,
        may_replace=is_open,
    )


@blueprint.post(f"{YEAR}/rate/draft")
@requires(*Role)
def keep_rating(plan_id: int) -> Response:
    """Keep what the appraiser is typing."""
    shown, form = appraised_year(plan_id), RatingForm()
    if not _may_rate(shown) or not form.validate():
        return _said(422)
    try:
        act = shown.act(form.shown_revision)
        revision = service.save_draft(db.session(), act, text=vault().lock(form.kept_text()))
    except (EvaluationChanged, TransitionRefused):
        return _said(409)
    return _said(200, revision=revision)


@blueprint.post(f"{YEAR}/send")
@requires(*Role)
def send_on(plan_id: int) -> Response:
    """Let the head of the unit look at a rating."""
    rated = rated_year(plan_id)
    session = db.session()
    answer = pressed(rated.shown, name="unit", do=lambda act: service.send_to_unit(session, act))
    look_for_signs(rated)
    return answer


@blueprint.route(f"{YEAR}/back", methods=METHODS)
@requires(*Role)
def take_back(plan_id: int) -> Page:
    """Bring a rating back to change it, with a reason."""
    rated, form = rated_year(plan_id), YearReasonForm()
    if rated.year.state != "unit_review":
        return to_year(rated.shown, done="changed")
    if (
        request.method == "POST"
        and form.validate()
        and carried_out(
            rated.shown,
            form,
            name="back",
            do=lambda act: service.take_back(db.session(), act),
            reason=form.reason.data,
        )
    ):
        return to_year(rated.shown, done="back")
    return year_form(rated.shown, form, template="year_back")


def _reported(shown: ShownYear, form: YearReportForm) -> bool:
    is_sent, text = request.form.get("act") == "send", vault().lock(form.text.data)
    return carried_out(
        shown,
        form,
        name="self_report",
        do=lambda act: service.save_year_report(db.session(), act, text=text, is_sent=is_sent),
    )


def _kept_or_rated(shown: ShownYear, form: RatingForm) -> str:
    """Keep a draft or set the rating, and say which; nothing when it could not be done.

    What was sent on meanwhile takes neither; the form says so.
    """
    if request.form.get("act") != "kept" and _may_rate(shown):
        return "rated" if _rated(shown, form) else ""
    text = vault().lock(form.kept_text())
    is_done = carried_out(
        shown, form, name="draft", do=lambda act: service.save_draft(db.session(), act, text=text)
    )
    return "kept" if is_done else ""


def _may_rate(shown: ShownYear) -> bool:
    """Return whether steps may be set now: after the cycle, once reported or that is over."""
    state = "not_started" if shown.year is None else shown.year.state
    if state == "not_started":
        return shown.is_report_over
    return state in {"self_reported", "rated"}


def _rated(shown: ShownYear, form: RatingForm) -> bool:
    """Set the rating; else the form says what it lacks."""
    is_change = shown.year is not None and bool(shown.year.ratings)
    form.check_whole(is_change=is_change)
    if form.errors:
        return False
    sources, steps = sources_of(shown), form.steps()
    aid = sources.behaviour(list(steps.values()), knows_colleagues=is_change)
    form.check_reasons(result=sources.result.suggested, behaviour=aid.level)
    form.check_organisation(sources.result.organisation)
    result, behaviour = chosen_level(form.result), chosen_level(form.behaviour)
    if form.errors or result is None or behaviour is None:
        return False
    chosen = service.Chosen(
        steps_of(form),
        result,
        behaviour,
        sources.result.suggested,
        aid.level,
        result_reason=locked(form.result_reason.data),
        behaviour_reason=locked(form.behaviour_reason.data),
        change_reason=locked(form.change_reason.data) if is_change else None,
    )
    # A head's result hangs on no targets.
    is_head, level = sources.result.organisation is not None, sources.result.suggested
    targets = service.ByTargets(level if is_head else sources.result.first_level, level)
    return carried_out(
        shown,
        form,
        name="rate",
        do=lambda act: service.rate(db.session(), act, chosen=chosen, targets=targets),
    )


def _said(status: int, **values: int) -> Response:
    answer = jsonify(values)
    answer.status_code = status
    return answer
