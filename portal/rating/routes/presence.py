"""The way in by the code on a desk's screen: it gives a device one rating until tomorrow night."""

from datetime import datetime, timedelta
from functools import partial

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.access import public
from portal.extensions import db
from portal.organisation.domain.rateable import RateableDesk
from portal.rating.domain import Channel
from portal.rating.domain.presence import (
    Grant,
    is_token_fresh,
    new_grant,
    read_grant,
    signed_grant,
)
from portal.rating.forms.rating import RatingForm
from portal.rating.queries.submissions import is_accepted
from portal.rating.routes.blueprint import blueprint
from portal.rating.routes.form_page import Look, fresh_page, sent_key
from portal.rating.routes.presence_limits import charge_presence
from portal.rating.routes.room import room
from portal.rating.routes.sending import Proof, receive
from portal.rating.routes.which import chosen, looked_up, rateable, which_service
from portal.rating.service.submit import GrantAlreadySpent
from portal.security.day_keys import next_midnight

FORBIDDEN, SPENT = 403, 410


@blueprint.get("/p/<code>/<token>")
@public
def scan(code: str, token: str) -> AnyResponse:
    """Give a device that scanned the screen its grant, and go on to the form."""
    now = clock.now()
    desk = rateable(looked_up(code, now)).desk
    answer = redirect(
        url_for("rating.presence", code=desk.code, lang=request.args.get("lang")), 303
    )
    if _grant(desk.id, now) is None:
        if not is_token_fresh(room().presence_key, token, desk_id=desk.id, moment=now):
            return _scan_again(desk.name)
        _give_grant(answer, desk_id=desk.id, now=now)
    return answer


@blueprint.get("/p/<code>")
@public
def presence(code: str) -> Response:
    """Show the form to a device with a grant; spends nothing."""
    now = clock.now()
    entry = looked_up(code, now)
    found = rateable(entry)
    grant = _needed_grant(found, now)
    if is_accepted(db.session(), _grant_hash(grant)):
        return _spent(found)
    asked = chosen(found, now=now)
    if asked is None:
        return which_service(found, look=_look())
    return fresh_page(room().directory, entry, asked=asked, look=_look())


@blueprint.post("/p/<code>")
@public
def submit_by_presence(code: str) -> Response:
    """Take a rating in and spend the device's grant, both or neither."""
    now = clock.now()
    found = rateable(looked_up(code, now))
    grant = _needed_grant(found, now)
    asked = chosen(found, now=now)
    if asked is None:
        return which_service(found, look=_look())
    proof = Proof(Channel.PRESENCE, grant_hash=_grant_hash(grant))
    charge = partial(_charge, found=found, grant=grant, now=now)
    try:
        return receive(asked, look=_look(), proof=proof, now=now, charge=charge)
    except GrantAlreadySpent:
        return _spent(found)


def _cookie_name(desk_id: int) -> str:
    prefix = "__Host-" if room().settings.is_https else ""
    return f"{prefix}grant-{desk_id}"


def _grant(desk_id: int, now: datetime) -> Grant | None:
    text = request.cookies.get(_cookie_name(desk_id), "")
    today = room().today(now)
    return read_grant(room().presence_key, text, desk_id=desk_id, today=today) if text else None


def _give_grant(response: AnyResponse, *, desk_id: int, now: datetime) -> None:
    settings = room().settings
    grant = new_grant(desk_id, today=room().today(now))
    response.set_cookie(
        _cookie_name(desk_id),
        signed_grant(room().presence_key, grant),
        expires=next_midnight(now, settings.timezone) + timedelta(days=1),
        httponly=True,
        secure=settings.is_https,
        samesite="Lax",
    )


def _grant_hash(grant: Grant) -> bytes:
    return room().hash_of_key(f"grant {grant.id}")


def _charge(
    form: RatingForm, *, found: RateableDesk, grant: Grant, now: datetime
) -> Response | None:
    """Use one of the desk's day; a spent grant uses nothing, or one device could fill the day."""
    if _is_spent(grant):
        return _spent(found)
    return charge_presence(form, look=_look(), now=now)


def _is_spent(grant: Grant) -> bool:
    """Whether a rating came in with the grant, other than by the form that is sent now."""
    session, key = db.session(), sent_key()
    if not is_accepted(session, _grant_hash(grant)):
        return False
    return key is None or not is_accepted(session, room().hash_of_key(key))


def _needed_grant(found: RateableDesk, now: datetime) -> Grant:
    """Return the device's grant for a desk, or end the request with the way to one."""
    grant = _grant(found.desk.id, now)
    if grant is None:
        abort(_scan_again(found.desk.name))
    return grant


def _look() -> Look:
    return Look(
        wrong_url=url_for("rating.find"),
        asks_watched=True,
        officer_label=room().settings.officer_label,
    )


def _scan_again(desk_name: str) -> Response:
    page = render_template("rating/scan_again.html", desk_name=desk_name)
    return make_response(page, FORBIDDEN)


def _spent(found: RateableDesk) -> Response:
    return make_response(render_template("rating/grant_spent.html", desk=found.desk), SPENT)
