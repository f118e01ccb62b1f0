"""Puts the official record into the app: its pages and words."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.official import (
    activity_rows,
    around_routes,
    import_screen,
    labels,
    plan_rows,
    routes,
    templates,
)
from portal.evaluation.official.blueprint import blueprint
from portal.evaluation.official.import_kinds import ImportKind, add_import_kind
from portal.web.navigation import NavEntry, add_navigation

PAGES = (around_routes, routes)
NAV = (NavEntry("official.index", _l("Impor e-Kinerja"), order=73),)
KINDS = {
    "plans": ImportKind(
        _l("SKP banyak pegawai"),
        plan_rows.COLUMNS,
        remembered_as="official_plans",
        template=templates.plan_template,
        see=import_screen.seen_plans,
    ),
    "activities": ImportKind(
        _l("Progres harian banyak pegawai"),
        activity_rows.COLUMNS,
        remembered_as="official_activities",
        template=templates.activity_template,
        see=import_screen.seen_activities,
    ),
}


def install_official(app: Flask) -> None:
    """Register the pages."""
    add_navigation(app, *NAV)
    for name, kind in KINDS.items():
        add_import_kind(app, name, kind=kind)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["official_labels"] = {
        "outcome": labels.OUTCOMES,
        "field": labels.CHANGED_FIELDS,
    }
