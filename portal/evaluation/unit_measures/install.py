"""Puts measures of a unit into the app: pages and words, and what stands on the first screen."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.evaluation.unit_measures import labels
from portal.evaluation.unit_measures.routes import blueprint
from portal.evaluation.unit_measures.screen import measures_on_screen
from portal.web.navigation import NavEntry, add_navigation

NAV = (NavEntry("unit_measures.measures", _l("Tindakan unit"), order=79),)


def install_unit_measures(app: Flask) -> None:
    """Register the pages, and show what somebody looks after."""
    app.register_blueprint(blueprint)
    add_navigation(app, *NAV)
    part = ScreenPart("evaluation/unit_measures/on_screen.html", measures_on_screen)
    add_screen_part(app, part)
    app.jinja_env.globals["measure_labels"] = {
        "state": labels.MEASURE_STATES,
        "done": labels.MEASURE_DONE,
    }
