"""Setting up an authenticator app, at the first sign-in or from one's own page."""

import segno
from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from portal.accounts import throttle
from portal.accounts.domain.refusals import Refusal
from portal.accounts.domain.sessions import Stage
from portal.accounts.forms.proofs import CodeForm
from portal.accounts.gate import signed_in_session
from portal.accounts.queries.sessions import OpenSession
from portal.accounts.routes import doors
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.service import enrolment as service
from portal.accounts.service.sign_in import WrongCode
from portal.time import clock
from portal.web.access import Role, public, requires
from portal.web.extensions import db


@blueprint.route("/admin/sign-in/authenticator", methods=["GET", "POST"])
@public
def enrolment() -> doors.Answer:
    """Set up the app before the first page opens."""
    return _set_up("accounts/enrolment.html", doors.half_way(Stage.ENROLMENT))


@blueprint.route("/admin/account/authenticator", methods=["GET", "POST"])
@requires(*Role, fresh=True)
def own_authenticator() -> doors.Answer:
    """Set up the app, or another one, from one's own page."""
    return _set_up("accounts/own_authenticator.html", signed_in_session())


def _set_up(template: str, opened: OpenSession) -> doors.Answer:
    form = CodeForm(next=request.args.get("next"))
    secret = service.offer_secret(db.session(), opened, authenticators=doors.authenticators())
    setup = doors.authenticators().setup(secret, opened.staff.name)
    facts = {
        "setup": setup,
        "qr": segno.make(setup.uri, micro=False).svg_data_uri(scale=5, light="white"),
    }
    if not form.validate_on_submit():
        return doors.form_page(template, form, **facts)
    try:
        account_id = opened.staff.account_id
        turn = doors.take_turn("first code", account_id, device=doors.known_device(account_id))
        enrolled = service.confirm_secret(
            db.session(),
            opened,
            code=form.code.data,
            authenticators=doors.authenticators(),
            door=doors.door(),
            now=clock.now(),
        )
    except throttle.TooManyAttempts as error:
        return doors.waiting_page(template, form, error=error, **facts)
    except WrongCode:
        doors.refused(opened.staff.account_id, Refusal.CODE)
        form.refuse_code()
        return doors.form_page(template, form, **facts)
    turn.take_back()
    return _show_codes(enrolled, way_back=form.way_back())


def _show_codes(enrolled: service.Enrolled, *, way_back: str) -> Response:
    """Show the recovery codes once, in the answer that also gives the new cookie."""
    doors.forget_browser_state()
    page = render_template("accounts/recovery_codes.html", codes=enrolled.codes, way_back=way_back)
    response = make_response(page)
    doors.give_cookies(response, enrolled.signed_in)
    return response
