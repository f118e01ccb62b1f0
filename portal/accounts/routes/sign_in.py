"""Signing in with a password, and out."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.access import Role, gate, public, requires
from portal.accounts import throttle
from portal.accounts.cookies import drop_staff_cookie
from portal.accounts.forms.proofs import SignInForm
from portal.accounts.gate import signed_in_session
from portal.accounts.queries.people import proofs_by_identity
from portal.accounts.routes import doors
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.service import sign_in as service
from portal.accounts.service.sessions import end_session
from portal.extensions import db

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
    except throttle.TooManyAttempts as error:
        return doors.waiting_page(PAGE, form, error=error)
    except service.WrongCredentials:
        form.refuse_password()
        return doors.form_page(PAGE, form)
    return doors.enter(signed_in, way_back=form.way_back())


def _check(form: SignInForm) -> service.SignedIn:
    identity = form.to_identity()
    found = proofs_by_identity(db.session(), identity)
    key = doors.attempt(str(identity), account_id=found.account_id if found else None)
    try:
        signed_in = service.sign_in(
            db.session(),
            identity,
            password=form.password.data,
            door=doors.door(),
            now=clock.now(),
        )
    except service.WrongCredentials:
        throttle.failed()
        raise
    throttle.succeeded(key)
    return signed_in


@blueprint.post("/admin/sign-out")
@requires(*Role)
def sign_out() -> Response:
    """End the session on the server, then in the browser."""
    end_session(db.session(), signed_in_session().token_hash)
    doors.forget_browser_state()
    response = redirect(url_for("accounts.sign_in"))
    drop_staff_cookie(response)
    return response
