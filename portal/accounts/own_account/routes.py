"""A person's own account: sessions, password, authenticator app, recovery codes, proving again."""

import segno
from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.authentication.authenticator import (
    acting,
    drop_staff_cookie,
    signed_in_session,
)
from portal.accounts.links.forms import NewPasswordForm
from portal.accounts.links.service import change_password
from portal.accounts.own_account import service
from portal.accounts.passwords.domain import WeakPassword
from portal.accounts.refusals import throttle
from portal.accounts.refusals.domain import Refusal
from portal.accounts.refusals.labels import REFUSAL_NAMES
from portal.accounts.refusals.queries import refusals_of
from portal.accounts.second_factor.queries import recovery_codes_left
from portal.accounts.second_factor.service import WrongCode
from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.queries import OpenSession, sessions_of
from portal.accounts.sessions.service import end_session_of, end_sessions
from portal.accounts.sign_in.forms import CodeForm, ProveForm
from portal.accounts.sign_in.routes import (
    app_secrets,
    client_context,
    finish_redirect,
    forget_browser_state,
    give_cookies,
    half_way_session,
    known_device,
    note_refusal,
    start_attempt,
    waiting_page,
)
from portal.accounts.sign_in.service import SignedIn, WrongCredentials, prove_again
from portal.accounts.staff.domain import needs_second_factor
from portal.accounts.staff.labels import role_names
from portal.accounts.staff.pages import Answer, blueprint, form_page
from portal.accounts.staff.queries import StaffPerson, person
from portal.web.access import Role, public, requires
from portal.web.extensions import current_settings, db, moment

PROVE = "accounts/own_account/prove.html"


@blueprint.get("/admin/account")
@requires(*Role)
def own() -> str:
    """Show the person's own account."""
    current = signed_in_session()
    account_id = current.staff.account_id
    return render_template(
        "accounts/own_account/own.html",
        person=_self(),
        roles=role_names(current.staff.roles),
        current=current,
        sessions=sessions_of(db.session(), account_id, now=moment()),
        codes_left=recovery_codes_left(db.session(), account_id),
        needs_authenticator=needs_second_factor(current.staff.roles),
        refusals=refusals_of(db.session(), account_id, now=moment()),
        refusal_names=REFUSAL_NAMES,
    )


@blueprint.route("/admin/prove", methods=["GET", "POST"])
@requires(*Role)
def prove() -> Answer:
    """Ask for the password again before a dangerous act."""
    form = ProveForm(next=request.args.get("next"))
    facts = {"needs_code": _self().has_authenticator}
    if not form.validate_on_submit():
        return form_page(PROVE, form, **facts)
    try:
        signed_in = _check(form)
    except throttle.TooManyAttempts as error:
        return waiting_page(PROVE, form, error=error, **facts)
    except WrongCredentials:
        note_refusal(signed_in_session().staff.account_id, Refusal.PASSWORD)
        form.refuse_password()
        return form_page(PROVE, form, **facts)
    except WrongCode:
        note_refusal(signed_in_session().staff.account_id, Refusal.CODE)
        form.refuse_code()
        return form_page(PROVE, form, **facts)
    return finish_redirect(signed_in, way_back=form.way_back())


def _check(form: ProveForm) -> SignedIn:
    current = signed_in_session()
    account_id = current.staff.account_id
    device = known_device(account_id)
    attempt = start_attempt("proof", account_id, device=device)
    with throttle.password_check(device=device):
        signed_in = prove_again(
            db.session(),
            current,
            password=form.password.data,
            code=form.code.data or "",
            app_secrets=app_secrets(),
            client=client_context(),
            now=moment(),
        )
    attempt.take_back()
    return signed_in


@blueprint.route("/admin/account/password", methods=["GET", "POST"])
@requires(*Role, fresh=True)
def own_password() -> Answer:
    """Let the person choose another password; every browser signs in anew."""
    form, me = NewPasswordForm(), _self()
    if not form.validate_on_submit():
        return form_page("accounts/own_account/own_password.html", form)
    try:
        change_password(
            db.session(),
            by=acting(),
            account_id=me.account_id,
            password=form.password.data,
            about=me.contact,
            now=moment(),
        )
    except WeakPassword as error:
        form.refuse(error.weakness)
        return form_page("accounts/own_account/own_password.html", form)
    response = redirect(url_for("accounts.sign_in", done="password"))
    drop_staff_cookie(response)
    return response


