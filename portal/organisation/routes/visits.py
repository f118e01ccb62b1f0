"""How many visits an agency's desks served, month by month, and how many people in a year."""

from datetime import date

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access import record_act, requires
from portal.extensions import db
from portal.organisation import queries, service
from portal.organisation.domain.catalogue import Desk
from portal.organisation.domain.cells import FIRST_YEAR
from portal.organisation.domain.periods import (
    PeriodNotAMonth,
    month_bounds,
    months_back,
    period_of,
)
from portal.organisation.forms.calendar import PopulationForm, visits_form
from portal.organisation.forms.fields import error_links
from portal.organisation.routes.blueprint import blueprint, today
from portal.organisation.routes.changing import METHODS
from portal.organisation.routes.sections import Shown, changeable_agency, shown
from portal.organisation.routes.sight import EDITORS, READERS

MONTHS_OFFERED = 24
FIRST_MONTH = date(FIRST_YEAR, 1, 1)


@blueprint.get("/agencies/<code>/visits")
@requires(*READERS)
def visits(code: str) -> str:
    """Show the visits of a month, as a form for those who may write them down."""
    return _page(shown("agencies", code), period=_asked_period())


@blueprint.post("/agencies/<code>/visits")
@requires(*EDITORS)
def record_visits(code: str) -> str | Response:
    """Write down the visits of a month."""
    found, period = changeable_agency(code), _asked_period()
    desks = _desks(found, period)
    form = visits_form(desks, {})
    if not form.validate_on_submit():
        return _page(found, period=period, form=form)
    record_act("organisation.visits", found.subject, period=period)
    service.record_visits(db.session(), form.counts(desks, period=period), today=today())
    url = url_for("organisation.visits", code=code, period=period, done="changed")
    return redirect(url)


@blueprint.route("/agencies/<code>/population", methods=METHODS)
@requires(*READERS)
def population(code: str) -> str | Response:
    """Show how many people an agency served in each year, and write a year down."""
    found = shown("agencies", code)
    may_change = found.sight.may_change(found.agency.id)
    form = PopulationForm()
    if request.method == "POST":
        found.sight.require_change(found.agency.id)
        if form.validate_on_submit():
            _record_population(form, found)
            return redirect(url_for("organisation.population", code=code))
    years = _years(found)
    return render_template(
        "organisation/population.html",
        shown=found,
        form=form,
        errors=error_links(form),
        years=years,
        may_change=may_change,
    )


def _record_population(form: PopulationForm, found: Shown) -> None:
    record_act("organisation.population", found.subject, year=form.year.value)
    service.record_population(
        db.session(),
        found.agency.id,
        year=form.year.value,
        users=form.users.value,
        source=form.source.value,
    )


def _years(found: Shown) -> dict[int, object]:
    return {
        year: people
        for (agency_id, year), people in queries.populations(db.session()).items()
        if agency_id == found.agency.id
    }


def _asked_period() -> str:
    """Return the month in the address; the last closed one when it is none or to come."""
    last_closed = months_back(period_of(today()), months=1)
    asked = request.args.get("period", last_closed)
    try:
        first, _ = month_bounds(asked)
    except PeriodNotAMonth:
        return last_closed
    return asked if FIRST_MONTH <= first <= today() else last_closed


def _desks(found: Shown, period: str) -> list[Desk]:
    """Return the agency's desks that were there in the month."""
    first, _ = month_bounds(period)
    return [desk for desk in found.around.desks_of(found.agency.id) if not desk.is_retired(first)]


def _page(found: Shown, *, period: str, form: object = None) -> str:
    desks = _desks(found, period)
    stored = queries.visits_served(db.session(), [period])
    known = {each.desk_id: each for each in stored}
    counts = {desk_id: each.visits for desk_id, each in known.items()}
    form = form or visits_form(desks, counts)
    return render_template(
        "organisation/visits.html",
        shown=found,
        form=form,
        errors=error_links(form),
        desks=desks,
        known=known,
        period=period,
        periods=[months_back(period_of(today()), months=back) for back in range(MONTHS_OFFERED)],
        may_change=found.sight.may_change(found.agency.id),
        is_done=request.args.get("done") == "changed",
    )
