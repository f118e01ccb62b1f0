"""Setting up an authenticator app, at the first sign-in or from one's own page."""

import segno
from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from portal.accounts.authentication.authenticator import signed_in_session
from portal.accounts.own_account import service
from portal.accounts.refusals import throttle
from portal.accounts.refusals.domain import Refusal
from portal.accounts.second_factor.service import WrongCode
from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.queries import OpenSession
from portal.accounts.sign_in.client_context import (
    app_secrets,
    client_context,
    forget_browser_state,
    give_cookies,
    half_way_session,
    known_device,
    note_refusal,
    start_attempt,
    waiting_page,
)
from portal.accounts.sign_in.forms import CodeForm
from portal.accounts.staff.pages import Answer, blueprint, form_page
from portal.time import clock
from portal.web.access import Role, public, requires
from portal.web.extensions import db


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
            now=clock.now(),
        )
    except throttle.TooManyAttempts as error:
        return waiting_page(template, form, error=error, **facts)
    except WrongCode:
        note_refusal(opened.staff.account_id, Refusal.CODE)
        form.refuse_code()
        return form_page(template, form, **facts)
    attempt.take_back()
    return _show_codes(enrolled, way_back=form.way_back())


def _show_codes(enrolled: service.Enrolled, *, way_back: str) -> Response:
    """Show the recovery codes once, in the answer that also gives the new cookie."""
    forget_browser_state()
    page = render_template(
        "accounts/own_account/recovery_codes.html", codes=enrolled.codes, way_back=way_back
    )
    response = make_response(page)
    give_cookies(response, enrolled.signed_in)
    return response
