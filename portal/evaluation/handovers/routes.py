"""The page of people whose superior left, for coordinators and the office."""

from flask import Blueprint, render_template, request

from portal.organisation.people.left_queries import left_behind
from portal.organisation.places.catalogue_queries import catalogue
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, today

blueprint = Blueprint("handovers", __name__, url_prefix="/admin/performance/without-superior")


@blueprint.get("")
@requires(Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR)
def without_superior() -> str:
    """List who has no superior any more; coordinators their own agency."""
    session, staff = db.session(), current_staff()
    agency_id = None if staff.has(Role.PERFORMANCE_OFFICE) else staff.agency_id or 0
    found = left_behind(session, on=today(), agency_id=agency_id)
    number = page_number(request.args.get("page"))
    first = offset_of(number)
    return render_template(
        "evaluation/handovers/without_superior.html",
        page=Page(found[first : first + PAGE_SIZE], number, len(found)),
        agencies=catalogue(session, on=today()).agencies,
    )
