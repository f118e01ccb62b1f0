"""Puts the explanations into the app."""

from flask import Flask

from portal.evaluation.guide import practice_routes, routes
from portal.evaluation.guide.blueprint import blueprint

# Their views hang on the blueprint as soon as they are imported.
PAGES = (practice_routes, routes)


def install_guide(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
