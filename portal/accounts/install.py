"""Puts the accounts room into the app: its gate, its pages and its menu."""

from flask import Flask

from portal.accounts.gate import install_gate
from portal.accounts.letter_probe import LETTER_COUNTS, LETTER_PROBE
from portal.accounts.queries.audit import last_entry
from portal.accounts.routes import (
    acts,
    audit,
    enrolment,
    home,
    kept_forms,
    links,
    own,
    people,
    second_factor,
    sign_in,
)
from portal.accounts.routes.blueprint import blueprint, install_menu
from portal.web.access import current_staff
from portal.web.health import register_probe
from portal.web.metrics import register_reading
from portal.web.navigation import menu
from portal.web.trusted_clock import register_trace

PAGES = (acts, audit, enrolment, home, kept_forms, links, own, people, second_factor, sign_in)


def install_accounts(app: Flask) -> None:
    """Register the room; its pages ask for the database only when they are opened."""
    install_gate(app)
    install_menu(app)
    app.register_blueprint(blueprint)
    register_trace(app, last_entry)
    app.jinja_env.globals["staff_menu"] = lambda: menu(current_staff())
    register_probe(app, LETTER_PROBE)
    register_reading(app, LETTER_COUNTS)
