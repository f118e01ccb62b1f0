"""Puts the pages of a hearing into the app.

They belong to the blueprint of objections, which is registered after this module was imported.
"""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.hearing import decider_routes, office_routes, routes
from portal.web.navigation import NavEntry, add_navigation

NAV = (NavEntry("objections.waiting", _l("Keberatan hasil"), order=74),)
PAGES = (decider_routes, office_routes, routes)


def install_hearing(app: Flask) -> None:
    """Lead the office to the objections that are open."""
    add_navigation(app, *NAV)
