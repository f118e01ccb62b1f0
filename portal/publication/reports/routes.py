"""Statutory reports for staff: which there are, and the official edition, put on record."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, Response, abort, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import ServiceUnavailable

from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Agency, Catalogue, Unit
from portal.organisation.posters.addresses import public_address
from portal.publication.reports.building import build_report
from portal.publication.reports.content import Audience, Report, ReportPlace
from portal.publication.reports.encoding import report_json
from portal.publication.reports.forms import ReportsAsked, asked_agency, reports_asked
from portal.publication.reports.offers import Offer, offers, rated_years, running_count
from portal.publication.reports.printing import PROGRAM, WORD_PROGRAM, printed
from portal.publication.reports.recap import recap
from portal.publication.reports.request import ReportRefused, ReportRequest, Surroundings, place_of
from portal.storage.own_programs import PrintingFailed
from portal.storage.slots import NoSlotFree, staff_drawing
from portal.time.months import CalendarPeriod, InvalidPeriod, spans_of_year
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import current_settings, db, record_act, today
from portal.web.navigation import NavEntry, add_navigation

READERS = (Role.ADMINISTRATOR, Role.AUDITOR, Role.AGENCY_HEAD, Role.SUPERVISOR)
CITY_READERS = (Role.ADMINISTRATOR, Role.AUDITOR)
EDITORS = (Role.ADMINISTRATOR, Role.AGENCY_HEAD)
NAV = (NavEntry("reports.overview", _l("Laporan SKM"), order=35),)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MIMETYPES = {"json": "application/json", "pdf": "application/pdf", "docx": WORD}
PROGRAMS = {"pdf": PROGRAM, "docx": WORD_PROGRAM}
RETRY_SECONDS = 10

blueprint = Blueprint("reports", __name__, url_prefix="/admin/reports")


@blueprint.get("")
@requires(*READERS)
def overview() -> str:
    """Show the reports of an agency or unit and a year, in both editions."""
    found = catalogue_queries.catalogue(db.session(), on=today())
    agencies = visible_agencies(found)
    asked = _asked(found, agencies, args=request.args) if agencies else None
    return render_template(
        "publication/reports/reports.html",
        agencies=agencies,
        asked=asked,
        offers=_offers(asked, found) if asked else (),
        running=_running(asked) if asked else (),
        is_filtered=bool(request.args),
        spans=_recap_spans(asked),
        may_finish=current_staff().has(*EDITORS),
    )


@blueprint.get("/<any(agencies,units):folder>/<place:code>/<period>.<any(json,pdf,docx):form>")
@requires(*READERS)
def official(folder: str, *, code: str, period: str, form: str) -> Response:
    """Give the official edition to whoever may see it; that they opened it is put on record."""
    report = _official(folder, code=code, period=period)
    record_act("report.open", report.place.subject, period=period, form=form)
    body = report_json(report).encode() if form == "json" else drawn(report, form=form)
    response = Response(body, mimetype=MIMETYPES[form])
    name = f"laporan-skm-{code}-{period}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/recap/<period>.xlsx")
@requires(*CITY_READERS)
def city_recap(period: str) -> Response:
    """Give the official results of all agencies in a span; that it was opened is put on record."""
    span = span_over(period)
    found = catalogue_queries.catalogue(db.session(), on=span.last_day)
    record_act("report.recap", "city", period=str(span))
    body = recap(db.session(), span, catalogue=found, today=today(), around=around_city())
    response = Response(body, mimetype=WORKBOOK)
    name = f"rekap-skm-{span}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def span_over(period: str) -> CalendarPeriod:
    """Return the span that an address names, or 404 when there is none or it is not over."""
    try:
        span = CalendarPeriod.of(period)
    except InvalidPeriod:
        abort(404)
    return span if span.is_over(today()) else abort(404)


def around_city() -> Surroundings:
    """Return what reports take from the portal."""
    settings = current_settings()
    return Surroundings.of(db.session(), settings, address=public_address(settings))


def visible_agencies(found: Catalogue) -> list[Agency]:
    """Return the agencies whose exact figures the signed-in person may see, by name."""
    staff = current_staff()
    return sorted(
        (
            agency
            for agency in found.agencies.values()
            if staff.has(*CITY_READERS) or agency.id == staff.agency_id
        ),
        key=lambda agency: (agency.name, agency.code),
    )


def _asked(found: Catalogue, agencies: list[Agency], *, args: Mapping[str, str]) -> ReportsAsked:
    agency = asked_agency(args, agencies)
    units = [unit for unit in found.units.values() if unit.agency_id == agency.id]
    years = rated_years(db.session(), agency_id=agency.id)
    return reports_asked(args, agency, units=units, years=years)


def _offers(asked: ReportsAsked, found: Catalogue) -> tuple[Offer, ...]:
    if asked.year is None:
        return ()
    unit = asked.unit.code if asked.unit else None
    wanted = ReportRequest(
        asked.agency.code, CalendarPeriod.of(str(asked.year)), Audience.OFFICIAL, unit
    )
    return offers(db.session(), place_of(wanted, found), year=asked.year, today=today())


def _running(asked: ReportsAsked) -> tuple[int | None, int | None]:
    """Return how many ratings of the running month the city and the agency have so far."""
    return (
        running_count(db.session(), today=today(), agency_id=None),
        running_count(db.session(), today=today(), agency_id=asked.agency.id),
    )


def _recap_spans(asked: ReportsAsked | None) -> list[CalendarPeriod]:
    """Return the spans of the shown year whose recap the signed-in person may have."""
    if asked is None or asked.year is None or not current_staff().has(*CITY_READERS):
        return []
    return [span for span in spans_of_year(asked.year) if span.is_over(today())]


def seen_place(folder: str, *, code: str, span: CalendarPeriod) -> ReportPlace:
    """Return the place that an address of a report of ``span`` names.

    What the signed-in person may not see is not there for them: 404.
    """
    found = catalogue_queries.catalogue(db.session(), on=today())
    is_unit = folder == "units"
    place = (found.units_by_code if is_unit else found.agencies_by_code).get(code)
    agency = found.agencies[place.agency_id] if isinstance(place, Unit) else place
    if agency is None or agency not in visible_agencies(found):
        abort(404)
    unit = code if is_unit else None
    return place_of(ReportRequest(agency.code, span, Audience.OFFICIAL, unit), found)


def _official(folder: str, *, code: str, period: str) -> Report:
    """Return the official report, or 404."""
    span = span_over(period)
    place = seen_place(folder, code=code, span=span)
    wanted = ReportRequest(place.agency, span, Audience.OFFICIAL, place.unit)
    try:
        return build_report(db.session(), wanted, today=today(), around=around_city())
    except ReportRefused:
        abort(404)


def drawn(report: Report | dict[str, Any], *, form: str) -> bytes:
    """Return a report as ``pdf`` or ``docx``; 503 where too many are being drawn."""
    try:
        with staff_drawing(current_settings().instance_dir):
            return printed(report, program=PROGRAMS[form])
    except (NoSlotFree, PrintingFailed) as error:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS) from error


def install_reports(app: Flask) -> None:
    """Register the pages and their place in the menu."""
    add_navigation(app, *NAV)
    app.register_blueprint(blueprint)
