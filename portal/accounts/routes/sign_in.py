"""Signing in with a password, and out."""

from functools import partial

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import throttle
from portal.accounts.asked_links import LINK_TOKEN
from portal.accounts.cookies import drop_staff_cookie
from portal.accounts.domain.asked_links import AskedFor
from portal.accounts.domain.refusals import Refusal
from portal.accounts.forms.proofs import SignInForm
from portal.accounts.gate import signed_in_session
from portal.accounts.queries.people import proofs_by_identity
from portal.accounts.routes import doors
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.routes.posting import ask_for_link
from portal.accounts.service import sign_in as service
from portal.accounts.service.sessions import end_session
from portal.time import clock
from portal.web.access import Role, gate, public, requires
from portal.web.extensions import db
from portal.web.guessing import Attempt

PAGE = "accounts/sign_in.html"


@blueprint.route("/admin/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> doors.Answer:
    """Ask who is there, and let them in or on to the second factor."""
    form = SignInForm(next=request.args.get("next"))
    if request.method == "GET" and gate().staff() is not None:
        return redirect(form.way_back())
    if not form.validate_on_submit():
        return doors.form_page(PAGE, form)
    try:
        signed_in = _check(form)
    except throttle.Busy as error:
        return doors.waiting_page(PAGE, form, error=error, is_busy=True)
    except service.WrongCredentials:
        form.refuse_password()
        return doors.form_page(PAGE, form)
    except service.NotEnough:
        form.ask_for_more()
        return render_template(PAGE, form=form, asks_for_more=True), 422
    return doors.enter(signed_in, way_back=form.way_back())


def _check(form: SignInForm) -> service.SignedIn:
    """Look at the password, whatever was tried before; beyond the bounds at the code, too."""
    found = proofs_by_identity(db.session(), form.to_identity())
    account_id = found.account_id if found else None
    device = doors.known_device(account_id)
    with throttle.password_check(device=device):
        attempt = throttle.count_password(str(form.to_identity()), device=device)
        try:
            signed_in = _sign_in(form, attempt, device=device)
        except service.WrongCredentials:
            doors.refused(account_id, Refusal.PASSWORD)
            raise
        except service.NotEnough as error:
            doors.refused(account_id, Refusal.PASSWORD)
            _write_to_owner(error.account_id)
            raise
    attempt.take_back()
    return signed_in


def _sign_in(form: SignInForm, attempt: Attempt, *, device: bytes | None) -> service.SignedIn:
    given = {"password": form.password.data, "door": doors.door(), "now": clock.now()}
    if attempt.is_within:
        return service.sign_in(db.session(), form.to_identity(), **given)
    return service.sign_in_beyond_bounds(
        db.session(),
        form.to_identity(),
        code=form.code.data or "",
        authenticators=doors.authenticators(),
        may_try_code=partial(_may_try_code, device=device),
        **given,
    )


def _may_try_code(account_id: int, *, device: bytes | None) -> bool:
    try:
        doors.take_turn("code", account_id, device=device)
    except throttle.TooManyAttempts:
        return False
    return True


def _write_to_owner(account_id: int | None) -> None:
    """Hand the letter over, or nothing in its place: the answer takes as long either way."""
    ask_for_link(
        AskedFor(doors.public_url("accounts.link", token=LINK_TOKEN), account_id=account_id)
    )


@blueprint.post("/admin/sign-out")
@requires(*Role)
def sign_out() -> Response:
    """End the session on the server, then in the browser."""
    end_session(db.session(), signed_in_session().token_hash)
    doors.forget_browser_state()
    response = redirect(url_for("accounts.sign_in"))
    drop_staff_cookie(response)
    return response
