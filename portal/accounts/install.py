"""Puts the accounts into the app: who is signed in, their pages and their menu."""

from flask import Flask

from portal.accounts.administration import routes as administration
from portal.accounts.audit_log import routes as audit_log
from portal.accounts.audit_log.queries import last_entry
from portal.accounts.authentication import routes as kept_forms
from portal.accounts.authentication.authenticator import install_authentication
from portal.accounts.drafts import routes as drafts
from portal.accounts.drafts.routes import with_drafts
from portal.accounts.home import routes as home
from portal.accounts.home.menu import install_menu
from portal.accounts.letters.probe import LETTER_COUNTS, LETTER_PROBE
from portal.accounts.links import routes as links
from portal.accounts.own_account import routes as own_account
from portal.accounts.refusals import routes as refusals
from portal.accounts.sign_in import routes as sign_in
from portal.accounts.staff.pages import blueprint
from portal.web.extensions import current_staff, register_trace
from portal.web.health import register_probe
from portal.web.metrics import register_reading
from portal.web.navigation import menu

# Their views hang on the blueprint as soon as they are imported.
PAGES = (
    administration,
    audit_log,
    drafts,
    home,
    kept_forms,
    links,
    own_account,
    refusals,
    sign_in,
)


def install_accounts(app: Flask) -> None:
    """Register the accounts; their pages ask for the database only when they are opened."""
    install_authentication(app)
    app.after_request(drafts.forget_what_was_sent)
    install_menu(app)
    app.register_blueprint(blueprint)
    register_trace(app, last_entry)
    app.jinja_env.globals["staff_menu"] = lambda: menu(current_staff())
    app.jinja_env.globals["with_drafts"] = with_drafts
    register_probe(app, LETTER_PROBE)
    register_reading(app, LETTER_COUNTS)
