"""Pages for a head of a unit before results are confirmed: levels, states and the guide."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.appraisals.blueprint import METHODS, blueprint
from portal.evaluation.appraisals.looking_service import HeadLook, review_unit
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.yearly.rating_forms import UnitForm
from portal.evaluation.yearly.signal_sections import signal_points
from portal.evaluation.yearly.unit_pages import UnitView, headed_unit, page_of_unit
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, moment, record_act, today, vault

Page = tuple[str, int] | Response
UNIT = "/unit/<int(max=2147483647):agency_id>/<int(max=2147483647):unit_id>"


@blueprint.route(UNIT, methods=METHODS)
@requires(*Role)
def unit(agency_id: int, unit_id: int) -> Page:
    """Show a head the levels of the unit beside the guide, and keep that they were looked at."""
    view, form = headed_unit(agency_id, unit_id), UnitForm()
    if view is None:
        abort(404)
    if request.method == "POST" and form.validate():
        count = _reviewed(view, form)
        address = url_for("appraisals.unit", agency_id=agency_id, unit_id=unit_id, done=count)
        return redirect(address)
    links = error_links(form)
    page = render_template(
        "evaluation/appraisals/unit.html",
        form=form,
        errors=links,
        signals=_signals(view),
        **page_of_unit(view),
    )
    return page, 422 if links else 200


def _signals(view: UnitView) -> Any:
    """Return what the head reads of signs that somebody should look again; None for nothing."""
    return signal_points().of_unit(db.session(), view.cycle.id, person_ids=view.person_ids)


def _reviewed(view: UnitView, form: UnitForm) -> int:
    record_act("performance.unit_review", f"unit:{view.held.agency_id}:{view.held.unit_id or 0}")
    reason = vault().lock(form.reason.data) if form.reason.data else None
    look = HeadLook(view.cycle.id, view.held.agency_id, view.held.unit_id, reason)
    head = YearAct(YearPlace(0, 0, view.cycle.id), 0, view.head_id, moment(), today())
    return review_unit(db.session(), look, act=head, person_ids=view.person_ids)
