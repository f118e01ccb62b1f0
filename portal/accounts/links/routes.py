"""One-time links: choosing a password by invitation, and asking for a new one."""

from flask import redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from portal.accounts.authentication.authenticator import device_token, set_device_cookie
from portal.accounts.links import service
from portal.accounts.links.asking import ask_for_reset_link, has_place
from portal.accounts.links.domain import LinkPurpose
from portal.accounts.links.forms import ForgotForm, NewPasswordForm
from portal.accounts.links.queries import LiveLink, live_link
from portal.accounts.passwords.domain import WeakPassword
from portal.accounts.sessions.domain import token_hash
from portal.accounts.staff.pages import Answer, blueprint, form_page
from portal.web.access import public
from portal.web.extensions import db, limiter, moment

PAGE = "accounts/links/choose_password.html"
RETRY_SECONDS = 30


@blueprint.route("/admin/link/<token>", methods=["GET", "POST"])
@public
def link(token: str) -> Answer:
    """Let the holder of a link choose a password; only sending the form uses the link."""
    found = live_link(db.session(), token_hash(token), now=moment())
    if found is None:
        return render_template("accounts/links/link_not_usable.html"), 410
    if found.purpose is LinkPurpose.DEVICE:
        return _make_device_known(token)
    return _choose_password(token, found)


@blueprint.route("/admin/forgot", methods=["GET", "POST"])
@public
@limiter.limit("20 per hour", methods=["POST"])
def forgot() -> Answer:
    """Have a link sent to the account's address; nothing is looked up before the answer.

    Whoever is told that a letter comes does not ask again: what was asked is kept first, of
    everybody alike.
    """
    form = ForgotForm()
    if not form.validate_on_submit():
        return form_page("accounts/links/forgot.html", form)
    if not has_place():
        raise ServiceUnavailable(retry_after=RETRY_SECONDS)
    ask_for_reset_link(form.to_identity(), language=str(get_locale()))
    return render_template("accounts/links/forgot_sent.html"), 200


def _choose_password(token: str, found: LiveLink) -> Answer:
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return form_page(PAGE, form, link=found)
    try:
        kept = service.choose_password(
            db.session(),
            token,
            password=form.password.data,
            device_token=device_token(),
            now=moment(),
        )
    except WeakPassword as error:
        form.refuse(error.weakness)
        return form_page(PAGE, form, link=found)
    except service.LinkNotUsable:
        return render_template("accounts/links/link_not_usable.html"), 410
    return _to_sign_in(kept, done="password")


def _make_device_known(token: str) -> Answer:
    """Ask, then let this browser be known to the account; signing in comes after it."""
    if request.method == "GET":
        return render_template("accounts/links/known_device.html"), 200
    try:
        kept = service.make_device_known(
            db.session(), token, device_token=device_token(), now=moment()
        )
    except service.LinkNotUsable:
        return render_template("accounts/links/link_not_usable.html"), 410
    return _to_sign_in(kept, done="device")


def _to_sign_in(kept_device: str, *, done: str) -> Response:
    response = redirect(url_for("accounts.sign_in", done=done))
    set_device_cookie(response, kept_device)
    return response
