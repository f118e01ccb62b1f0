"""Puts the pages of a hearing into the app.

They belong to the blueprint of objections, which is registered after this module was imported.
"""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.hearing import decider_routes, office_routes, routes
from portal.evaluation.hearing.city_queries import waits_in_city
from portal.web.city_lines import add_city_lines
from portal.web.navigation import NavEntry, add_navigation

NAV = (NavEntry("objections.waiting", _l("Keberatan hasil"), order=74),)
PAGES = (decider_routes, office_routes, routes)


def install_hearing(app: Flask) -> None:
    """Lead the office to the objections that are open, and count them for the mayor."""
    add_navigation(app, *NAV)
    add_city_lines(app, waits_in_city)
