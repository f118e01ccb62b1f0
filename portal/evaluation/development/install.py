"""Puts programmes into the app: their pages and words, and what stands on the first screen."""

from flask import Flask

from portal.evaluation.development import course_routes, labels, routes, strengths_routes
from portal.evaluation.development.blueprint import blueprint
from portal.evaluation.development.ended_screen import ended_programmes
from portal.evaluation.development.screen import programmes_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part

PAGES = (routes, course_routes, strengths_routes)


def install_development(app: Flask) -> None:
    """Register the pages, and show what waits."""
    app.register_blueprint(blueprint)
    add_screen_part(app, ScreenPart("evaluation/development/on_screen.html", programmes_on_screen))
    app.jinja_env.globals["ended_programmes"] = ended_programmes
    app.jinja_env.globals["programme_labels"] = {
        "state": labels.PROGRAMME_STATES,
        "outcome": labels.OUTCOMES,
        "verdict": labels.VERDICTS,
        "way": labels.WAYS,
        "source": labels.SOURCES,
        "cause": labels.CAUSE_WORDS,
        "done": labels.DONE,
        "changed": labels.CHANGED,
    }
