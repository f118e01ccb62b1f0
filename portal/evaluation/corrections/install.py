"""Puts corrections into the app: their page and words, and what waits on the first screen."""

from flask import Flask

from portal.evaluation.corrections import labels, routes
from portal.evaluation.corrections.blueprint import blueprint
from portal.evaluation.corrections.screen import corrections_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part

PAGES = (routes,)


def install_corrections(app: Flask) -> None:
    """Register the page, and show what waits."""
    app.register_blueprint(blueprint)
    add_screen_part(app, ScreenPart("evaluation/corrections/on_screen.html", corrections_on_screen))
    app.jinja_env.globals["correction_labels"] = {
        "state": labels.CORRECTION_STATES,
        "done": labels.DONE,
    }
