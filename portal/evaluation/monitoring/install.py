"""Puts monitoring into the app: its pages and words, and what stands on the first screen."""

from flask import Flask

from portal.evaluation.monitoring import (
    delegation_routes,
    dialogue_routes,
    digest_routes,
    labels,
    note_routes,
    year_routes,
)
from portal.evaluation.monitoring.blueprint import blueprint
from portal.evaluation.monitoring.digest_sending import performance_steps
from portal.evaluation.monitoring.screen import monitoring_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.web.navigation import add_next_steps

PAGES = (
    delegation_routes,
    note_routes,
    dialogue_routes,
    year_routes,
    digest_routes,
)


def install_monitoring(app: Flask) -> None:
    """Register the pages, and say on the first staff page what waits."""
    app.register_blueprint(blueprint)
    add_screen_part(app, ScreenPart("evaluation/monitoring/on_screen.html", monitoring_on_screen))
    add_next_steps(app, performance_steps)
    app.jinja_env.globals["monitoring_labels"] = {
        "note": labels.NOTE_STATES,
        "dialogue": labels.DIALOGUE_STATES,
        "cause": labels.CAUSES,
    }
