"""One agency, unit, service or desk with what belongs to it."""

from typing import Any

from flask import render_template, request

from portal.organisation.people.officer_queries import postings_of_desk
from portal.organisation.places import queries as places_queries
from portal.organisation.places.arrangement import upcoming
from portal.organisation.places.blueprint import blueprint
from portal.organisation.places.catalogue import Desk
from portal.organisation.places.kinds import RecordKind, SubjectKind
from portal.organisation.places.queries import names_of
from portal.organisation.places.sections import PLACES, Shown, shown
from portal.organisation.places.visible_scope import READERS
from portal.time.months import period_of
from portal.web.access import requires
from portal.web.extensions import db

DONE = frozenset({"created", "changed", "retired", "kept", "posted", "ended"})


@blueprint.get(f"/{PLACES}/<code>")
@requires(*READERS)
def place(section: str, code: str) -> str:
    """Show one place."""
    found = shown(section, code)
    return render_template(
        f"organisation/{found.kind}.html",
        shown=found,
        section=section,
        today=found.around.on,
        names=names_of(db.session(), SubjectKind(found.kind), code=code),
        done=what_was_done(),
        upcoming=upcoming(
            places_queries.arrangement(db.session()),
            found.kind,
            place_id=found.place.id,
            month=period_of(found.around.on),
        ),
        **_belongings(found),
    )


def what_was_done() -> str:
    """Return what the address says has just been done, if it is something a page can do."""
    done = request.args.get("done", "")
    return done if done in DONE else ""


def _belongings(found: Shown) -> dict[str, Any]:
    around, place_id = found.around, found.place.id
    desks = around.desks_of(found.agency.id)
    if isinstance(found.place, Desk):
        session = db.session()
        return {
            "services": [around.services[id_] for id_ in sorted(found.place.service_ids)],
            "unit": around.units.get(found.place.unit_id or 0),
            "hours": places_queries.opening_hours(session, place_id),
            "postings": postings_of_desk(session, place_id),
        }
    if found.kind is RecordKind.UNIT:
        return {"desks": [desk for desk in desks if desk.unit_id == place_id]}
    if found.kind is RecordKind.SERVICE:
        return {"desks": [desk for desk in desks if place_id in desk.service_ids]}
    return {
        "desks": desks,
        "units": [unit for unit in around.units.values() if unit.agency_id == place_id],
        "services": [each for each in around.services.values() if each.agency_id == place_id],
    }
