"""Puts the official record into the app: its pages and words."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.official import around_routes, labels, routes
from portal.evaluation.official.blueprint import blueprint
from portal.web.navigation import NavEntry, add_navigation

PAGES = (around_routes, routes)
NAV = (NavEntry("official.index", _l("Impor e-Kinerja"), order=73),)


def install_official(app: Flask) -> None:
    """Register the pages."""
    add_navigation(app, *NAV)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["official_labels"] = {
        "outcome": labels.OUTCOMES,
        "field": labels.CHANGED_FIELDS,
    }
