"""Puts what was signed on paper into the app."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.on_paper import entry_routes, people_routes, record_routes, routes, screen
from portal.evaluation.on_paper.blueprint import blueprint
from portal.evaluation.on_paper.labels import KINDS
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.web.navigation import NavEntry, add_navigation

PAGES = (entry_routes, people_routes, record_routes, routes)
NAV = (NavEntry("on_paper.waiting", _l("Tertanda di kertas"), order=72),)


def install_on_paper(app: Flask) -> None:
    """Register the pages, their words, and their part of the first screen."""
    app.register_blueprint(blueprint)
    add_navigation(app, *NAV)
    add_screen_part(app, ScreenPart("evaluation/on_paper/on_screen.html", screen.papers_on_screen))
    app.jinja_env.globals["paper_kinds"] = KINDS
    app.jinja_env.globals["signed_of_period"] = screen.papers_of_period
    app.jinja_env.globals["signed_papers"] = screen.papers_shown
    app.jinja_env.globals["unused_papers"] = screen.unused_papers
    app.jinja_env.globals["signed_about"] = screen.papers_on
    app.jinja_env.globals["signed_moments"] = screen.moments_on_paper
