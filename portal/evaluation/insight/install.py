"""Puts signs, meetings and checks into the app, and joins them to years and cycles."""

from flask import Flask
from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l

from portal.evaluation.insight import (
    arranging_routes,
    completeness_routes,
    equity_routes,
    labels,
    office_routes,
    routes,
)
from portal.evaluation.insight.blueprint import blueprint
from portal.evaluation.insight.screen import insight_on_screen
from portal.evaluation.insight.year_pages import InsightPoints
from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.evaluation.yearly.signal_sections import set_signal_points
from portal.web.navigation import NavEntry, add_navigation

PAGES = (
    arranging_routes,
    completeness_routes,
    equity_routes,
    office_routes,
    routes,
)
NAV = (
    NavEntry("insight.complete", _l("Kelengkapan kinerja"), order=75),
    NavEntry("insight.overview", _l("Isyarat penilaian"), order=76),
    NavEntry("insight.calibrations", _l("Forum kalibrasi"), order=77),
    NavEntry("insight.equity", _l("Kesetaraan penilaian"), order=78),
)


def install_insight(app: Flask) -> None:
    """Register the pages, show what waits, and answer what years and cycles ask."""
    app.register_blueprint(blueprint)
    add_navigation(app, *NAV)
    add_screen_part(app, ScreenPart("evaluation/insight/on_screen.html", insight_on_screen))
    set_signal_points(app, InsightPoints())
    equity_routes.join_cycles(app)
    app.jinja_env.filters["signed_points"] = signed_points
    app.jinja_env.globals["insight_labels"] = {
        "signal": labels.SIGNALS,
        "advice": labels.ADVICE,
        "group": labels.GROUPS,
        "note": labels.NOTE_STATES,
        "meeting": labels.MEETING_STATES,
        "agenda": labels.AGENDA,
    }


def signed_points(value: float) -> str:
    """Return a difference with its sign and two digits, as people of the page's language write."""
    return str(format_decimal(value, format="+0.00;-0.00"))
