"""The page of plans whose last day is over, for coordinators and the office: states only."""

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.cycles.queries import cycles_in_use
from portal.evaluation.plan_silence.waiting_queries import LatePlan, late_plans, with_names
from portal.organisation.places.catalogue_queries import catalogue
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import current_settings, db, today

LOOK_AFTER = (Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR)
blueprint = Blueprint("plan_silence", __name__, url_prefix="/admin/performance/plan-silence")


@blueprint.get("")
@requires(*LOOK_AFTER)
def late() -> str:
    """List whose plan was not sent or not answered in time; the office chooses the agency."""
    session, staff = db.session(), current_staff()
    agencies = catalogue(session, on=today()).agencies
    is_office = staff.has(Role.PERFORMANCE_OFFICE)
    agency_id = request.args.get("agency", 0, type=int) if is_office else staff.agency_id or 0
    if agency_id and agency_id not in agencies:
        abort(404)
    cycle = cycles_in_use(session, on=today()).open
    return render_template(
        "evaluation/plan_silence/late.html",
        cycle=cycle,
        agencies=agencies,
        agency_id=agency_id,
        may_choose=is_office,
        page=_page(cycle, agency_id) if cycle and agency_id else None,
    )


def _page(cycle: Cycle, agency_id: int) -> Page[LatePlan]:
    session, zone = db.session(), ZoneInfo(current_settings().timezone)
    found = late_plans(session, cycle, on=today(), zone=zone, agency_id=agency_id)
    number = page_number(request.args.get("page"))
    start = offset_of(number)
    shown = with_names(session, cycle.id, found=found[start : start + PAGE_SIZE])
    return Page(shown, number, len(found))
