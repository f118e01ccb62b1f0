"""Puts complaints into the app: their pages, their menu and their words."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.complaints.forms.words import word
from portal.complaints.routes import actions, bulk, citizen, comments, decide, overview, queue
from portal.complaints.routes.blueprint import blueprint
from portal.navigation import NavEntry, add_navigation

PAGES = (actions, bulk, citizen, comments, decide, overview, queue)
NAV = (
    NavEntry("complaints.queue", _l("Pengaduan"), order=10),
    NavEntry("complaints.comments", _l("Komentar penilaian"), order=15),
    NavEntry("complaints.actions", _l("Janji perbaikan"), order=20),
)


def install_complaints(app: Flask) -> None:
    """Register the room; nothing is read before a page of it is opened."""
    add_navigation(app, *NAV)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["complaint_word"] = word
