"""Pages on which a person writes the own plan, part by part; each saves a draft on the server."""

from collections.abc import Callable
from typing import Any

from flask import abort, g, jsonify, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.papers.service import take_over
from portal.evaluation.plans import queries
from portal.evaluation.plans.blueprint import METHODS, PLAN, Shown, blueprint, own_plan, to_plan
from portal.evaluation.plans.editing import (
    Edit,
    record_official_number,
    remove_indicator,
    remove_result,
    save_appendix,
    save_expectations,
    save_indicator,
    save_result,
)
from portal.evaluation.plans.forms import IndicatorForm, OfficialForm, ResultForm, RevisionForm
from portal.evaluation.plans.standing import appraiser_of
from portal.evaluation.plans.text_forms import AppendixForm, ExpectationsForm
from portal.evaluation.plans.writing import ChangedMeanwhile, NoSuchPlan
from portal.evaluation.rules.states import TransitionRefused
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, moment, record_act, today, vault

# Keys of results and indicators; 0 is a new one.
RESULT = f"{PLAN}/results/<int(max=9999):key>"
INDICATOR = f"{RESULT}/indicators/<int(max=9999):indicator_key>"
# What the address of a page that saves itself has behind its question mark.
SAVES = "saves"
CHANGED = _l(
    "SKP ini berubah sejak halaman ini dibuka, mungkin di tab lain. Isian Anda masih ada di bawah; "
    "bandingkan dengan SKP yang sekarang, lalu simpan lagi."
)
SENT = _l(
    "SKP ini sudah dikirim, mungkin dari tab lain, sehingga tidak dapat diubah lagi sekarang. "
    "Isian Anda masih ada di bawah; salinlah bila masih diperlukan."
)
Page = tuple[str, int] | Response


@blueprint.route(RESULT, methods=METHODS)
@requires(*Role)
def result(plan_id: int, key: int) -> Page:
    """Write a result."""
    shown, form = own_plan(plan_id), ResultForm()
    held = shown.plan.latest.result(key) if key else None
    if key and held is None:
        abort(404)
    appraiser = appraiser_of(db.session(), shown.plan.person_id, on=today())
    cycle_id = shown.plan.cycle_id
    leaders = queries.leader_results(db.session(), appraiser or 0, cycle_id=cycle_id)
    form.offer(leaders)
    if request.method == "GET" and held is not None:
        form.show(held)

    def save(edit: Edit) -> object:
        return save_result(db.session(), edit, fields=form.to_fields(), key=key or None)

    return _page(shown, form, template="result", save=save, held=held)


@blueprint.route(INDICATOR, methods=METHODS)
@requires(*Role)
def indicator(plan_id: int, *, key: int, indicator_key: int) -> Page:
    """Write an indicator of a result."""
    shown, form = own_plan(plan_id), IndicatorForm()
    version = shown.plan.latest
    held = version.indicator(indicator_key) if indicator_key else None
    if version.result(key) is None or (indicator_key and held is None):
        abort(404)
    if request.method == "GET" and held is not None:
        form.show(held)
        if request.args.get("check"):
            form.point_out(version.gaps(), key=held.name)

    def save(edit: Edit) -> object:
        fields, own = form.to_fields(), indicator_key or None
        return save_indicator(db.session(), edit, fields=fields, result_key=key, key=own)

    return _page(shown, form, template="indicator", save=save, held=held, result_key=key)


@blueprint.route(f"{PLAN}/expectations", methods=METHODS)
@requires(*Role)
def expectations(plan_id: int) -> Page:
    """Write what the leader expects of behaviour, as agreed in the dialogue."""
    shown, form = own_plan(plan_id), ExpectationsForm()
    if request.method == "GET":
        locked = shown.plan.latest.expectations
        form.show({value: vault().unlock(text) for value, text in locked.items()})

    def save(edit: Edit) -> None:
        texts = {value: vault().lock(text) for value, text in form.texts().items()}
        save_expectations(db.session(), edit, texts=texts)

    return _page(shown, form, template="expectations", save=save)


@blueprint.route(f"{PLAN}/appendix", methods=METHODS)
@requires(*Role)
def appendix(plan_id: int) -> Page:
    """Write the appendix."""
    shown, form = own_plan(plan_id), AppendixForm()
    if request.method == "GET":
        form.show(shown.plan.latest.appendix)

    def save(edit: Edit) -> None:
        save_appendix(db.session(), edit, texts=form.texts())

    return _page(shown, form, template="appendix", save=save)


