"""The page "What my result is made of", its receipt, and whoever else reads it."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.evaluation.appraisals.blueprint import YEAR, blueprint, found_year, note_shown
from portal.evaluation.appraisals.confirming_service import SnapshotExpired, snapshot_document
from portal.evaluation.appraisals.delivery_service import receive
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.states import TransitionRefused
from portal.evaluation.yearly.delivering import clock_of
from portal.evaluation.yearly.made_of import result_of
from portal.evaluation.yearly.result_context import around_result, has_newer_figure, reads
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today, vault


@blueprint.get(f"{YEAR}/result")
@requires(*Role)
def result(plan_id: int) -> str:
    """Show what a result is made of, from its snapshot: nothing on the page moves afterwards."""
    shown = found_year(plan_id)
    viewer, year = shown.around.viewer, shown.year
    if year is None or not viewer.reads_result(year):
        abort(404)
    note_shown(shown.around, kind="result")
    try:
        document = snapshot_document(db.session(), year, vault=vault())
    except SnapshotExpired:
        document = None
    if document is None:
        return render_template("evaluation/appraisals/expired.html", shown=shown, year=year)
    made = result_of(document, reads_causes=viewer.is_person, reads_colleagues=reads(shown))
    is_newer = viewer.is_person and has_newer_figure(shown, document)
    around = around_result(shown) | {"has_newer_figure": is_newer}
    return render_template("evaluation/appraisals/result.html", made=made, **around)


@blueprint.post(f"{YEAR}/received")
@requires(*Role)
def received(plan_id: int) -> Response:
    """Say, as the person, that the result was received; the time to object begins."""
    shown, form = found_year(plan_id), RevisionForm()
    year = shown.year
    if not shown.around.viewer.is_person or year is None or year.state != "delivered":
        abort(404)
    record_act("performance.year_received", shown.subject)
    clock = clock_of(db.session(), year, today=today())
    try:
        receive(db.session(), shown.act(form.shown_revision), clock=clock)
    except (EvaluationChanged, TransitionRefused):
        db.session.rollback()
        return redirect(url_for("appraisals.result", plan_id=plan_id, done="changed"))
    return redirect(url_for("appraisals.result", plan_id=plan_id, done="received"))
