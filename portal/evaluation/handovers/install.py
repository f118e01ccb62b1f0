"""Puts changes of superiors into the app: a page, and a part of the first screen."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.handovers.routes import blueprint
from portal.evaluation.handovers.screen import handovers_on_screen
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.web.navigation import NavEntry, add_navigation

NAV = (NavEntry("handovers.without_superior", _l("Tanpa atasan"), order=71),)


def install_handovers(app: Flask) -> None:
    """Register the page, and show first what waits because a superior changed."""
    app.register_blueprint(blueprint)
    add_navigation(app, *NAV)
    add_screen_part(app, ScreenPart("evaluation/handovers/on_screen.html", handovers_on_screen))
