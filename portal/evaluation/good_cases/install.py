"""Puts good cases into the app: pages of staff, the public page, words, and the menu."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.good_cases import labels, public_routes, routes
from portal.web.navigation import NavEntry, add_navigation

NAV = (NavEntry("good_cases.waiting", _l("Contoh baik"), order=81),)


def install_good_cases(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(public_routes.blueprint)
    add_navigation(app, *NAV)
    app.jinja_env.globals["case_labels"] = {
        "state": labels.CASE_STATES,
        "done": labels.CASE_DONE,
    }
