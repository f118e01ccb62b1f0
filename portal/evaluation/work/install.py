"""Puts work into the app: its pages and words, and what waits on the first screen."""

from flask import Flask

from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.evaluation.work import activity_routes, labels, looking_routes
from portal.evaluation.work.blueprint import blueprint
from portal.evaluation.work.screen import work_on_screen

PAGES = (activity_routes, looking_routes)


def install_work(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
    add_screen_part(app, ScreenPart("evaluation/activities/on_screen.html", work_on_screen))
    app.jinja_env.globals["work_labels"] = {
        "activity": labels.ACTIVITY_STATES,
        "purpose": labels.PURPOSES,
        "duration": labels.DURATIONS,
    }
