"""Addresses of the public pages, and what they need from the app."""

from flask import Flask

from portal.settings import Settings
from portal.transparency.routes import (
    api,
    compare,
    methodology,
    open_data,
    places,
    reports,
    revisions,
    search,
    search_engines,
)
from portal.transparency.routes.blueprint import blueprint, install_converters
from portal.transparency.routes.kept import install_page_store

__all__ = [
    "api",
    "compare",
    "install_public_pages",
    "methodology",
    "open_data",
    "places",
    "reports",
    "revisions",
    "search",
    "search_engines",
]


def install_public_pages(app: Flask, settings: Settings) -> None:
    """Open the public pages; call it first, so that kept pages skip all other work."""
    install_page_store(app)
    app.jinja_env.globals["public_url"] = settings.public_url
    install_converters(app)
    app.register_blueprint(blueprint)
