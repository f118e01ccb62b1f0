"""Who else looks at a year before it is confirmed, and the confirmation itself."""

from flask import abort, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.appraisals import looking_service as service
from portal.evaluation.appraisals.blueprint import (
    METHODS,
    YEAR,
    ShownYear,
    blueprint,
    found_year,
    note_shown,
)
from portal.evaluation.appraisals.domain import Opinion
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.yearly.rating_forms import ConfirmForm, LookForm
from portal.evaluation.yearly.signing import drawn_reader, signed
from portal.evaluation.yearly.year_acting import Page, carried_out, pressed, to_year, year_form
from portal.evaluation.yearly.year_context import rated_year, with_sources
from portal.evaluation.yearly.year_screen import page_of_reader
from portal.web.access import Role, requires
from portal.web.extensions import db


@blueprint.post(f"{YEAR}/draw")
@requires(*Role)
def draw(plan_id: int) -> Response:
    """Draw a second reader by lot from heads of other units."""
    rated = rated_year(plan_id)
    if not rated.year.needs_second_look or rated.year.state != "unit_review":
        abort(404)
    reader, decider = drawn_reader(rated), rated.shown.around.viewer.decider_id
    if reader is None:
        return to_year(rated.shown, done="no_reader")
    return pressed(
        rated.shown,
        name="draw",
        do=lambda act: service.draw_reader(db.session(), act, reader_id=reader, decider_id=decider),
    )


@blueprint.post(f"{YEAR}/targets")
@requires(*Role)
def confirm_targets(plan_id: int) -> Response:
    """Confirm, as the appraiser's superior, a level that first and last targets tell apart."""
    shown = found_year(plan_id)
    if not shown.around.viewer.confirms_targets(shown.year):
        abort(404)
    form = RevisionForm()
    is_done = form.validate() and carried_out(
        shown, form, name="targets", do=lambda act: service.confirm_targets(db.session(), act)
    )
    if is_done:
        return redirect(url_for("plans.index"))
    return redirect(url_for("appraisals.look", plan_id=plan_id))


@blueprint.route(f"{YEAR}/look", methods=METHODS)
@requires(*Role)
def look(plan_id: int) -> Page:
    """Show one evaluation to its second reader, or to the one above, and take what they say."""
    shown, form = found_year(plan_id), LookForm()
    viewer, year = shown.around.viewer, shown.year
    is_reader = viewer.is_second_reader(year)
    if year is None or not (is_reader or viewer.confirms_targets(year)):
        abort(404)
    note_shown(shown.around, kind="year")
    if request.method == "POST" and is_reader and form.validate() and _looked(shown, form):
        return redirect(url_for("plans.index"))
    around = page_of_reader(with_sources(shown, year), is_reader=is_reader)
    return year_form(shown, form, template="look", around=around)


def _looked(shown: ShownYear, form: LookForm) -> bool:
    """Keep the opinion; else the form says why not."""
    opinion = Opinion(form.opinion.data)
    try:
        return carried_out(
            shown,
            form,
            name="look",
            do=lambda act: service.look(db.session(), act, opinion=opinion),
            reason=form.reason.data,
        )
    except service.NotForReader:
        form.opinion.errors = [_l("Pendapat Anda sudah tersimpan.")]
        return False


@blueprint.route(f"{YEAR}/confirm", methods=METHODS)
@requires(*Role, fresh=True)
def confirm(plan_id: int) -> Page:
    """Sign a result: asked once more, with a recent sign-in, and delivered at once."""
    rated, form = rated_year(plan_id), ConfirmForm()
    if rated.obstacles or rated.year.state not in {"unit_review", "second_look"}:
        return to_year(rated.shown, done="not_ready")
    if request.method == "POST" and form.validate() and signed(rated, form):
        return redirect(url_for("appraisals.result", plan_id=plan_id, done="confirmed"))
    return year_form(rated.shown, form, template="confirm", around={"rated": rated})
