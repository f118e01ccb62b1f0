"""The page of a result's corrections: named by a side, agreed by the other, confirmed above."""

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.appraisals.blueprint import METHODS, YEAR
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.corrections import service
from portal.evaluation.corrections.blueprint import Corrected, blueprint, corrected_year
from portal.evaluation.corrections.confirming import confirming_of, names_in
from portal.evaluation.corrections.domain import Correction
from portal.evaluation.corrections.forms import ProposalForm, RefusalForm
from portal.evaluation.corrections.labels import DONE
from portal.evaluation.corrections.service import CorrectionAct
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.states import CorrectionState
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act, today, vault

CORRECTIONS = f"{YEAR}/corrections"
ONE = f"{CORRECTIONS}/<int(max=2147483647):correction_id>"
REFUSED = (service.CorrectionChanged, EvaluationChanged)
Page = tuple[str, int] | Response


@blueprint.route(CORRECTIONS, methods=METHODS)
@requires(*Role)
def corrections(plan_id: int) -> Page:
    """Show a result's corrections, and let a side name a typing error."""
    found, form = corrected_year(plan_id), ProposalForm()
    form.offer(found.values, indicators=found.indicators)
    if request.method == "POST" and not found.may_propose:
        abort(404)
    if request.method == "POST" and form.validate() and _proposed(found, form):
        return _to_page(plan_id, done="proposed")
    return _corrections_page(found, form)


def _corrections_page(
    found: Corrected, form: ProposalForm, *, refusal: RefusalForm | None = None
) -> Page:
    """Show the page; a refusal without its reason stands filled at the open correction."""
    links = form.links() if refusal is None else error_links(refusal)
    page = render_template(
        "evaluation/corrections/page.html",
        found=found,
        shown=found.shown,
        form=form,
        errors=links,
        refusal=refusal or RefusalForm(formdata=None),
        said=vault().unlock,
        names=names_in(found),
        done=request.args.get("done"),
    )
    return page, 422 if links else 200


def _proposed(found: Corrected, form: ProposalForm) -> bool:
    """Keep the proposal; else the form says why not."""
    wrong = form.chosen(found.values)
    if wrong is None or found.appraiser_id is None:
        return False
    proposal = service.Proposal(
        found.year,
        found.appraiser_id,
        form.shown_revision,
        wrong,
        vault().lock(form.reason.data),
        found.viewer_id,
        found.shown.around.viewer.decider_id,
    )
    record_act("performance.correction_proposed", found.shown.subject)
    try:
        service.propose(db.session(), proposal, today=today())
    except REFUSED:
        db.session.rollback()
        form.form_errors.append(DONE["changed"])
        return False
    return True


@blueprint.post(f"{ONE}/agree")
@requires(*Role)
def agree(plan_id: int, *, correction_id: int) -> Response:
    """Agree, as the other side, that it is a typing error."""
    found = corrected_year(plan_id)
    one = found.correction(correction_id)
    if not one.may_agree(found.viewer_id):
        abort(404)
    return _pressed(found, one, done="agreed", do=lambda act: service.agree(db.session(), act))


@blueprint.post(f"{ONE}/withdraw")
@requires(*Role)
def withdraw(plan_id: int, *, correction_id: int) -> Response:
    """Take the own proposal back."""
    found = corrected_year(plan_id)
    one = found.correction(correction_id)
    if not one.may_withdraw(found.viewer_id):
        abort(404)
    to = CorrectionState.WITHDRAWN
    return _pressed(
        found,
        one,
        done="withdrawn",
        do=lambda act: service.end_correction(db.session(), act, to=to),
    )


@blueprint.post(f"{ONE}/refuse")
@requires(*Role)
def refuse(plan_id: int, *, correction_id: int) -> Page:
    """Say, with a reason, that it is no typing error: what is disputed is an objection's."""
    found, form = corrected_year(plan_id), RefusalForm()
    one = found.correction(correction_id)
    if not one.may_refuse(found.viewer_id):
        abort(404)
    if not form.validate():
        proposal = ProposalForm(formdata=None)
        proposal.offer(found.values, indicators=found.indicators)
        return _corrections_page(found, proposal, refusal=form)
    to = CorrectionState.REFUSED
    return _pressed(
        found,
        one,
        done="refused",
        do=lambda act: service.end_correction(db.session(), act, to=to),
        reason=form.reason.data,
    )


@blueprint.post(f"{ONE}/confirm")
@requires(*Role, fresh=True)
def confirm(plan_id: int, *, correction_id: int) -> Response:
    """Confirm what both sides agreed, with a recent sign-in: a new document beside the old."""
    found = corrected_year(plan_id)
    one = found.correction(correction_id)
    if not one.may_confirm(found.viewer_id):
        abort(404)
    confirming = confirming_of(found, one)
    return _pressed(
        found,
        one,
        done="confirmed",
        do=lambda act: service.confirm_correction(
            db.session(), act, confirming=confirming, vault=vault()
        ),
    )


def _pressed(
    found: Corrected,
    one: Correction,
    *,
    done: str,
    do: Callable[[CorrectionAct], object],
    reason: str = "",
) -> Response:
    """Do what a button asks for, and lead back to the page."""
    form, plan_id = RevisionForm(), found.shown.around.plan.id
    record_act(f"performance.correction_{done}", found.shown.subject)
    try:
        do(found.act(one, revision=form.shown_revision, reason=reason))
    except REFUSED:
        db.session.rollback()
        return _to_page(plan_id, done="changed")
    return _to_page(plan_id, done=done)


def _to_page(plan_id: int, *, done: str) -> Response:
    return redirect(url_for("corrections.corrections", plan_id=plan_id, done=done))
