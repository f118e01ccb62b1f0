"""Signing in: the pages of password and second factor, and what they know of the browser."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, current_app, g, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from portal.accounts.audit_log import recording
from portal.accounts.authentication.authenticator import (
    current_session,
    device_token,
    drop_staff_cookie,
    set_device_cookie,
    set_staff_cookie,
    signed_in_session,
    staff_token,
)
from portal.accounts.letters.domain import Notice
from portal.accounts.letters.service import tell_now
from portal.accounts.links.asking import ask_for_device_link
from portal.accounts.refusals import throttle
from portal.accounts.refusals.domain import CODES_BEFORE_LETTER, Refusal
from portal.accounts.refusals.service import count_refusal
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.second_factor.service import WrongCode
from portal.accounts.sessions.domain import Stage, device_name, token_hash
from portal.accounts.sessions.queries import OpenSession, is_known_device
from portal.accounts.sessions.service import end_session
from portal.accounts.sign_in import service
from portal.accounts.sign_in.forms import CodeForm, RecoveryForm, SignInForm, WayBackForm
from portal.accounts.sign_in.service import ClientContext, SignedIn
from portal.accounts.staff.pages import Answer, PageAnswer, blueprint, form_page
from portal.accounts.staff.queries import proofs_by_identity
from portal.web.access import Role, authenticator, public, requires
from portal.web.extensions import db, moment
from portal.web.guessing import Attempt

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


PAGE = "accounts/sign_in/sign_in.html"
Check = Callable[[OpenSession], service.SignedIn]


@blueprint.route("/admin/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    """Ask who is there, and let them in or on to the second factor."""
    form = SignInForm(next=request.args.get("next"))
    if request.method == "GET" and authenticator().staff() is not None:
        return redirect(form.way_back())
    if not form.validate_on_submit():
        return form_page(PAGE, form)
    try:
        signed_in = _check(form)
    except throttle.Busy as error:
        return waiting_page(PAGE, form, error=error, is_busy=True)
    except service.WrongCredentials:
        form.refuse_password()
        return form_page(PAGE, form)
    except service.NotEnough:
        form.ask_for_more()
        return render_template(PAGE, form=form, asks_for_more=True), 422
    return finish_redirect(signed_in, way_back=form.way_back())


def _check(form: SignInForm) -> service.SignedIn:
    """Look at the password, whatever was tried before; beyond the bounds at the code, too."""
    found = proofs_by_identity(db.session(), form.to_identity())
    account_id = found.account_id if found else None
    device = known_device(account_id)
    with throttle.password_check(device=device):
        attempt = throttle.count_password(str(form.to_identity()), device=device)
        try:
            signed_in = _sign_in(form, attempt, device=device)
        except service.WrongCredentials:
            note_refusal(account_id, Refusal.PASSWORD)
            raise
        except service.NotEnough as error:
            note_refusal(account_id, Refusal.PASSWORD)
            # A letter, or nothing in its place: the answer takes as long either way.
            ask_for_device_link(error.account_id)
            raise
    attempt.take_back()
    return signed_in


def _sign_in(form: SignInForm, attempt: Attempt, *, device: bytes | None) -> service.SignedIn:
    given = {"password": form.password.data, "client": client_context(), "now": moment()}
    if attempt.is_within:
        return service.sign_in(db.session(), form.to_identity(), **given)
    return service.sign_in_beyond_bounds(
        db.session(),
        form.to_identity(),
        code=form.code.data or "",
        app_secrets=app_secrets(),
        may_try_code=partial(_may_try_code, device=device),
        **given,
    )


def _may_try_code(account_id: int, *, device: bytes | None) -> bool:
    try:
        start_attempt("code", account_id, device=device)
    except throttle.TooManyAttempts:
        return False
    return True


@blueprint.post("/admin/sign-out")
@requires(*Role)
def sign_out() -> Response:
    """End the session on the server, then in the browser."""
    end_session(db.session(), signed_in_session().token_hash)
    forget_browser_state()
    response = redirect(url_for("accounts.sign_in"))
    drop_staff_cookie(response)
    return response


@blueprint.route("/admin/sign-in/code", methods=["GET", "POST"])
@public
def second_factor() -> Answer:
    """Ask for a code of the authenticator app; wrong ones make the next attempt wait."""
    form = CodeForm(next=request.args.get("next"))

    def check(half_way: OpenSession) -> service.SignedIn:
        account_id = half_way.staff.account_id
        attempt = start_attempt("code", account_id, device=known_device(account_id))
        signed_in = service.give_code(
            db.session(),
            half_way,
            code=form.code.data,
            app_secrets=app_secrets(),
            client=client_context(),
            now=moment(),
        )
        attempt.take_back()
        return signed_in

    return _ask("accounts/sign_in/second_factor.html", form, check=check)


@blueprint.route("/admin/sign-in/recovery", methods=["GET", "POST"])
@public
def recovery() -> Answer:
    """Ask for a recovery code instead; it has 80 bits, so that a right one never waits."""
    form = RecoveryForm(next=request.args.get("next"))

    def check(half_way: OpenSession) -> service.SignedIn:
        return service.give_recovery_code(
            db.session(), half_way, code=form.code.data, client=client_context(), now=moment()
        )

    return _ask("accounts/sign_in/recovery.html", form, check=check)


def _ask(template: str, form: WayBackForm, *, check: Check) -> Answer:
    half_way = half_way_session(Stage.SECOND_FACTOR)
    if not form.validate_on_submit():
        return form_page(template, form)
    try:
        signed_in = check(half_way)
    except throttle.TooManyAttempts as error:
        return waiting_page(template, form, error=error)
    except WrongCode:
        note_refusal(half_way.staff.account_id, Refusal.CODE)
        form.refuse_code()
        return form_page(template, form)
    return finish_redirect(signed_in, way_back=form.way_back())
