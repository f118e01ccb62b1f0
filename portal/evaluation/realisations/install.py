"""Puts realisations into the app: their pages and words, and what waits on the first screen.

Their pages belong to the blueprint of work, which is registered after this module was imported.
"""

from flask import Flask

from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.evaluation.realisations import (
    answering_routes,
    evidence_forms,
    evidence_routes,
    file_routes,
    labels,
    routes,
)
from portal.evaluation.realisations.screen import realisations_on_screen
from portal.web.extensions import unlocked

PAGES = (answering_routes, evidence_routes, file_routes, routes)


def install_realisations(app: Flask) -> None:
    """Put what waits on the first screen, and give the pages their words."""
    add_screen_part(
        app,
        ScreenPart("evaluation/realisations/realisations_on_screen.html", realisations_on_screen),
    )
    app.jinja_env.globals["realisation_labels"] = {
        "state": labels.REALISATION_STATES,
        "cause": labels.DROP_CAUSES,
        "event": labels.REALISATION_EVENTS,
    }
    app.jinja_env.globals["file_name"] = unlocked
    app.jinja_env.globals["measure_name"] = evidence_forms.measure_name
