"""An agency's predicate per period and its main indicators: read by who needs them, entered once.

An entry is never changed: a mistake is followed by the right one, and both stay readable.
"""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.organisation.agency_results import queries as results
from portal.organisation.agency_results import service
from portal.organisation.people_pages.reach import OFFICE
from portal.organisation.people_pages.results_forms import AgencyIndicatorForm, PredicateForm
from portal.organisation.people_pages.results_labels import PREDICATES, QUARTERS, REFUSALS
from portal.organisation.people_pages.routes import blueprint
from portal.organisation.places.catalogue_queries import catalogue
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, moment, record_act, today

CITY_READERS = (*OFFICE, Role.AUDITOR, Role.MAYOR)
READERS = (*CITY_READERS, Role.PERFORMANCE_COORDINATOR, Role.AGENCY_HEAD)


@blueprint.get("/results")
@requires(*READERS)
def results_of_agencies() -> str:
    """Show what counts in a year: of the city's agencies, or of the own."""
    year = request.args.get("year", type=int) or today().year
    return render_template(
        "organisation/people_pages/results.html",
        year=year if 2000 <= year <= 2999 else today().year,
        agencies=_reached(),
        found=results.predicates_of_year(db.session(), year),
        predicates=PREDICATES,
        quarters=QUARTERS,
        done=request.args.get("done", type=int),
    )


@blueprint.get("/results/<int(max=2147483647):agency_id>")
@requires(*READERS)
def results_of_agency(agency_id: int) -> str:
    """Show every entry about an agency; the office enters the next one here."""
    return _page(_agency(agency_id))


@blueprint.post("/results/<int(max=2147483647):agency_id>/predicate")
@requires(*OFFICE, fresh=True)
def record_predicate(agency_id: int) -> str | Response:
    """Record a predicate with its decree."""
    form, agency = PredicateForm(), _agency(agency_id)
    if not form.validate_on_submit():
        return _page(agency, predicate=form)
    command, now = form.to_command(agency_id), moment()
    _on_record("agency.predicate", command)
    try:
        service.record_predicate(db.session(), command, now=now, today=today())
    except (service.SameAsRecorded, service.TermNotOver) as error:
        form.form_errors.append(REFUSALS[type(error)])
        return _page(agency, predicate=form)
    return _done(agency_id)


@blueprint.post("/results/<int(max=2147483647):agency_id>/indicator")
@requires(*OFFICE, fresh=True)
def record_indicator(agency_id: int) -> str | Response:
    """Record a main indicator, or its realisation."""
    form, agency = AgencyIndicatorForm(), _agency(agency_id)
    if not form.validate_on_submit():
        return _page(agency, indicator=form)
    command = form.to_command(agency_id)
    _on_record("agency.indicator", command)
    try:
        service.record_indicator(db.session(), command, now=moment())
    except service.SameAsRecorded as error:
        form.form_errors.append(REFUSALS[type(error)])
        return _page(agency, indicator=form)
    return _done(agency_id)


def _done(agency_id: int) -> Response:
    return redirect(url_for("people.results_of_agency", agency_id=agency_id, done="recorded"))


def _reached() -> list[Any]:
    """Return the agencies within reach, by name; of heads and coordinators their own."""
    staff, found = current_staff(), catalogue(db.session(), on=today())
    is_city = staff.has(*CITY_READERS)
    return sorted(
        (each for each in found.agencies.values() if is_city or each.id == staff.agency_id),
        key=lambda each: each.name,
    )


def _agency(agency_id: int) -> Any:
    found = next((each for each in _reached() if each.id == agency_id), None)
    if found is None:
        abort(404)
    return found


def _on_record(action: str, command: service.RecordPredicate | service.RecordIndicator) -> None:
    """Put the act on record with the entry; a refused one takes it along."""
    term = command.term
    record_act(action, f"agency:{command.agency_id}", year=term.year, quarter=term.quarter)


def _page(
    agency: Any,
    *,
    predicate: PredicateForm | None = None,
    indicator: AgencyIndicatorForm | None = None,
) -> str:
    session, agency_id = db.session(), agency.id
    predicate = predicate or PredicateForm(formdata=None)
    indicator = indicator or AgencyIndicatorForm(formdata=None)
    for form in (predicate, indicator):
        form.year.data = form.year.data or str(today().year)
    return render_template(
        "organisation/people_pages/results_of_agency.html",
        agency=agency,
        entries=results.recorded_predicates(session, agency_id),
        indicators=results.recorded_indicators(session, agency_id),
        predicate=predicate,
        indicator=indicator,
        errors=[*error_links(predicate), *error_links(indicator)],
        may_enter=current_staff().has(*OFFICE),
        predicates=PREDICATES,
        quarters=QUARTERS,
        done=request.args.get("done"),
    )
