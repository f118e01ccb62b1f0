"""The page of heads of agencies whose result waits for the organisation's predicate."""

from flask import Blueprint, render_template

from portal.evaluation.cycles.routes import found
from portal.evaluation.heads.queries import heads_waiting
from portal.organisation.places.catalogue_queries import catalogue
from portal.web.access import Role, requires
from portal.web.extensions import db, today

blueprint = Blueprint("heads", __name__, url_prefix="/admin/performance/cycles")


@blueprint.get("/<int(max=2147483647):cycle_id>/heads")
@requires(Role.PERFORMANCE_OFFICE, Role.AUDITOR, Role.MAYOR)
def waiting(cycle_id: int) -> str:
    """List who waits, each with the page on which the office records the predicate."""
    session, cycle = db.session(), found(cycle_id)
    return render_template(
        "evaluation/heads/waiting.html",
        cycle=cycle,
        heads=heads_waiting(session, year=cycle.year, on=cycle.ends_on),
        agencies=catalogue(session, on=today()).agencies,
    )
