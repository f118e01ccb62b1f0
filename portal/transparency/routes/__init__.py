"""Addresses of the public pages, and what they need from the app."""

from flask import Flask

from portal.publication.figures.disclosure_rules import COUNT_STEP, LEAST_SHOWN, LEAST_SPREAD
from portal.publication.figures.withholding import LEAST_OFFICERS
from portal.settings import Settings
from portal.transparency.routes import (
    all_months,
    api,
    catalogue,
    compare,
    evaluation,
    feeds,
    methodology,
    open_data,
    places,
    reports,
    search,
)
from portal.transparency.routes.cached import blueprint, install_converters, install_page_cache

__all__ = [
    "all_months",
    "api",
    "catalogue",
    "compare",
    "evaluation",
    "feeds",
    "install_public_pages",
    "methodology",
    "open_data",
    "places",
    "reports",
    "revisions",
    "search",
]


def install_public_pages(app: Flask, settings: Settings) -> None:
    """Open the public pages; call it first, so that kept pages skip all other work."""
    install_page_cache(app)
    app.jinja_env.globals["public_url"] = settings.public_url
    app.jinja_env.globals["levels"] = {
        "least_group": LEAST_SHOWN,
        "least_officers": LEAST_OFFICERS,
        "least_spread": LEAST_SPREAD,
        "count_step": COUNT_STEP,
    }
    install_converters(app)
    app.register_blueprint(blueprint)
