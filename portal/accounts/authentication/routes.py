"""The page of a form that arrived after its sender's sign-in had ended."""

from flask import render_template

from portal.accounts.authentication.authenticator import device_token
from portal.accounts.authentication.queries import kept_form
from portal.accounts.sessions.domain import token_hash
from portal.accounts.staff.pages import PageAnswer, blueprint
from portal.web.access import Role, requires
from portal.web.extensions import db, moment


@blueprint.get("/admin/kept-form/<token>")
@requires(*Role)
def kept(token: str) -> PageAnswer:
    """Show what was typed, and send it at the press of a button; reading it sends nothing."""
    found = kept_form(db.session(), token, device_hash=token_hash(device_token()), now=moment())
    page = render_template("accounts/authentication/kept_form.html", kept=found)
    return page, 200 if found else 404
