"""Puts training into the app: its pages and words, and what stands on the first screen."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.evaluation.training import (
    act_routes,
    catalogue_routes,
    course_routes,
    import_routes,
    labels,
    routes,
)
from portal.evaluation.training.blueprint import blueprint
from portal.evaluation.training.screen import trainings_on_screen
from portal.web.navigation import NavEntry, add_navigation

PAGES = (routes, act_routes, course_routes, catalogue_routes, import_routes)
NAV = (NavEntry("training.catalogue", _l("Katalog pelatihan"), order=74),)


def install_training(app: Flask) -> None:
    """Register the pages, and show what waits."""
    app.register_blueprint(blueprint)
    add_navigation(app, *NAV)
    add_screen_part(app, ScreenPart("evaluation/training/on_screen.html", trainings_on_screen))
    app.jinja_env.globals["training_labels"] = {
        "state": labels.TRAINING_STATES,
        "trigger": labels.TRIGGERS,
        "done": labels.TRAINING_DONE,
    }
