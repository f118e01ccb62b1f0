"""Which desk and which service a citizen means; what is said when neither can be rated."""

from datetime import datetime

from flask import Response, abort, make_response, render_template, request

from portal.organisation.places.kinds import PosterState
from portal.organisation.posters.rateable import DeskInBrief, PosterRetired, RateableDesk
from portal.rating.questionnaire.forms import Asked, asked_of
from portal.rating.questionnaire.routes.directory import Entry
from portal.rating.questionnaire.routes.form_page import Look
from portal.rating.questionnaire.routes.room import room
from portal.web.extensions import db

GONE = 410


def looked_up(code: str, now: datetime) -> Entry:
    """Return what an address points to today."""
    return room().directory.desk(db.session(), code, on=room().today(now), now=now)


def rateable(entry: Entry) -> RateableDesk:
    """Return the desk behind an address; end the request with a page that says why not."""
    found = entry.found
    if found is None:
        abort(make_response(render_template("rating/unknown.html"), 404))
    if isinstance(found, PosterRetired):
        is_rotated = found.state is PosterState.ROTATED and not found.desk.is_retired(entry.on)
        reason = "retired" if found.desk.is_retired(entry.on) else "revoked"
        abort(gone(found.desk, reason="rotated" if is_rotated else reason))
    if found.is_retired:
        abort(gone(found.desk, reason="retired"))
    if not found.services:
        abort(gone(found.desk, reason="closed"))
    return found


def gone(desk: DeskInBrief, *, reason: str) -> Response:
    """Return the page of a code or desk that takes no rating: retired, rotated, revoked, closed."""
    return make_response(render_template("rating/gone.html", desk=desk, reason=reason), GONE)


def chosen(desk: RateableDesk, *, now: datetime) -> Asked | None:
    """Return what is asked for the service that was chosen, or None while it is not clear."""
    code = request.form.get("service") or request.args.get("service")
    services = [one for one in desk.services if code in {None, one.code}]
    if len(services) != 1:
        return None
    return asked_of(desk, services[0], may_skip=room().may_skip(now), month=room().month(now))


def which_service(desk: RateableDesk, *, look: Look) -> Response:
    """Return the question for which of a desk's services one came."""
    page = render_template(
        look.services,
        desk=desk.desk,
        services=desk.services,
        wrong_url=look.wrong_url,
        address_query=look.address_query,
    )
    return make_response(page)
