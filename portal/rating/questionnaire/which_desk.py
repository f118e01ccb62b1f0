"""Which desk and which service a citizen means; what is said when neither can be rated."""

from datetime import datetime

from flask import Response, abort, make_response, render_template, request

from portal.organisation.places.kinds import PosterState
from portal.organisation.posters.rateable import DeskInBrief, PosterRetired, RateableDesk
from portal.rating.questionnaire.directory import Entry
from portal.rating.questionnaire.extension_state import rating_state
from portal.rating.questionnaire.form_page import FormPageOptions
from portal.rating.questionnaire.forms import Questionnaire, questionnaire_of
from portal.web.extensions import db

GONE = 410


def looked_up(code: str, now: datetime) -> Entry:
    """Return what an address points to today."""
    return rating_state().directory.desk(db.session(), code, on=rating_state().today(now), now=now)


def rateable(entry: Entry) -> RateableDesk:
    """Return the desk behind an address; end the request with a page that says why not."""
    found = entry.found
    if found is None:
        abort(make_response(render_template("rating/questionnaire/unknown.html"), 404))
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
    return make_response(
        render_template("rating/questionnaire/gone.html", desk=desk, reason=reason), GONE
    )


def chosen(desk: RateableDesk, *, now: datetime) -> Questionnaire | None:
    """Return what is asked for the service that was chosen, or None while it is not clear."""
    code = request.form.get("service") or request.args.get("service")
    services = [one for one in desk.services if code in {None, one.code}]
    if len(services) != 1:
        return None
    return questionnaire_of(
        desk, services[0], may_skip=rating_state().may_skip(now), month=rating_state().month(now)
    )


def which_service(desk: RateableDesk, *, options: FormPageOptions) -> Response:
    """Return the question for which of a desk's services one came."""
    page = render_template(
        options.services,
        desk=desk.desk,
        services=desk.services,
        wrong_url=options.wrong_url,
        address_query=options.address_query,
    )
    return make_response(page)
