"""Registers objections in the app: their pages and labels, and their part of the first screen."""

from flask import Flask

from portal.evaluation.objections import case_routes, claim_routes, decide_routes, labels
from portal.evaluation.objections.afterwards_queries import objection_pairs
from portal.evaluation.objections.blueprint import blueprint
from portal.evaluation.objections.screen import objections_on_screen
from portal.evaluation.peer_feedback.install import set_colleagues_apart
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part

PAGES = (case_routes, claim_routes, decide_routes)


def install_objections(app: Flask) -> None:
    """Register the pages, and show what waits."""
    app.register_blueprint(blueprint)
    add_screen_part(app, ScreenPart("evaluation/objections/on_screen.html", objections_on_screen))
    set_colleagues_apart(app, objection_pairs)
    app.jinja_env.globals["objection_labels"] = {
        "state": labels.OBJECTION_STATES,
        "because": labels.INADMISSIBILITY,
        "outcome": labels.OUTCOMES,
        "finding": labels.FINDINGS,
        "side": labels.SIDES,
        "origin": labels.ORIGINS,
        "done": labels.DONE,
    }
