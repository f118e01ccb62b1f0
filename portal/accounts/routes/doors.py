"""What every way of signing in shares: the browser at the door, its cookies, where it goes next."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Form

from portal.accounts import later, recording, throttle
from portal.accounts.authenticators import Authenticators
from portal.accounts.cookies import device_token, set_device_cookie, set_staff_cookie, staff_token
from portal.accounts.domain.delays import CODES_BEFORE_LETTER
from portal.accounts.domain.notices import Notice
from portal.accounts.domain.refusals import Refusal
from portal.accounts.domain.sessions import Stage, device_name
from portal.accounts.domain.tokens import token_hash
from portal.accounts.domain.way_back import is_local
from portal.accounts.gate import current_session
from portal.accounts.queries.people import is_known_device
from portal.accounts.queries.sessions import OpenSession
from portal.accounts.service.notices import tell_now
from portal.accounts.service.refusals import count_refusal
from portal.accounts.service.sign_in import Door, SignedIn
from portal.time import clock
from portal.web.extensions import db

SETTINGS = "portal_settings"
LOCAL_ADDRESS = "http://127.0.0.1:8000"
PageAnswer = tuple[str, int] | tuple[str, int, dict[str, str]]
Answer = Response | PageAnswer
NEXT_PAGE = {Stage.SECOND_FACTOR: "accounts.second_factor", Stage.ENROLMENT: "accounts.enrolment"}


def door() -> Door:
    """Return the browser of this request."""
    token = staff_token()
    return Door(
        device=device_name(request.user_agent.string),
        device_token=device_token(),
        old_session=token_hash(token) if token else None,
    )


def authenticators() -> Authenticators:
    """Return the authenticator codes of the running portal."""
    return Authenticators(current_app.config["SECRET_KEY"])


def known_device(account_id: int | None) -> bytes | None:
    """Return the hash of the browser's token when the account has signed in from it before."""
    hashed = token_hash(device_token())
    is_known = account_id is not None and is_known_device(
        db.session(), hashed, account_id=account_id, now=clock.now()
    )
    return hashed if is_known else None


def take_turn(what: str, account_id: int, *, device: bytes | None) -> throttle.Turn:
    """Count an attempt at ``what`` of an account; its owner is told of many wrong codes.

    :param device: what ``known_device`` says of the account.
    :raises portal.accounts.throttle.TooManyAttempts: while the caller has to wait.
    """
    turn = throttle.take_turn(what, account_id, device=device)
    if turn.attempt.number == CODES_BEFORE_LETTER:
        tell_now(db.session(), account_id, notice=Notice.WRONG_CODES)
    return turn


def do_later(work: Callable[[], None]) -> bool:
    """Do ``work`` after the answer, so that the answer's time tells nothing of it.

    :returns: False when too much waits already; ``work`` is dropped then.
    """
    return later.do_later(current_app._get_current_object(), work)  # type: ignore[attr-defined]


def has_place() -> bool:
    """Return whether more work can be done soon after the answer."""
    return later.has_place()


def refused(account_id: int | None, kind: Refusal) -> None:
    """Count that something was refused to the account; None stands for an unknown name."""
    db.session.rollback()
    count_refusal(db.session(), account_id, kind=kind, now=clock.now())
    recording.forget_writes()


def enter(signed_in: SignedIn, *, way_back: str) -> Response:
    """Send the browser on with its new cookies; nothing it brought along stays."""
    forget_browser_state()
    page = NEXT_PAGE.get(signed_in.stage)
    response = redirect(url_for(page, next=way_back) if page else way_back)
    give_cookies(response, signed_in)
    return response


def give_cookies(response: Response, signed_in: SignedIn) -> None:
    """Set the cookies of a session that was just started."""
    set_staff_cookie(response, signed_in.token)
    if signed_in.stage is Stage.SIGNED_IN:
        set_device_cookie(response, signed_in.device_token)


def forget_browser_state() -> None:
    """Drop the form session, so that a token planted before signing in is worth nothing."""
    session.clear()
    g.pop("csrf_token", None)


def public_url(endpoint: str, **values: Any) -> str:
    """Return an address for a letter or a printed page; never made from the Host header.

    Without a public address only a name of this machine or its local network is believed.
    """
    base: str = current_app.extensions[SETTINGS].public_url
    if not base and is_local(urlsplit(request.host_url).hostname or ""):
        base = request.host_url.rstrip("/")
    return (base or LOCAL_ADDRESS) + url_for(endpoint, **values)


def half_way(stage: Stage) -> OpenSession:
    """Return the browser's half-way session, or start over at the password.

    :raises werkzeug.exceptions.HTTPException: a redirect when there is none at this stage.
    """
    found = current_session()
    if found is None or found.stage is not stage:
        abort(redirect(url_for("accounts.sign_in")))
    return found


def asked_for(form: Form) -> dict[str, Any]:
    """Return what the address asks a filter for, by the filter's own fields only."""
    return {name: request.args[name] for name in form.data if request.args.get(name)}


def today() -> date:
    """Return the city's date."""
    return clock.today(current_app.extensions[SETTINGS].timezone)


def form_page(template: str, form: FlaskForm, **facts: Any) -> PageAnswer:
    """Answer a form: 200 the first time, 422 when something in it has to be mended."""
    page = render_template(template, form=form, **facts)
    return page, 422 if form.errors else 200


def waiting_page(
    template: str, form: FlaskForm, *, error: throttle.TooManyAttempts, **facts: Any
) -> PageAnswer:
    """Answer a caller who has to wait before the next attempt."""
    page = render_template(template, form=form, wait_seconds=error.seconds, **facts)
    return page, 429, {"Retry-After": str(error.seconds)}
