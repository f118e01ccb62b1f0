"""Puts development plans into the app: pages and words, and what stands on the first screen."""

from flask import Flask

from portal.evaluation.development_plans import labels, routes
from portal.evaluation.development_plans.screen import development_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part

PAGES = (routes,)


def install_development_plans(app: Flask) -> None:
    """Register the pages, and show what waits."""
    app.register_blueprint(routes.blueprint)
    part = ScreenPart("evaluation/development_plans/on_screen.html", development_on_screen)
    add_screen_part(app, part)
    app.jinja_env.globals["idp_labels"] = {
        "state": labels.DEVELOPMENT_STATES,
        "way": labels.DEVELOPMENT_WAYS,
        "done": labels.DEVELOPMENT_DONE,
    }
