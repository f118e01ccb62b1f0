"""Puts what follows the jury into the app: decision, winners, certificates, public pages."""

from flask import Flask

from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.evaluation.recognition import (
    award_routes,
    decision_routes,
    public_routes,
    winner_routes,
)
from portal.evaluation.recognition.blueprint import blueprint
from portal.evaluation.recognition.labels import AWARD_STATES
from portal.evaluation.recognition.screen import won_on_screen

# Their views hang on the blueprint as soon as they are imported.
PAGES = (award_routes, decision_routes, winner_routes)


def install_recognition(app: Flask) -> None:
    """Register the pages, and show what waits for a winner."""
    app.register_blueprint(blueprint)
    app.register_blueprint(public_routes.blueprint)
    add_screen_part(app, ScreenPart("evaluation/recognition/on_screen.html", won_on_screen))
    app.jinja_env.globals["given_labels"] = AWARD_STATES
