"""Puts files in the official layout into the app."""

from flask import Flask

from portal.evaluation.official_forms import routes
from portal.evaluation.official_forms.blueprint import blueprint

PAGES = (routes,)


def install_official_forms(app: Flask) -> None:
    """Register the files."""
    app.register_blueprint(blueprint)
