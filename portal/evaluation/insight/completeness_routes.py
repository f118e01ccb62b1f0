"""How far the evaluation is, by unit, for coordinators and the office: states only."""

from collections.abc import Collection, Sequence

from flask import abort, render_template, request

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.insight.blueprint import blueprint
from portal.evaluation.insight.completeness_queries import UnitCompleteness, completeness
from portal.evaluation.insight.meeting_routes import ARRANGERS
from portal.organisation.places.catalogue_queries import catalogue
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, today


@blueprint.get("/completeness")
@requires(*ARRANGERS)
def complete() -> str:
    """Show by unit how many people are how far; the office chooses the agency."""
    found = catalogue(db.session(), on=today())
    agency_id = _agency(found.agencies)
    opened = [each for each in cycles.cycles(db.session()) if each.rules_version is not None]
    cycle = next((each for each in opened if each.year == _year()), next(iter(opened), None))
    units: Sequence[UnitCompleteness] = ()
    if cycle is not None and agency_id:
        day = min(today(), cycle.ends_on)
        units = completeness(db.session(), cycle.id, agency_id=agency_id, on=day)
    return render_template(
        "evaluation/insight/completeness.html",
        cycle=cycle,
        cycles=opened,
        agencies=found.agencies,
        agency_id=agency_id,
        units=found.units,
        may_choose=current_staff().has(Role.PERFORMANCE_OFFICE),
        page=_page(units),
    )


def _page(units: Sequence[UnitCompleteness]) -> Page[UnitCompleteness]:
    number = page_number(request.args.get("page"))
    start = offset_of(number)
    return Page(units[start : start + PAGE_SIZE], number, len(units))


def _agency(known: Collection[int]) -> int:
    """Return the coordinator's agency, or the one that the office chose; 0 for none yet."""
    staff = current_staff()
    is_office = staff.has(Role.PERFORMANCE_OFFICE)
    agency_id = request.args.get("agency", 0, type=int) if is_office else staff.agency_id or 0
    if agency_id and agency_id not in known:
        abort(404)
    return agency_id


def _year() -> int:
    return request.args.get("year", 0, type=int)