@blueprint.route("/admin/account/recovery-codes", methods=["GET", "POST"])
@requires(*Role, fresh=True)
def own_codes() -> str:
    """Replace the recovery codes and show the new ones once."""
    if request.method == "GET":
        return render_template("accounts/own_account/own_codes.html")
    by = acting()
    codes = service.renew_codes(
        db.session(), by=by, account_id=signed_in_session().staff.account_id, now=moment()
    )
    way_back = url_for("accounts.own")
    return render_template(
        "accounts/own_account/recovery_codes.html", codes=codes, way_back=way_back
    )


@blueprint.post("/admin/account/sessions/<session_hash>/end")
@requires(*Role)
def end_own_session(session_hash: str) -> Response:
    """End one of the person's own sessions; another person's is as good as none."""
    try:
        hashed = bytes.fromhex(session_hash)
    except ValueError:
        abort(404)
    account_id = signed_in_session().staff.account_id
    if not end_session_of(db.session(), account_id, hashed=hashed, by=acting(), now=moment()):
        abort(404)
    return redirect(url_for("accounts.own"))


@blueprint.post("/admin/account/sessions/end")
@requires(*Role)
def end_other_sessions() -> Response:
    """End every session of the person but this one."""
    current = signed_in_session()
    end_sessions(
        db.session(),
        current.staff.account_id,
        by=acting(),
        now=moment(),
        keep=current.token_hash,
    )
    return redirect(url_for("accounts.own"))


def _self() -> StaffPerson:
    found = person(db.session(), signed_in_session().staff.account_id)
    if found is None:
        abort(403)
    return found


@blueprint.route("/admin/sign-in/authenticator", methods=["GET", "POST"])
@public
def enrolment() -> Answer:
    """Set up the app before the first page opens."""
    return _set_up("accounts/own_account/enrolment.html", half_way_session(Stage.ENROLMENT))


@blueprint.route("/admin/account/authenticator", methods=["GET", "POST"])
@requires(*Role, fresh=True)
def own_authenticator() -> Answer:
    """Set up the app, or another one, from one's own page."""
    return _set_up("accounts/own_account/own_authenticator.html", signed_in_session())


def _set_up(template: str, opened: OpenSession) -> Answer:
    form = CodeForm(next=request.args.get("next"))
    secret = service.offer_secret(db.session(), opened, app_secrets=app_secrets())
    setup = app_secrets().setup(secret, opened.staff.name)
    facts = {
        "setup": setup,
        "qr": segno.make(setup.uri, micro=False).svg_data_uri(scale=5, light="white"),
        "example_code": _example_code(secret),
    }
    if not form.validate_on_submit():
        return form_page(template, form, **facts)
    try:
        account_id = opened.staff.account_id
        attempt = start_attempt("first code", account_id, device=known_device(account_id))
        enrolled = service.confirm_secret(
            db.session(),
            opened,
            code=form.code.data,
            app_secrets=app_secrets(),
            client=client_context(),
            now=moment(),
        )
    except throttle.TooManyAttempts as error:
        return waiting_page(template, form, error=error, **facts)
    except WrongCode:
        note_refusal(opened.staff.account_id, Refusal.CODE)
        form.refuse_code()
        return form_page(template, form, **facts)
    attempt.take_back()
    return _show_codes(enrolled, way_back=form.way_back())


def _example_code(secret: str) -> str:
    """Return a code for who looks around in a made-up city without an app; else nothing.

    It tells no more than the secret, which stands on the same page.
    """
    if not current_settings().demo:
        return ""
    return app_secrets().example_code(secret, now=moment())


def _show_codes(enrolled: service.Enrolled, *, way_back: str) -> Response:
    """Show the recovery codes once, in the answer that also gives the new cookie."""
    forget_browser_state()
    page = render_template(
        "accounts/own_account/recovery_codes.html", codes=enrolled.codes, way_back=way_back
    )
    response = make_response(page)
    give_cookies(response, enrolled.signed_in)
    return response
