"""Puts advice into the app: its page, and what waits on the first screen."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.advice.routes import blueprint
from portal.evaluation.advice.screen import advice_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part

KINDS = {
    "adviser": _l("Pemberi pertimbangan"),
    "former_superior": _l("Atasan sebelumnya"),
}


def install_advice(app: Flask) -> None:
    """Register the page, and show what waits."""
    app.register_blueprint(blueprint)
    add_screen_part(app, ScreenPart("evaluation/advice/on_screen.html", advice_on_screen))
    app.jinja_env.globals["advice_kinds"] = KINDS
