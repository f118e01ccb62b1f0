"""The page on which an agency finishes its report: plan, outcome of the last one, signature."""

from typing import NamedTuple

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.publication.report_finishing.forms import ReportPlanForm
from portal.publication.report_plans.domain import PlanPlace, ReportPlan
from portal.publication.report_plans.queries import earlier_plan, report_plan
from portal.publication.report_plans.service import ReportPlanChanged, keep_report_plan
from portal.publication.reports.content import ReportPlace
from portal.publication.reports.routes import EDITORS, seen_place, span_over
from portal.survey.elements import ELEMENTS, LEGAL_ELEMENT_NAMES
from portal.time.months import CalendarPeriod
from portal.web.access import requires
from portal.web.extensions import db, error_links, record_act

blueprint = Blueprint("report_finishing", __name__, url_prefix="/admin/reports")
CHANGED = _l(
    "Rencana ini sudah diubah di tempat lain setelah halaman ini dibuka. Yang Anda tulis masih ada "
    "di bawah. Salin, buka lagi halaman ini, lalu gabungkan."
)


class ReportInHand(NamedTuple):
    """What the page is about: the place, the span, what is kept, and the plan before."""

    place: ReportPlace
    span: CalendarPeriod
    plan: ReportPlan
    earlier: ReportPlan | None


@blueprint.route(
    "/<any(agencies,units):folder>/<place:code>/<period>/plan", methods=["GET", "POST"]
)
@requires(*EDITORS)
def plan(folder: str, *, code: str, period: str) -> tuple[str, int] | Response:
    """Ask for what is done about each element, what became of the last plan, and who signs."""
    shown = _shown(folder, code=code, period=period)
    form = ReportPlanForm()
    if request.method == "GET":
        form.show(shown.plan, shown.earlier)
    elif form.validate() and form.is_whole() and _is_kept(form, shown):
        return redirect(
            url_for("report_finishing.plan", folder=folder, code=code, period=period, done="kept")
        )
    return _page(form, shown), 422 if form.errors else 200


def _page(form: ReportPlanForm, shown: ReportInHand) -> str:
    return render_template(
        "publication/report_finishing/plan.html",
        form=form,
        shown=shown,
        names=LEGAL_ELEMENT_NAMES,
        elements=ELEMENTS,
        errors=error_links(form),
        is_done=request.args.get("done") == "kept",
    )


def _shown(folder: str, *, code: str, period: str) -> ReportInHand:
    span = span_over(period)
    place = seen_place(folder, code=code, span=span)
    own = PlanPlace(place.agency_id, place.unit_id)
    return ReportInHand(
        place,
        span,
        report_plan(db.session(), own, period=str(span)),
        earlier_plan(db.session(), own, before=span),
    )


def _is_kept(form: ReportPlanForm, shown: ReportInHand) -> bool:
    """Keep the plan with its act; else the form says why not."""
    place = shown.place
    record_act("report.plan", place.subject, period=str(shown.span))
    try:
        keep_report_plan(
            db.session(),
            PlanPlace(place.agency_id, place.unit_id),
            plan=form.to_plan(str(shown.span)),
            outcome=form.to_outcome(shown.earlier),
        )
    except ReportPlanChanged:
        form.form_errors.append(CHANGED)
        return False
    return True


def install_report_finishing(app: Flask) -> None:
    """Register the page; the list of reports leads to it."""
    app.register_blueprint(blueprint)
