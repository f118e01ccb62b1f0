"""What every way of signing in shares: the browser, its cookies, where it goes next."""

from typing import Any

from flask import abort, current_app, g, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from portal.accounts.audit_log import recording
from portal.accounts.authentication.authenticator import current_session
from portal.accounts.letters.domain import Notice
from portal.accounts.letters.service import tell_now
from portal.accounts.refusals import throttle
from portal.accounts.refusals.domain import CODES_BEFORE_LETTER, Refusal
from portal.accounts.refusals.service import count_refusal
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.sessions.cookies import (
    device_token,
    set_device_cookie,
    set_staff_cookie,
    staff_token,
)
from portal.accounts.sessions.domain import Stage, device_name, token_hash
from portal.accounts.sessions.queries import OpenSession, is_known_device
from portal.accounts.sign_in.service import ClientContext, SignedIn
from portal.accounts.staff.pages import PageAnswer
from portal.web.extensions import db, moment

NEXT_PAGE = {Stage.SECOND_FACTOR: "accounts.second_factor", Stage.ENROLMENT: "accounts.enrolment"}


def client_context() -> ClientContext:
    """Return the browser of this request."""
    token = staff_token()
    return ClientContext(
        device=device_name(request.user_agent.string),
        device_token=device_token(),
        old_session=token_hash(token) if token else None,
    )


def app_secrets() -> AppSecrets:
    """Return the authenticator codes of the running portal."""
    return AppSecrets(current_app.config["SECRET_KEY"])


def known_device(account_id: int | None) -> bytes | None:
    """Return the hash of the browser's token when the account has signed in from it before."""
    hashed = token_hash(device_token())
    is_known = account_id is not None and is_known_device(
        db.session(), hashed, account_id=account_id, now=moment()
    )
    return hashed if is_known else None


def start_attempt(what: str, account_id: int, *, device: bytes | None) -> throttle.CodeAttempt:
    """Count an attempt at ``what`` of an account; its owner is told of many wrong codes.

    :param device: what ``known_device`` says of the account.
    :raises portal.accounts.refusals.throttle.TooManyAttempts: while the caller has to wait.
    """
    attempt = throttle.start_attempt(what, account_id, device=device)
    if attempt.attempt.number == CODES_BEFORE_LETTER:
        tell_now(db.session(), account_id, notice=Notice.WRONG_CODES)
    return attempt


def note_refusal(account_id: int | None, kind: Refusal) -> None:
    """Count that something was refused to the account; None stands for an unknown name."""
    db.session.rollback()
    count_refusal(db.session(), account_id, kind=kind, now=moment())
    recording.forget_writes()


def finish_redirect(signed_in: SignedIn, *, way_back: str) -> Response:
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


def half_way_session(stage: Stage) -> OpenSession:
    """Return the browser's half-way session, or start over at the password.

    :raises werkzeug.exceptions.HTTPException: a redirect when there is none at this stage.
    """
    found = current_session()
    if found is None or found.stage is not stage:
        abort(redirect(url_for("accounts.sign_in")))
    return found


def waiting_page(
    template: str, form: FlaskForm, *, error: throttle.TooManyAttempts, **facts: Any
) -> PageAnswer:
    """Answer a caller who has to wait before the next attempt."""
    page = render_template(template, form=form, wait_seconds=error.seconds, **facts)
    return page, 429, {"Retry-After": str(error.seconds)}
