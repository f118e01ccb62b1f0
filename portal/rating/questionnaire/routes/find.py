"""Finding the right desk: by the code on a poster, or among the desks next to a wrong one."""

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.organisation.places.catalogue import Catalogue, Desk
from portal.rating.questionnaire.routes.blueprint import blueprint
from portal.rating.questionnaire.routes.state import rating_state
from portal.rating.questionnaire.routes.which import looked_up
from portal.time import clock
from portal.web.access import public
from portal.web.extensions import db

LONGEST_CODE = 40


@blueprint.get("/r/")
@public
def find() -> Response:
    """Ask for the code on a poster, and open its form when it is known."""
    now = clock.now()
    typed = request.args.get("code", "").strip()[:LONGEST_CODE]
    if typed and looked_up(typed, now).found is not None:
        abort(redirect(url_for("rating.desk", code=typed), 302))
    known = rating_state().directory.catalogue(db.session(), on=rating_state().today(now), now=now)
    wrong = known.desks_by_code.get(request.args.get("desk", ""))
    page = render_template(
        "rating/find.html",
        typed=typed,
        problems=[("code", _("Periksa kode pada poster, lalu ketik lagi."))] if typed else [],
        neighbours=_neighbours(known, wrong),
        agency_name=known.agency_of_desk(wrong.id).name if wrong else "",
    )
    return make_response(page, 404 if typed else 200)


def _neighbours(known: Catalogue, wrong: Desk | None) -> list[Desk]:
    """Return the agency's other desks that can be rated."""
    if wrong is None:
        return []
    same = known.desks_of(wrong.agency_id)
    return [one for one in same if one.id != wrong.id and not one.is_retired(known.on)]
