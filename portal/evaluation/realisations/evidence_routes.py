"""Pages on which a person adds what shows a realisation."""

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.realisations import evidence_service
from portal.evaluation.realisations.evidence_forms import FigureForm
from portal.evaluation.realisations.period_context import (
    INDICATOR,
    found_item,
    shown_period,
    to_period,
)
from portal.evaluation.realisations.reading import move_of
from portal.evaluation.realisations.realised import Realised, ShownPeriod
from portal.evaluation.realisations.realising import RealisationChanged
from portal.evaluation.work.blueprint import METHODS, blueprint
from portal.publication.staff_figures.queries import ReleasedFigure, figures_of_places_served
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act

Page = tuple[str, int] | Response
ENOUGH = _l("Angka ini sudah menjadi bukti, atau jumlah angka sudah cukup.")


@blueprint.route(f"{INDICATOR}/figure", methods=METHODS)
@requires(*Role)
def add_figure(plan_id: int, *, number: int, key: int) -> Page:
    """Refer to a published figure of a place where the person served."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), FigureForm()
    if not shown.may_add_evidence(item):
        abort(404)
    period = shown.period
    figures = figures_of_places_served(
        db.session(), shown.plan.person_id, starts_on=period.starts_on, ends_on=period.ends_on
    )
    form.offer(figures)
    if request.method == "POST" and figures and form.validate():
        done = _referred(shown, item, form=form, figure=form.chosen(figures))
        if done is not None:
            return to_period(shown, done=done)
    return _figure_page(shown, item, form=form, has_figures=bool(figures))


def _referred(
    shown: ShownPeriod, item: Realised, *, form: FigureForm, figure: ReleasedFigure
) -> str | None:
    """Refer to the figure; None where the form says why not."""
    record_act("performance.evidence", shown.subject, release=figure.release_id)
    try:
        evidence_service.add_figure(db.session(), move_of(shown, form, item=item), figure=figure)
    except RealisationChanged:
        return "changed"
    except evidence_service.EnoughEvidence:
        form.figure.errors = [ENOUGH]
        return None
    return "evidence"


def _figure_page(
    shown: ShownPeriod, item: Realised, *, form: FigureForm, has_figures: bool
) -> Page:
    form.revision.data = str(item.realisation.revision if item.realisation else 0)
    errors = error_links(form)
    page = render_template(
        "evaluation/realisations/figure.html",
        shown=shown,
        item=item,
        form=form,
        has_figures=has_figures,
        errors=errors,
    )
    return page, 422 if errors else 200
