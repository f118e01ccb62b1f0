"""One-time links: choosing a password by invitation, and asking for a new one."""

from flask import redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from portal.accounts.asked_links import LINK_TOKEN
from portal.accounts.cookies import device_token, set_device_cookie
from portal.accounts.domain.asked_links import AskedFor
from portal.accounts.domain.passwords import WeakPassword
from portal.accounts.domain.sessions import LinkPurpose
from portal.accounts.domain.tokens import token_hash
from portal.accounts.forms.proofs import ForgotForm, NewPasswordForm
from portal.accounts.queries.links import LiveLink, live_link
from portal.accounts.routes import doors
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.routes.posting import ask_for_link
from portal.accounts.service import links as service
from portal.time import clock
from portal.web.access import public
from portal.web.extensions import db, limiter

PAGE = "accounts/choose_password.html"
RETRY_SECONDS = 30


@blueprint.route("/admin/link/<token>", methods=["GET", "POST"])
@public
def link(token: str) -> doors.Answer:
    """Let the holder of a link choose a password; only sending the form uses the link."""
    found = live_link(db.session(), token_hash(token), now=clock.now())
    if found is None:
        return render_template("accounts/link_not_usable.html"), 410
    if found.purpose is LinkPurpose.DEVICE:
        return _make_device_known(token)
    return _choose_password(token, found)


@blueprint.route("/admin/forgot", methods=["GET", "POST"])
@public
@limiter.limit("20 per hour", methods=["POST"])
def forgot() -> doors.Answer:
    """Have a link sent to the account's address; nothing is looked up before the answer.

    Whoever is told that a letter comes does not ask again: what was asked is kept first, of
    everybody alike.
    """
    form = ForgotForm()
    if not form.validate_on_submit():
        return doors.form_page("accounts/forgot.html", form)
    if not doors.has_place():
        raise ServiceUnavailable(retry_after=RETRY_SECONDS)
    url = doors.public_url("accounts.link", token=LINK_TOKEN)
    ask_for_link(AskedFor(url, str(form.to_identity()), language=str(get_locale())))
    return render_template("accounts/forgot_sent.html"), 200


def _choose_password(token: str, found: LiveLink) -> doors.Answer:
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return doors.form_page(PAGE, form, link=found)
    try:
        kept = service.choose_password(
            db.session(),
            token,
            password=form.password.data,
            device_token=device_token(),
            now=clock.now(),
        )
    except WeakPassword as error:
        form.refuse(error.weakness)
        return doors.form_page(PAGE, form, link=found)
    except service.LinkNotUsable:
        return render_template("accounts/link_not_usable.html"), 410
    return _to_sign_in(kept, done="password")


def _make_device_known(token: str) -> doors.Answer:
    """Ask, then let this browser be known to the account; signing in comes after it."""
    if request.method == "GET":
        return render_template("accounts/known_device.html"), 200
    try:
        kept = service.make_device_known(
            db.session(), token, device_token=device_token(), now=clock.now()
        )
    except service.LinkNotUsable:
        return render_template("accounts/link_not_usable.html"), 410
    return _to_sign_in(kept, done="device")


def _to_sign_in(kept_device: str, *, done: str) -> Response:
    response = redirect(url_for("accounts.sign_in", done=done))
    set_device_cookie(response, kept_device)
    return response
