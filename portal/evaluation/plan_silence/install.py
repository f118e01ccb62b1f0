"""Puts silence on plans into the app: its page, its words, and its part of the first screen."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.plan_silence import labels
from portal.evaluation.plan_silence.routes import blueprint
from portal.evaluation.plan_silence.screen import silence_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.web.navigation import NavEntry, add_navigation

NAV = (NavEntry("plan_silence.late", _l("SKP lewat batas"), order=71),)


def install_plan_silence(app: Flask) -> None:
    """Register the page, and show first what was not sent or answered in time."""
    app.register_blueprint(blueprint)
    add_navigation(app, *NAV)
    add_screen_part(app, ScreenPart("evaluation/plan_silence/on_screen.html", silence_on_screen))
    app.jinja_env.globals["silence_labels"] = {"kind": labels.SILENCES, "told": labels.TOLD}
