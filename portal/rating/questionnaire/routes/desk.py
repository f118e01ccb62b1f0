"""The way in by poster: the open channel, where nothing proves a visit."""

from functools import partial

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.posters.queries import poster_of_desk
from portal.organisation.posters.rateable import RateableDesk
from portal.organisation.posters.scans import count_scan
from portal.rating.answers.channels import Channel
from portal.rating.questionnaire.routes.blueprint import blueprint
from portal.rating.questionnaire.routes.form_page import FormPageOptions, fresh_page
from portal.rating.questionnaire.routes.open_limits import charge_open, give_device_cookie
from portal.rating.questionnaire.routes.sending import Proof, receive
from portal.rating.questionnaire.routes.state import rating_state
from portal.rating.questionnaire.routes.which import (
    chosen,
    gone,
    looked_up,
    rateable,
    which_service,
)
from portal.time import clock
from portal.web.access import public
from portal.web.extensions import db


@blueprint.get("/r/<code>")
@public
def desk(code: str) -> AnyResponse:
    """Show the form of the desk behind a poster code, or say what became of it."""
    now = clock.now()
    entry = looked_up(code, now)
    found = rateable(entry)
    poster = _current_poster(found) if code == found.desk.code else None
    if poster is not None:
        return _to_poster(poster)
    count_scan(found.desk.id, now=now)
    questionnaire = chosen(found, now=now)
    if questionnaire is None:
        return which_service(found, options=_options(found))
    page = fresh_page(
        rating_state().directory, entry, questionnaire=questionnaire, options=_options(found)
    )
    return give_device_cookie(page, now=now)


@blueprint.post("/r/<code>")
@public
def submit(code: str) -> Response:
    """Take a rating in by the open channel."""
    now = clock.now()
    found = rateable(looked_up(code, now))
    if code == found.desk.code:
        _current_poster(found)
    options = _options(found)
    questionnaire = chosen(found, now=now)
    if questionnaire is None:
        return which_service(found, options=options)
    charge = partial(charge_open, options=options, now=now)
    answer = receive(
        questionnaire, options=options, proof=Proof(Channel.OPEN), now=now, charge=charge
    )
    return give_device_cookie(answer, now=now)


def _current_poster(found: RateableDesk) -> str | None:
    """Return the code on a desk's posters, or None when it never had one.

    A desk whose code was withdrawn takes no open rating under its public code either: the
    request ends with the page that says so.
    """
    poster = poster_of_desk(db.session(), found.desk.id)
    if poster.code is None and poster.had_one:
        abort(gone(found.desk, reason="revoked"))
    return poster.code


def _to_poster(code: str) -> AnyResponse:
    query = request.query_string.decode("ascii", "replace")
    address = url_for("rating.desk", code=code)
    return redirect(f"{address}?{query}" if query else address, 302)


def _options(found: RateableDesk) -> FormPageOptions:
    settings = rating_state().settings
    return FormPageOptions(
        wrong_url=url_for("rating.find", desk=found.desk.code),
        officer_label=settings.officer_label,
    )
