"""Puts objections into the app: their pages and words, and what waits on the first screen."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.objections import (
    case_routes,
    claim_routes,
    decide_routes,
    decider_routes,
    labels,
    office_routes,
)
from portal.evaluation.objections.blueprint import blueprint
from portal.evaluation.objections.screen import objections_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.web.navigation import NavEntry, add_navigation

NAV = (NavEntry("objections.waiting", _l("Keberatan hasil"), order=74),)
PAGES = (case_routes, claim_routes, decide_routes, decider_routes, office_routes)


def install_objections(app: Flask) -> None:
    """Register the pages, and show what waits."""
    app.register_blueprint(blueprint)
    add_screen_part(app, ScreenPart("evaluation/objections/on_screen.html", objections_on_screen))
    add_navigation(app, *NAV)
    app.jinja_env.globals["objection_labels"] = {
        "state": labels.OBJECTION_STATES,
        "because": labels.INADMISSIBILITY,
        "outcome": labels.OUTCOMES,
        "finding": labels.FINDINGS,
        "side": labels.SIDES,
        "origin": labels.ORIGINS,
        "done": labels.DONE,
    }
