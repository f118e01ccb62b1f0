"""Puts the page of heads who wait into the app."""

from flask import Flask

from portal.evaluation.heads.routes import blueprint


def install_heads(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(blueprint)
