"""One-time links: choosing a password by invitation, and asking for a new one."""

from flask import current_app, redirect, render_template, url_for

from portal import clock
from portal.access import public
from portal.accounts.domain.passwords import WeakPassword
from portal.accounts.domain.tokens import token_hash
from portal.accounts.forms.letters import reset_letter
from portal.accounts.forms.proofs import ForgotForm, NewPasswordForm
from portal.accounts.mail import post
from portal.accounts.queries.links import live_link
from portal.accounts.routes import doors
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.service import links as service
from portal.extensions import db, limiter

PAGE = "accounts/choose_password.html"


@blueprint.route("/admin/link/<token>", methods=["GET", "POST"])
@public
def link(token: str) -> doors.Answer:
    """Let the holder of a link choose a password; only sending the form uses the link."""
    found = live_link(db.session(), token_hash(token), now=clock.now())
    if found is None:
        return render_template("accounts/link_not_usable.html"), 410
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return doors.form_page(PAGE, form, link=found)
    try:
        service.choose_password(db.session(), token, password=form.password.data, now=clock.now())
    except WeakPassword as error:
        form.refuse(error.weakness)
        return doors.form_page(PAGE, form, link=found)
    except service.LinkNotUsable:
        return render_template("accounts/link_not_usable.html"), 410
    return _to_sign_in()


@blueprint.route("/admin/forgot", methods=["GET", "POST"])
@public
@limiter.limit("20 per hour", methods=["POST"])
def forgot() -> doors.Answer:
    """Send a link to the account's address; the answer is the same for everybody."""
    form = ForgotForm()
    if not form.validate_on_submit():
        return doors.form_page("accounts/forgot.html", form)
    identity = form.to_identity()
    issued = service.request_reset(db.session(), identity, now=clock.now())
    if issued is not None:
        url = doors.public_url("accounts.link", token=issued.token)
        settings = current_app.extensions["portal_settings"]
        post(reset_letter(str(identity), url), mail_url=settings.mail_url)
    return render_template("accounts/forgot_sent.html"), 200


def _to_sign_in() -> doors.Answer:
    return redirect(url_for("accounts.sign_in", done="password"))
