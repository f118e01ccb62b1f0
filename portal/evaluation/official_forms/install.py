"""Puts files in the official layout into the app."""

from flask import Flask

from portal.evaluation.official_forms import many_routes, routes
from portal.evaluation.official_forms.blueprint import blueprint

PAGES = (many_routes, routes)


def install_official_forms(app: Flask) -> None:
    """Register the files."""
    app.register_blueprint(blueprint)
