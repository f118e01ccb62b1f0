"""Puts what was signed on paper into the app."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.on_paper import record_routes, routes
from portal.evaluation.on_paper.blueprint import blueprint
from portal.web.navigation import NavEntry, add_navigation

PAGES = (record_routes, routes)
NAV = (NavEntry("on_paper.waiting", _l("Tertanda di kertas"), order=72),)


def install_on_paper(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
    add_navigation(app, *NAV)
