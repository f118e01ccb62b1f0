"""Pages for whoever decides: admit, meet both sides, put off, step aside, decide."""

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l

from portal.evaluation.appraisals.yearly_queries import yearly_with
from portal.evaluation.objections import hearing_service as hearing
from portal.evaluation.objections.blueprint import (
    CASE,
    METHODS,
    Page,
    ShownCase,
    blueprint,
    carried_out,
    case_form,
    to_case,
    wanted_case,
)
from portal.evaluation.objections.case_screen import point_texts
from portal.evaluation.objections.domain import Inadmissibility
from portal.evaluation.objections.due_service import case_clock
from portal.evaluation.objections.forms import AdmitForm, MeetingForm, WhyForm
from portal.web.access import Role, requires
from portal.web.extensions import db, today


@blueprint.route(f"{CASE}/admit", methods=METHODS)
@requires(*Role)
def admit(objection_id: int) -> Page:
    """Say whether an objection is looked into."""
    case, form = wanted_case(objection_id, may="may_admit"), AdmitForm()
    if request.method == "POST" and form.validate():
        is_refused = bool(form.because.data)
        is_done = _refused(case, form) if is_refused else _admitted(case, form)
        if is_done:
            return to_case(objection_id, done="refused" if is_refused else "admitted")
    return case_form(
        case,
        form,
        template="admit",
        points=point_texts(case),
        late=case.texts.said(case.objection.late_reason),
    )


def _admitted(case: ShownCase, form: AdmitForm) -> bool:
    session, objection = db.session(), case.objection
    year = yearly_with(session, objection.evaluation_id)
    if year is None or (objection.is_late and not form.reason.data):
        form.ask_for_reason()
        return False
    clock = case_clock(session, objection, today=today())
    return carried_out(
        case,
        form,
        name="admitted",
        do=lambda act: hearing.admit_objection(session, act, year=year, clock=clock),
        reason=form.reason.data,
    )


def _refused(case: ShownCase, form: AdmitForm) -> bool:
    because = Inadmissibility(form.because.data)
    if not form.reason.data:
        form.ask_for_reason()
        return False
    try:
        return carried_out(
            case,
            form,
            name="refused",
            do=lambda act: hearing.refuse_objection(db.session(), act, because=because),
            reason=form.reason.data,
        )
    except hearing.ReasonMissing:
        form.because.errors = [_l("Keberatan ini diajukan tepat waktu.")]
        return False


@blueprint.route(f"{CASE}/meeting", methods=METHODS)
@requires(*Role)
def meeting(objection_id: int) -> Page:
    """Keep what was said when both sides met."""
    case, form = wanted_case(objection_id, may="leads_hearing"), MeetingForm()
    held_on = form.held_on.data
    if request.method == "POST" and form.validate() and held_on is not None:
        notes = case.texts.lock(form.notes.data)
        is_kept = carried_out(
            case,
            form,
            name="meeting",
            do=lambda act: hearing.record_meeting(db.session(), act, held_on=held_on, notes=notes),
        )
        if is_kept:
            return to_case(objection_id, done="meeting")
    return case_form(case, form, template="meeting")


@blueprint.route(f"{CASE}/later", methods=METHODS)
@requires(*Role)
def later(objection_id: int) -> Page:
    """Put the decision off, once and with a reason."""
    case, form = wanted_case(objection_id, may="leads_hearing"), WhyForm()
    clock = case_clock(db.session(), case.objection, today=today())
    if request.method == "POST" and form.validate():
        is_done = carried_out(
            case,
            form,
            name="extended",
            do=lambda act: hearing.put_off(db.session(), act, clock=clock),
            reason=form.reason.data,
        )
        if is_done:
            return to_case(objection_id, done="extended")
    return case_form(case, form, template="later", days=clock.rules.objection.extension_days)


@blueprint.route(f"{CASE}/aside", methods=METHODS)
@requires(*Role)
def aside(objection_id: int) -> Page:
    """Step aside: the office draws a substitute."""
    case, form = wanted_case(objection_id, may="may_step_aside"), WhyForm()
    if request.method == "POST" and form.validate():
        is_done = carried_out(
            case,
            form,
            name="aside",
            do=lambda act: hearing.step_aside(db.session(), act),
            reason=form.reason.data,
        )
        if is_done:
            return redirect(url_for("plans.index"))
    return case_form(case, form, template="aside")
