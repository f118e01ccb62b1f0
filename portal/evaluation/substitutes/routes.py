"""The page of substitutes of a cycle: who lacks one, who was drawn, and the lot itself."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.cycles.routes import READERS, found
from portal.evaluation.substitutes import service
from portal.evaluation.substitutes.queries import DRAWN_WHILE, substitutes_needed
from portal.organisation.people.queries import persons
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, moment, record_act, today

PAGE = "/<int(max=2147483647):cycle_id>/substitutes"
blueprint = Blueprint("substitutes", __name__, url_prefix="/admin/performance/cycles")


@blueprint.get(PAGE)
@requires(*READERS)
def lots(cycle_id: int) -> str:
    """List who lacks somebody above the appraiser, and who was drawn; coordinators their agency."""
    session, staff, cycle = db.session(), current_staff(), found(cycle_id)
    is_of_city = staff.has(Role.PERFORMANCE_OFFICE, Role.AUDITOR, Role.MAYOR)
    agency_id = None if is_of_city else staff.agency_id or 0
    needed = substitutes_needed(session, cycle, today=today(), agency_id=agency_id)
    ids = {*needed.lacking, *(each.person_id for each in needed.lots)}
    pools = {each: len(needed.pool_of(each)) for each in needed.lacking}
    return render_template(
        "evaluation/substitutes/lots.html",
        cycle=cycle,
        needed=needed,
        names=persons(session, ids | {each.holder_id for each in needed.lots}),
        pools=pools,
        may_draw=staff.has(Role.PERFORMANCE_OFFICE) and cycle.state in DRAWN_WHILE,
        done=request.args.get("done", type=int),
    )


@blueprint.post(PAGE)
@requires(Role.PERFORMANCE_OFFICE, fresh=True)
def draw(cycle_id: int) -> Response:
    """Draw for everybody who lacks one; whoever draws chooses nobody, another one confirms."""
    staff, cycle = current_staff(), found(cycle_id)
    asked = service.Draw(cycle.id, staff.account_id, staff.officer_id, moment(), today())
    try:
        count = service.draw_substitutes(db.session(), asked, note=_note)
    except service.NotDrawnNow:
        abort(409)
    return redirect(url_for("substitutes.lots", cycle_id=cycle.id, done=count))


def _note(person_id: int, numbers: dict[str, int]) -> None:
    record_act("cycles.substitute", f"person:{person_id}", **numbers)
