"""Puts the reports of a cycle into the app."""

from flask import Flask

from portal.evaluation.reports import help_routes, routes
from portal.evaluation.reports.labels import ASPECTS, HELP_CAUSES, MEASURES

PAGES = (help_routes,)


def install_reports_of_year(app: Flask) -> None:
    """Register the pages and their words."""
    app.register_blueprint(routes.blueprint)
    app.jinja_env.globals["merit_labels"] = {"aspect": ASPECTS, "measure": MEASURES}
    app.jinja_env.globals["help_causes"] = HELP_CAUSES
