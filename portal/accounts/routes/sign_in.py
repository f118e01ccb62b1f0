"""Signing in and out."""

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from portal.access import Role, public, requires
from portal.accounts.cookies import drop_staff_cookie
from portal.accounts.gate import current_session
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.service.sessions import end_session
from portal.extensions import db


@blueprint.get("/admin/sign-in")
@public
def sign_in() -> str:
    """Ask who is there."""
    return render_template("accounts/sign_in.html")


@blueprint.post("/admin/sign-out")
@requires(*Role)
def sign_out() -> Response:
    """End the session on the server, then in the browser."""
    found = current_session()
    if found is not None:
        end_session(db.session(), found.token_hash)
    session.clear()
    response = redirect(url_for("accounts.sign_in"))
    drop_staff_cookie(response)
    return response
