"""Puts rounds of colleagues into the app: their pages and words, and what the first screen says."""

from flask import Flask

from portal.evaluation.peer_feedback import asked_routes, labels, office_routes
from portal.evaluation.peer_feedback.blueprint import blueprint
from portal.evaluation.peer_feedback.pool_queries import KeepsApart
from portal.evaluation.peer_feedback.screen import round_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.evaluation.rules.colleagues import LEAST_FOLDED, LEAST_MENTIONS

PAGES = (asked_routes,)


def install_colleagues(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
    app.register_blueprint(office_routes.office)
    add_screen_part(app, ScreenPart("evaluation/peer_feedback/on_screen.html", round_on_screen))
    app.jinja_env.globals["round_labels"] = {
        "state": labels.ROUND_STATES,
        "value": labels.VALUES,
        "least_answers": LEAST_FOLDED,
        "least_mentions": LEAST_MENTIONS,
    }


def set_colleagues_apart(app: Flask, keeps_apart: KeepsApart) -> None:
    """Let a feature above say who is never drawn for whom; the nightly job is told the same."""
    app.extensions[asked_routes.APART] = keeps_apart
