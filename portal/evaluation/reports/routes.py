"""Pages and files of the reports; each person finds the ones that are theirs."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, render_template
from flask_babel import gettext as _

from portal.evaluation.openness.counting import counted_year
from portal.evaluation.reports.domain import MeritLine, merit_lines
from portal.evaluation.reports.queries import completeness
from portal.evaluation.reports.sheets import (
    PersonStates,
    SheetHeading,
    completeness_file,
    merit_file,
    unit_file,
)
from portal.evaluation.rules.states import YearlyState
from portal.evaluation.yearly.unit_pages import (
    UnitView,
    cycle_under_review,
    headed_unit,
    headed_units,
)
from portal.organisation.people import queries as people
from portal.storage.spreadsheets.templates import MIMETYPE
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import current_settings, db, record_act, today

CITY = (Role.PERFORMANCE_OFFICE, Role.AUDITOR)
blueprint = Blueprint("reports_of_year", __name__, url_prefix="/admin/performance/reports")


@blueprint.get("")
@requires(*Role)
def index() -> str:
    """List the reports that the viewer may have."""
    staff = current_staff()
    return render_template(
        "evaluation/reports/index.html",
        cycle=cycle_under_review(),
        is_city=staff.has(*CITY),
        is_coordinator=staff.has(Role.PERFORMANCE_COORDINATOR),
        headed=headed_units() if staff.officer_id else {},
    )


@blueprint.get("/completeness.xlsx")
@requires(*CITY, Role.PERFORMANCE_COORDINATOR)
def completeness_table() -> Response:
    """Send who stands where: agencies for the office, the own agency's units for others."""
    cycle, staff = cycle_under_review(), current_staff()
    if cycle is None:
        abort(404)
    agency_id = None if staff.has(*CITY) else staff.agency_id
    lines = completeness(db.session(), cycle, agency_id=agency_id, on=_day(cycle.ends_on))
    file = completeness_file(lines, heading=heading(_("Kelengkapan")))
    return sent(file, name=f"kelengkapan-{cycle.year}")


@blueprint.get("/units/<int(max=2147483647):agency_id>/<int(max=2147483647):unit_id>.xlsx")
@requires(*Role)
def unit_table(agency_id: int, unit_id: int) -> Response:
    """Send a head the unit's states and levels; 404 for everybody else."""
    view = headed_unit(agency_id, unit_id)
    if view is None:
        abort(404)
    record_act("performance.unit_exported", f"unit:{agency_id}:{unit_id}")
    db.session.commit()
    file = unit_file(_people_of(view), heading=heading(_("Tabel unit")))
    return sent(file, name=f"unit-{view.cycle.year}")


@blueprint.get("/merit")
@requires(*CITY)
def merit() -> str:
    """Show what the portal holds for the self-assessment of the merit system."""
    return render_template(
        "evaluation/reports/merit.html", cycle=cycle_under_review(), lines=_merit()
    )


@blueprint.get("/merit.xlsx")
@requires(*CITY)
def merit_table() -> Response:
    """Send the same as a workbook."""
    cycle = cycle_under_review()
    if cycle is None:
        abort(404)
    file = merit_file(_merit(), heading=heading(_("Sistem merit")))
    return sent(file, name=f"sistem-merit-{cycle.year}")


def _merit() -> list[MeritLine]:
    cycle, settings = cycle_under_review(), current_settings()
    if cycle is None:
        return []
    zone = ZoneInfo(settings.timezone)
    counted = counted_year(
        db.session(), cycle.year, today=today(), zone=zone, is_demo=settings.demo
    )
    return list(merit_lines(counted))


def _people_of(view: UnitView) -> list[PersonStates]:
    found = []
    for person in people.persons(db.session(), view.person_ids).values():
        year = view.years.get(person.id)
        found.append(
            PersonStates(
                person.name,
                year.state if year else YearlyState.NOT_STARTED,
                year.result_level if year else None,
                year.behaviour_level if year else None,
                year.predicate if year else None,
            )
        )
    return found


def _day(last: date) -> date:
    """Return the day on which posts count: today, or the cycle's last day once it is over."""
    return min(today(), last)


def heading(title: str) -> SheetHeading:
    """Return what stands above a report of today about the cycle under review."""
    cycle = cycle_under_review()
    if cycle is None:
        abort(404)
    return SheetHeading(title, cycle, today(), current_settings().demo)


def sent(content: bytes, *, name: str) -> Response:
    """Return a workbook to be saved."""
    response = Response(content, mimetype=MIMETYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
