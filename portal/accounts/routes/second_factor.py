"""The second factor after the password: a code of the app, or a recovery code."""

from collections.abc import Callable

from flask import request

from portal.accounts import throttle
from portal.accounts.domain.refusals import Refusal
from portal.accounts.domain.sessions import Stage
from portal.accounts.forms.proofs import CodeForm, RecoveryForm, WayBackForm
from portal.accounts.queries.sessions import OpenSession
from portal.accounts.routes import doors
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.service import sign_in as service
from portal.time import clock
from portal.web.access import public
from portal.web.extensions import db

Check = Callable[[OpenSession], service.SignedIn]


@blueprint.route("/admin/sign-in/code", methods=["GET", "POST"])
@public
def second_factor() -> doors.Answer:
    """Ask for a code of the authenticator app; wrong ones make the next attempt wait."""
    form = CodeForm(next=request.args.get("next"))

    def check(half_way: OpenSession) -> service.SignedIn:
        account_id = half_way.staff.account_id
        turn = doors.take_turn("code", account_id, device=doors.known_device(account_id))
        signed_in = service.give_code(
            db.session(),
            half_way,
            code=form.code.data,
            authenticators=doors.authenticators(),
            door=doors.door(),
            now=clock.now(),
        )
        turn.take_back()
        return signed_in

    return _ask("accounts/second_factor.html", form, check=check)


@blueprint.route("/admin/sign-in/recovery", methods=["GET", "POST"])
@public
def recovery() -> doors.Answer:
    """Ask for a recovery code instead; it has 80 bits, so that a right one never waits."""
    form = RecoveryForm(next=request.args.get("next"))

    def check(half_way: OpenSession) -> service.SignedIn:
        return service.give_recovery_code(
            db.session(), half_way, code=form.code.data, door=doors.door(), now=clock.now()
        )

    return _ask("accounts/recovery.html", form, check=check)


def _ask(template: str, form: WayBackForm, *, check: Check) -> doors.Answer:
    half_way = doors.half_way(Stage.SECOND_FACTOR)
    if not form.validate_on_submit():
        return doors.form_page(template, form)
    try:
        signed_in = check(half_way)
    except throttle.TooManyAttempts as error:
        return doors.waiting_page(template, form, error=error)
    except service.WrongCode:
        doors.refused(half_way.staff.account_id, Refusal.CODE)
        form.refuse_code()
        return doors.form_page(template, form)
    return doors.enter(signed_in, way_back=form.way_back())
