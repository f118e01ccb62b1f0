"""Puts the rating room into the app: what it keeps, and its pages."""

from flask import Flask

from portal.extensions import csrf
from portal.rating.routes import desk, find, thanks
from portal.rating.routes.blueprint import blueprint
from portal.rating.routes.room import install_room
from portal.settings import Settings

PAGES = (desk, find, thanks)
# These forms check their token themselves, so that a refusal keeps the answers.
KEEP_ANSWERS = (desk.submit,)


def install_rating(app: Flask, settings: Settings) -> None:
    """Register the room."""
    install_room(app, settings)
    app.register_blueprint(blueprint)
    for view in KEEP_ANSWERS:
        csrf.exempt(view)