@blueprint.route(f"{PLAN}/official", methods=METHODS)
@requires(*Role)
def official(plan_id: int) -> Page:
    """Write under which number the official record holds the plan, in any of its states."""
    shown, form = own_plan(plan_id), OfficialForm()
    if request.method == "GET":
        form.number.data = shown.plan.official_number
    elif form.validate():
        record_act("performance.official", shown.subject)
        record_official_number(db.session(), plan_id, number=form.number.data or "")
        return to_plan(plan_id, done="saved")
    links = error_links(form)
    page = render_template("evaluation/plans/official.html", shown=shown, form=form, errors=links)
    return page, 422 if links else 200


@blueprint.post(f"{RESULT}/remove")
@requires(*Role)
def take_result(plan_id: int, key: int) -> Response:
    """Take a result out of the draft."""

    def save(edit: Edit) -> None:
        remove_result(db.session(), edit, key=key)

    return _taken(own_plan(plan_id), save)


@blueprint.post(f"{INDICATOR}/remove")
@requires(*Role)
def take_indicator(plan_id: int, *, key: int, indicator_key: int) -> Response:
    """Take an indicator out of the draft."""

    def save(edit: Edit) -> None:
        remove_indicator(db.session(), edit, key=indicator_key)

    return _taken(own_plan(plan_id), save)


def _page(
    shown: Shown,
    form: RevisionForm,
    *,
    template: str,
    save: Callable[[Edit], object],
    **more: Any,
) -> Page:
    """Show a form of a part of the draft, or save it and lead back to the plan."""
    if not shown.may_edit and request.method == "GET":
        return to_plan(shown.plan.id)
    if request.method == "POST" and SAVES in request.args:
        return _kept(shown, form, save=save) if shown.may_edit else Response(status=409)
    status, conflict = 200, False
    if not shown.may_edit:
        status = 409
    elif request.method == "POST":
        status = 422
        if form.validate():
            conflict = not _saved(shown, form, save=save)
            if not conflict:
                return to_plan(shown.plan.id, done="saved")
            status = 409
    form.revision.data = str(_revision(shown) if conflict else shown.plan.latest.revision)
    page = render_template(
        f"evaluation/plans/{template}.html",
        shown=shown,
        form=form,
        errors=error_links(form),
        conflict=(CHANGED if conflict else None) if shown.may_edit else SENT,
        saves=_saves_to(is_new="held" in more and more["held"] is None),
        **more,
    )
    return page, status


def _saves_to(*, is_new: bool) -> str:
    """Return where the page saves itself; empty for what is not there yet, which has no number."""
    values: dict[str, Any] = {**(request.view_args or {}), SAVES: 1}
    return "" if is_new else url_for(str(request.endpoint), **values)


def _kept(shown: Shown, form: RevisionForm, *, save: Callable[[Edit], object]) -> Response:
    """Keep what is being typed; the answer says under which revision, or that it changed.

    The audit log has the saving by the button, not one entry a moment.
    """
    if not form.validate():
        return Response(status=422)
    if not _written(shown, form, save=save):
        return Response(status=409)
    return jsonify(state="kept", revision=form.shown_revision + 1)


def _saved(shown: Shown, form: RevisionForm, *, save: Callable[[Edit], object]) -> bool:
    """Save the part; False when somebody changed the plan after the page was shown."""
    record_act("performance.write", shown.subject)
    return _written(shown, form, save=save)


def _written(shown: Shown, form: RevisionForm, *, save: Callable[[Edit], object]) -> bool:
    take_over(db.session(), shown.plan.latest.id, at=moment(), paper_id=g.entered_paper)
    try:
        save(Edit(shown.plan.id, form.shown_revision, shown.plan.person_id, moment()))
    except (ChangedMeanwhile, TransitionRefused):
        return False
    except NoSuchPlan:
        db.session.rollback()
        abort(404)
    return True


def _taken(shown: Shown, save: Callable[[Edit], object]) -> Response:
    form = RevisionForm()
    if not shown.may_edit or not form.validate():
        abort(409)
    is_saved = _saved(shown, form, save=save)
    return to_plan(shown.plan.id, done="removed" if is_saved else "changed")


def _revision(shown: Shown) -> int:
    plan = queries.plan_with(db.session(), shown.plan.id)
    return plan.latest.revision if plan else 0
