"""Addresses of the public pages, and what they need from the app."""

from flask import Flask

from portal.settings import Settings
from portal.transparency.routes import compare, methodology, places, search
from portal.transparency.routes.blueprint import blueprint
from portal.transparency.routes.kept import install_page_store

__all__ = ["compare", "install_public_pages", "methodology", "places", "search"]


def install_public_pages(app: Flask, settings: Settings) -> None:
    """Open the public pages; call it first, so that kept pages skip all other work."""
    install_page_store(app)
    app.jinja_env.globals["public_url"] = settings.public_url
    app.register_blueprint(blueprint)
