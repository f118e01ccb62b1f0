"""Puts schemes, nominees and juries into the app: their pages and words, and what waits."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.awards import (
    course_routes,
    jury_routes,
    labels,
    list_routes,
    nominating_routes,
    nominee_routes,
    scheme_routes,
)
from portal.evaluation.awards.blueprint import blueprint
from portal.evaluation.awards.screen import awards_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.web.navigation import NavEntry, add_navigation

# Their views hang on the blueprint as soon as they are imported.
PAGES = (
    course_routes,
    jury_routes,
    list_routes,
    nominating_routes,
    nominee_routes,
    scheme_routes,
)
NAV = (NavEntry("awards.index", _l("Penghargaan"), order=73),)


def install_awards(app: Flask) -> None:
    """Register the pages, and show what waits."""
    add_navigation(app, *NAV)
    app.register_blueprint(blueprint)
    add_screen_part(app, ScreenPart("evaluation/awards/on_screen.html", awards_on_screen))
    app.jinja_env.globals["award_labels"] = labels.ON_PAGES
